"""Structure: walks over plain data, compiled per definition when one is first met, that find all faults at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kubelint.finding import Fault
from kubelint.schema.bundle import Bundle, Definition, Shape
from kubelint.schema.report import DROPPED, Node, Report, moved, wrong_type
from kubelint.schema.required import enforced
from kubelint.schema.scalars import SCALARS, SECRET_STRING, is_pending

# Members whose values are not to be shown.
_SECRETS = {("io.k8s.api.core.v1.Secret", "stringData"), ("io.k8s.api.core.v1.EnvVar", "value")}
_OBJECT_STATUS = "status"


class Compiler:
    """Nodes for the definitions of one minor version."""

    def __init__(self, bundle: Bundle, minor: int) -> None:
        self._bundle = bundle
        self._minor = minor
        self._nodes: dict[tuple[str, bool], Node] = {}

    def node(self, name: str, lenient: bool = False) -> Node:
        """The node of a definition; ``lenient`` asks for no members (what the server will throw away)."""
        found = self._nodes.get((name, lenient))
        if found is None:
            found = struct(lambda: self._members(name, lenient))
            self._nodes[name, lenient] = found
        return found

    def _members(self, name: str, lenient: bool) -> tuple[dict[str, Node], tuple[str, ...]]:
        definition = self._bundle.definition(name, self._minor)
        table = {
            member: self._member(definition, member, shape, lenient) for member, shape in definition.fields.items()
        }
        return table, () if lenient else enforced(definition)

    def _member(self, definition: Definition, member: str, shape: Shape, lenient: bool) -> Node:
        if (definition.name, member) in _SECRETS:
            return mapping(SECRET_STRING) if isinstance(shape, dict) else SECRET_STRING
        dropped = member == _OBJECT_STATUS and "apiVersion" in definition.fields
        return self._shaped(shape, lenient or dropped)

    def _shaped(self, shape: Shape, lenient: bool) -> Node:
        if isinstance(shape, list):
            return sequence(self._shaped(shape[0], lenient))
        if isinstance(shape, dict):
            return mapping(self._shaped(shape["*"], lenient))
        return self.node(shape[1:], lenient) if shape[0] == "#" else SCALARS[shape]


def struct(members: Callable[[], tuple[dict[str, Node], tuple[str, ...]]], rest: Node | None = None) -> Node:
    """A mapping with known members, some of which must be there; they are worked out on the first walk.

    Other members are unknown, or read by ``rest``.
    """
    table: dict[str, Node] = {}
    required: list[str] = []

    def walk(value: dict[str, Any]) -> Report | None:
        if not table:
            known, needed = members()
            table.update(known)
            required[:] = needed
        report: Report | None = None
        for key, member in value.items():
            node = table.get(key, rest)
            if node is not None and member.__class__ is node[0]:
                inner = node[1]
                found = inner(member) if inner is not None else None
            else:
                found = _odd(node, key, member)
            if found is not None:
                report = _joined(report, value, key, found)
        for key in required:
            if value.get(key) is None:
                report = _lacking(report or Report([], value), key)
        return report

    return Node(dict, walk, _no_mapping)


def _lacking(report: Report, key: str) -> Report:
    report.faults.append(Fault("missing-field", (key,), f"lacks the required field `{key}`"))
    return report


_NULL = Report([], DROPPED)


def _odd(node: Node | None, key: str, member: Any) -> Report | None:
    """The report on a member that is unknown, null, or not of the usual type."""
    if node is None:
        return Report([Fault("unknown-field", (), f"unknown field `{key}`", key=True)], member)
    return _NULL if member is None else node.other(member)


def _no_mapping(value: Any) -> Report:
    return Report([], DROPPED) if is_pending(value) else wrong_type("a mapping", value, None)


def _joined(report: Report | None, value: dict[str, Any], key: str, found: Report) -> Report:
    """The report on a mapping with that on one of its members."""
    faults, clean = report or Report([], value)
    faults.extend(moved(found, key))
    if found.value is not value[key]:
        clean = dict(clean) if clean is value else clean
        if found.value is DROPPED:
            del clean[key]
        else:
            clean[key] = found.value
    return Report(faults, clean)


def mapping(node: Node) -> Node:
    """A mapping of any keys to values of one kind."""
    expected, inner, other = node

    def walk(value: dict[str, Any]) -> Report | None:
        report: Report | None = None
        for key, member in value.items():
            if member.__class__ is expected:
                if inner is None:
                    continue
                found = inner(member)
            else:
                found = _NULL if member is None else other(member)
            if found is not None:
                report = _joined(report, value, key, found)
        return report

    return Node(dict, walk, _no_mapping)


def sequence(node: Node) -> Node:
    """A list of values of one kind; a null item counts as an empty one."""
    expected, inner, other = node

    def walk(value: list[Any]) -> Report | None:
        report: Report | None = None
        for index, item in enumerate(value):
            if item.__class__ is expected:
                if inner is None:
                    continue
                found = inner(item)
            elif item is None:
                found = (inner({}) if expected is dict and inner is not None else None) or _NULL
            else:
                found = other(item)
            if found is not None:
                faults, clean = report or Report([], list(value))
                faults.extend(
                    fault if fault.path[1:] else fault._replace(stand_in=expected()) for fault in moved(found, index)
                )
                clean[index] = expected() if found.value is DROPPED else found.value
                report = Report(faults, clean)
        return report

    return Node(list, walk, _no_list)


def _no_list(value: Any) -> Report:
    return Report([], DROPPED) if is_pending(value) else wrong_type("a list", value, None)
