"""Where facts about types are kept: judges for whole values, field facts for single members."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from kubelint.finding import Fault, Operation, Path, Severity

OBJECT = "object"
"""Stands for the root of every object, custom resources included, in ``judges`` and ``facts_for``."""


@dataclass(slots=True)
class Context:
    """What a judge may know beside its value: one per object and version. ``root`` is cleaned as the value is."""

    minor: int
    """``34`` for Kubernetes 1.34."""
    kind: str
    group: str
    root: dict[str, Any]
    definition: str
    """The root's definition; empty for a custom resource."""
    memo: dict[str, Any] = field(default_factory=dict)
    """Scratch for judges of the same object."""


class Verdict(NamedTuple):
    """What is wrong with one scalar, and what would plainly be right where that is known."""

    rule: str
    message: str
    replacement: Any = None
    severity: Severity | None = None

    def fault(self, path: Path) -> Fault:
        """The fault at a path; with a safe fix where there is a replacement."""
        fault = Fault(self.rule, path, with_subject(self.message, path), severity=self.severity)
        if self.replacement is None:
            return fault
        mend = (Operation("replace", path, self.replacement),)
        return fault._replace(operations=mend, title=f"write `{self.replacement}`")


_VERBS = ("may ", "needs ", "is ", "has ", "holds ", "names ", "must ", "differs ")


def with_subject(message: str, path: Path) -> str:
    """The message; the field is its subject where it begins with a verb."""
    field = next((step for step in reversed(path) if isinstance(step, str)), None)
    return f"`{field}` {message}" if field and message.startswith(_VERBS) else message


Judge = Callable[[dict[str, Any], Context], Iterable[Fault]]
Check = Callable[[Any, int], Verdict | None]


class FieldFact(NamedTuple):
    """A check of one member: of its scalar, or of each item or each value where it is a list or a map."""

    check: Check
    """Takes a scalar and the minor version."""
    each: Literal["self", "items", "values"] = "self"


_JUDGES: dict[str, list[Judge]] = {}
_FIELDS: dict[str, dict[str, FieldFact]] = {}
_GROUPS: set[str] = set()


def judges(*definitions: str) -> Callable[[Judge], Judge]:
    """Register a judge: it brings faults, with paths relative to the value, run after the judges of its parts.

    The value is a mapping whose null and wrong-typed members have been taken out.
    """

    def register(judge: Judge) -> Judge:
        for definition in definitions:
            _JUDGES.setdefault(definition, []).append(judge)
        return judge

    return register


def fields(*definitions: str, **facts: Check | FieldFact) -> None:
    """Declare checks of single members; a bare check is of a scalar. A trailing ``_`` spells Python's keywords."""
    for definition in definitions:
        known = _FIELDS.setdefault(definition, {})
        for name, fact in facts.items():
            known[name.rstrip("_")] = fact if isinstance(fact, FieldFact) else FieldFact(fact)


def items(check: Check) -> FieldFact:
    """The check holds for each item of a list."""
    return FieldFact(check, "items")


def values(check: Check) -> FieldFact:
    """The check holds for each value of a map."""
    return FieldFact(check, "values")


def facts_for(definition: str, minor: int) -> tuple[list[Judge], dict[str, FieldFact]]:
    """The judges and field facts of a definition (``io.k8s.api.core.v1.Container``) or of ``OBJECT``.

    The modules of the definition's API group are imported when the first of its definitions is asked for.
    """
    if definition not in _JUDGES:
        group = definition.rsplit(".", 2)[0].rpartition(".")[2]
        if group not in _GROUPS:
            _GROUPS.add(group)
            _import_group(group)
        _JUDGES.setdefault(definition, [])
    return _JUDGES[definition], _FIELDS.get(definition, {})


def _import_group(group: str) -> None:
    package = __name__.rpartition(".")[0]
    name = "meta" if group == OBJECT else group
    if importlib.util.find_spec(f"{package}.{name}") is None:
        return
    module = importlib.import_module(f"{package}.{name}")
    for info in pkgutil.iter_modules(getattr(module, "__path__", [])):
        importlib.import_module(f"{module.__name__}.{info.name}")
