"""The structural schemas of custom resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import mapping, sequence
from kubelint.schema.server import facts
from kubelint.schema.server.apiextensions.definition import EXTENSIONS
from kubelint.schema.server.registry import Context, judges

_TYPES = facts.one_of("array", "boolean", "integer", "number", "object", "string", empty=False)
_LIST_TYPES = facts.one_of("atomic", "set", "map", empty=False)
_MAP_TYPES = facts.one_of("atomic", "granular", empty=False)
_NEVER = ("$ref", "definitions", "dependencies", "patternProperties", "additionalItems", "id", "$schema")
_ANY, _INT_OR_STRING = "x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string"
_EMBEDDED = "x-kubernetes-embedded-resource"


@judges(EXTENSIONS + "CustomResourceValidation")
def validation(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The root is an object; what lies below has types."""
    schema = value.get("openAPIV3Schema")
    if not isinstance(schema, dict):
        return
    kind = schema.get("type")
    if kind is not None and kind != "object":
        yield facts.invalid(f"`{kind}` may not stand at the root, expected `object`", "openAPIV3Schema", "type")
    if schema.get("nullable") is True:
        yield facts.forbidden("`nullable` may not be set at the root", "openAPIV3Schema", "nullable")
    yield from facts.below("openAPIV3Schema", _structural(schema, root=True))


def _structural(schema: dict[str, Any], root: bool = False) -> Iterator[Fault]:
    """Faults of a schema in the tree of properties and items."""
    kind = schema.get("type")
    if kind:
        if (verdict := _TYPES(kind, 0)) and not root:
            yield verdict.fault(("type",))
        if schema.get(_INT_OR_STRING) is True:
            yield facts.invalid(f"may not be set beside `{_INT_OR_STRING}`", "type")
    elif schema.get(_ANY) is not True and schema.get(_INT_OR_STRING) is not True:
        yield facts.missing(schema, "type")
    yield from _members(schema)
    yield from _lists(schema)
    for step, inner in _parts(schema):
        for fault in _structural(inner):
            yield fault._replace(path=(*step, *fault.path))


def _members(schema: dict[str, Any]) -> Iterator[Fault]:
    """What a structural schema may not hold."""
    for member in _NEVER:
        if schema.get(member):
            yield facts.forbidden(f"`{member}` is not supported in a structural schema", member)
    if schema.get("uniqueItems") is True:
        yield facts.forbidden("`uniqueItems` is not supported; `x-kubernetes-list-type: set` is", "uniqueItems")
    if schema.get("properties") and schema.get("additionalProperties") not in (None, False):
        message = "`additionalProperties` may not stand beside `properties`"
        yield facts.forbidden(message, "additionalProperties")
    if schema.get(_ANY) is False:
        yield facts.invalid("may only be `true`, or left out", _ANY)
    if schema.get(_EMBEDDED) is True and schema.get("type") != "object":
        yield facts.invalid(f"`{_EMBEDDED}` needs type `object`", "type")


def _lists(schema: dict[str, Any]) -> Iterator[Fault]:
    """Types of lists and maps, and the keys of lists that are maps."""
    for member, check in (("x-kubernetes-list-type", _LIST_TYPES), ("x-kubernetes-map-type", _MAP_TYPES)):
        if member in schema and (verdict := check(schema[member], 0)):
            yield verdict.fault((member,))
    keys, form = schema.get("x-kubernetes-list-map-keys"), schema.get("x-kubernetes-list-type")
    if form is not None and schema.get("type") != "array":
        yield facts.invalid("`x-kubernetes-list-type` needs type `array`", "type")
    if form == "map" and not keys:
        yield facts.missing(schema, "x-kubernetes-list-map-keys", ", which list type `map` needs")
    if keys and form != "map":
        yield facts.invalid(
            "`x-kubernetes-list-map-keys` needs `x-kubernetes-list-type: map`", "x-kubernetes-list-type"
        )
    if schema.get("type") == "array" and not schema.get("items"):
        yield facts.missing(schema, "items", ", which type `array` needs")
    properties = mapping(mapping(schema.get("items")).get("properties"))
    for index, key in enumerate(sequence(keys)):
        if isinstance(key, str) and form == "map" and key not in properties:
            message = f"`{key}` is no property of the items"
            yield facts.invalid(message, "x-kubernetes-list-map-keys", index)


def _parts(schema: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for name, inner in mapping(schema.get("properties")).items():
        if isinstance(inner, dict):
            yield ("properties", name), inner
    for member in ("items", "additionalProperties"):
        if isinstance(schema.get(member), dict):
            yield (member,), schema[member]
