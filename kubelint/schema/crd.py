"""Structural schemas of custom resources, compiled into the same walks as the built-in kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import mapping as as_mapping
from kubelint.schema.bundle import bundle
from kubelint.schema.constraints import KEYWORDS, Schema, broken, holds
from kubelint.schema.report import DROPPED, Node, Report
from kubelint.schema.scalars import SCALARS, is_pending
from kubelint.schema.structure import Compiler, mapping, sequence, struct

_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_PRESERVE = "x-kubernetes-preserve-unknown-fields"
_NUMBERS = {"int32": "int32", "int64": "int64"}
_COMBINING = ("allOf", "anyOf", "oneOf", "not")


def resource(schema: Schema) -> Node:
    """The node of a whole custom resource, by its version's ``openAPIV3Schema``."""
    return compiled(schema, embedded=True)


def compiled(schema: Any, embedded: bool = False) -> Node:
    """The node of one schema; an embedded resource has the three members that all objects have."""
    if not isinstance(schema, dict):
        return SCALARS["any"]
    return _validated(_typed(schema, embedded or schema.get("x-kubernetes-embedded-resource") is True), schema)


def _typed(schema: Schema, embedded: bool) -> Node:
    if schema.get("x-kubernetes-int-or-string") is True:
        return SCALARS["int-or-string"]
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, embedded)
    if kind == "array":
        return sequence(compiled(schema.get("items")))
    if kind == "integer":
        return SCALARS[_NUMBERS.get(str(schema.get("format")), "integer")]
    return SCALARS[kind] if kind in ("string", "boolean", "number") else SCALARS["any"]


def _object(schema: Schema, embedded: bool) -> Node:
    rest = schema.get("additionalProperties")
    properties = as_mapping(schema.get("properties"))
    if not properties and not embedded and (rest is not None or schema.get(_PRESERVE)):
        return mapping(compiled(rest))
    spare = SCALARS["any"] if schema.get(_PRESERVE) or rest is True else None

    def members() -> tuple[dict[str, Node], tuple[str, ...]]:
        table = {name: compiled(part) for name, part in properties.items()}
        if embedded:
            table |= {"apiVersion": SCALARS["string"], "kind": SCALARS["string"], "metadata": _metadata()}
        return table, tuple(_required(schema, properties))

    return struct(members, spare)


def _metadata() -> Node:
    newest = bundle().minors[-1]
    return Compiler(bundle(), newest).node(_META)


def _required(schema: Schema, properties: Mapping[str, Any]) -> Iterator[str]:
    """The members asked for, but for those that have a default."""
    for name in schema.get("required") or ():
        if isinstance(name, str) and "default" not in as_mapping(properties.get(name)):
            yield name


def _validated(node: Node, schema: Schema) -> Node:
    """The node with the schema's own validations behind it."""
    if not (schema.keys() & _VALIDATIONS or schema.get("x-kubernetes-list-type") in ("map", "set")):
        return node

    def look(value: Any, report: Report | None) -> Report | None:
        if is_pending(value) or (report is not None and report.value is DROPPED):
            return report
        faults = list(_faults(schema, report.value if report else value))
        if not faults:
            return report
        return Report([*(report.faults if report else []), *faults], report.value if report else value)

    def walk(value: Any) -> Report | None:
        return look(value, node.walk(value) if node.walk else None)

    return Node(node.expected, walk, lambda value: look(value, node.other(value)))


_VALIDATIONS = KEYWORDS | frozenset(_COMBINING)


def _faults(schema: Schema, value: Any) -> Iterator[Fault]:
    for keyword, message in broken(schema, value):
        yield Fault("unsupported-value" if keyword == "enum" else "invalid-value", (), message)
    for keyword in _COMBINING:
        if keyword in schema and holds({keyword: schema[keyword]}, value) is False:
            yield Fault("invalid-value", (), f"does not keep the schema's `{keyword}`", key=True)
    if isinstance(value, list):
        yield from _repeated(schema, value)


def _repeated(schema: Schema, items: list[Any]) -> Iterator[Fault]:
    """Items that the server refuses as duplicates: equal ones of a set, equal keys of a map."""
    keys = schema.get("x-kubernetes-list-map-keys") or ()
    kind = schema.get("x-kubernetes-list-type")
    defaults = {key: as_mapping(as_mapping(as_mapping(schema.get("items")).get("properties")).get(key)) for key in keys}
    seen: set[str] = set()
    for number, item in enumerate(items):
        if kind == "map" and isinstance(item, dict):
            identity = {key: item.get(key, defaults[key].get("default")) for key in keys}
            name = ", ".join(f"`{key}: {value}`" for key, value in identity.items())
        elif kind == "set":
            identity, name = item, f"`{item}`"
        else:
            continue
        if repr(identity) in seen:
            yield Fault("duplicate-item", (number,), f"repeats the item {name}")
        seen.add(repr(identity))


class SchemaTypes:
    """A way through a custom resource's schema, for advice."""

    def members(self, shape: Any) -> Mapping[str, Any]:
        """The properties of an object."""
        return as_mapping(as_mapping(shape).get("properties"))

    def inner(self, shape: Any) -> Any:
        """The items of an array, or the values of a map."""
        schema = as_mapping(shape)
        return schema.get("items") or schema.get("additionalProperties")

    def family(self, shape: Any) -> type | None:
        """``dict``, ``list`` or ``str`` for all scalars; None where anything goes."""
        kind = as_mapping(shape).get("type")
        return {"object": dict, "array": list}.get(str(kind), str) if kind else None
