"""The structural schemas of custom resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault, Path
from kubelint.kube.objects import mapping, sequence
from kubelint.schema.server import facts
from kubelint.schema.server.apiextensions.definition import EXTENSIONS
from kubelint.schema.server.registry import Context, fields, judges

_NAMES = frozenset({"array", "boolean", "integer", "number", "object", "string"})
_TYPES = facts.one_of(*sorted(_NAMES), empty=False)
_LIST_TYPES = facts.one_of("atomic", "set", "map", empty=False)
_MAP_TYPES = facts.one_of("atomic", "granular", empty=False)
_NEVER = ("$ref", "definitions", "dependencies", "patternProperties", "additionalItems", "id", "$schema")
_ANY, _INT_OR_STRING = "x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string"
_EMBEDDED = "x-kubernetes-embedded-resource"
_LIST_TYPE, _KEYS, _MAP_TYPE = (f"x-kubernetes-{end}" for end in ("list-type", "list-map-keys", "map-type"))
_RULES = "x-kubernetes-validations"
_JUNCTIONS = ("allOf", "anyOf", "oneOf", "not")
_OUTSIDE = ("type", "description", "title", "default", "nullable")
_RARE = frozenset(
    {*_NEVER, _ANY, _INT_OR_STRING, _EMBEDDED, _RULES, "uniqueItems", "additionalProperties", "default", *_JUNCTIONS}
)
_RULE = facts.expression("self", "oldSelf")
_REASONS = facts.one_of(
    "FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate", empty=False
)
_OF_LISTS = frozenset({_LIST_TYPE, _KEYS, _MAP_TYPE})


fields(EXTENSIONS + "CustomResourceValidation", openAPIV3Schema=facts.as_a_whole)


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
    metadata = mapping(mapping(schema.get("properties")).get("metadata"))
    for name in mapping(metadata.get("properties")).keys() - {"name", "generateName"}:
        message = f"`{name}` may not be described here: of `metadata` only `name` and `generateName` may be"
        yield facts.forbidden(message, "openAPIV3Schema", "properties", "metadata", "properties", name)
    found: list[Fault] = []
    _walk(schema, ("openAPIV3Schema",), found)
    yield from found


def _walk(schema: dict[str, Any], path: Path, found: list[Fault]) -> None:
    """Collect the faults of a schema in the tree of properties and items; a CRD has thousands, nearly all plain."""
    kind = schema.get("type")
    if kind not in _NAMES:
        found += (fault._replace(path=path + fault.path) for fault in _untyped(schema, kind, len(path) == 1))
    if not _RARE.isdisjoint(schema):
        found += (fault._replace(path=path + fault.path) for rules in _UNUSUAL for fault in rules(schema))
    if kind == "array" or not _OF_LISTS.isdisjoint(schema):
        found += (fault._replace(path=path + fault.path) for fault in _lists(schema))
    properties = schema.get("properties")
    if properties.__class__ is dict:
        for name, inner in properties.items():
            if inner.__class__ is dict:
                _walk(inner, (*path, "properties", name), found)
    for member in ("items", "additionalProperties"):
        inner = schema.get(member)
        if inner.__class__ is dict:
            _walk(inner, (*path, member), found)


def _untyped(schema: dict[str, Any], kind: Any, root: bool) -> Iterator[Fault]:
    """A schema without a type, or of one that is none."""
    if kind and not root and (verdict := _TYPES(kind, 0)):
        yield verdict.fault(("type",))
    elif not kind and schema.get(_ANY) is not True and schema.get(_INT_OR_STRING) is not True:
        yield facts.missing(schema, "type")


def _members(schema: dict[str, Any]) -> Iterator[Fault]:
    """What a structural schema may not hold."""
    if schema.get("type") and schema.get(_INT_OR_STRING) is True:
        yield facts.invalid(f"may not be set beside `{_INT_OR_STRING}`", "type")
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


def _conditions(schema: dict[str, Any]) -> Iterator[Fault]:
    """Rules in CEL."""
    for index, rule in enumerate(sequence(schema.get(_RULES))):
        text = rule.get("rule") if isinstance(rule, dict) else None
        if isinstance(text, str):
            if verdict := _RULE(text, 0):
                yield verdict.fault((_RULES, index, "rule"))
            yield from facts.below(_RULES, facts.below(index, _told(rule, text)))


def _told(rule: dict[str, Any], text: str) -> Iterator[Fault]:
    """What is said of a value that breaks the rule: one line, needed where the rule itself has several."""
    said, reason = rule.get("message") or "", rule.get("reason")
    if isinstance(said, str) and said and not said.strip():
        yield facts.invalid("is blank, expected a text", "message")
    elif isinstance(said, str) and "\n" in said.strip():
        yield facts.invalid("must be a single line", "message")
    elif not said and "\n" in text.strip():
        yield Fault("missing-field", ("message",), "lacks `message`, which a rule of several lines needs")
    if isinstance(reason, str) and (verdict := _REASONS(reason, 0)):
        yield verdict.fault(("reason",))


_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
}


def _default(schema: dict[str, Any]) -> Iterator[Fault]:
    """A default is of the schema's own type, and among its values."""
    given, kind, values = schema.get("default"), schema.get("type"), schema.get("enum")
    expected = _KINDS.get(kind) if isinstance(kind, str) else None
    whole = kind == "integer" and isinstance(given, float) and given.is_integer()
    if given is None or expected is None or whole:
        return
    if not isinstance(given, expected) or (isinstance(given, bool) and kind != "boolean"):
        yield facts.invalid(f"`{given}` is not of type `{kind}`", "default")
    elif isinstance(values, list) and given not in values:
        listed = ", ".join(f"`{value}`" for value in values)
        yield Fault("unsupported-value", ("default",), f"`{given}` is not supported, expected one of {listed}")


def _junctions(schema: dict[str, Any]) -> Iterator[Fault]:
    """What is joined restricts values only: what a value is stands outside."""
    if schema.get(_INT_OR_STRING) is True:
        return
    for member in _JUNCTIONS:
        given = schema.get(member)
        parts = (
            [((member,), given)] if member == "not" else [((member, at), it) for at, it in enumerate(sequence(given))]
        )
        for path, part in parts:
            if isinstance(part, dict):
                for fault in _restriction(part):
                    yield fault._replace(path=(*path, *fault.path))
                yield from _undescribed(part, schema)


_IMPLIED = ("apiVersion", "kind", "metadata")


def _undescribed(part: dict[str, Any], schema: dict[str, Any]) -> Iterator[Fault]:
    """What is restricted inside must be described outside: its type is not known else."""
    outside = mapping(schema.get("properties"))
    for name, inner in mapping(part.get("properties")).items():
        if name in outside and isinstance(inner, dict):
            yield from facts.below("properties", facts.below(name, _undescribed(inner, mapping(outside[name]))))
        elif name not in outside and name not in _IMPLIED and "additionalProperties" not in schema:
            message = f"lacks `{name}`, which `allOf`, `anyOf`, `oneOf` or `not` speaks of"
            yield Fault("missing-field", ("properties", name), message)


def _restriction(schema: dict[str, Any]) -> Iterator[Fault]:
    for member in _OUTSIDE:
        if schema.get(member):
            message = f"`{member}` may not stand inside `allOf`, `anyOf`, `oneOf` or `not`, only outside"
            yield facts.forbidden(message, member)
    for name, inner in mapping(schema.get("properties")).items():
        if isinstance(inner, dict):
            yield from facts.below("properties", facts.below(name, _restriction(inner)))
    if isinstance(schema.get("items"), dict):
        yield from facts.below("items", _restriction(schema["items"]))


_UNUSUAL = (_members, _conditions, _default, _junctions)


def _lists(schema: dict[str, Any]) -> Iterator[Fault]:
    """Types of lists and maps, and the keys of lists that are maps."""
    for member, check in ((_LIST_TYPE, _LIST_TYPES), (_MAP_TYPE, _MAP_TYPES)):
        if member in schema and (verdict := check(schema[member], 0)):
            yield verdict.fault((member,))
    keys, form = schema.get(_KEYS), schema.get(_LIST_TYPE)
    if form is not None and schema.get("type") != "array":
        yield facts.invalid("`x-kubernetes-list-type` needs type `array`", "type")
    if form == "map" and not keys:
        yield facts.missing(schema, _KEYS, ", which list type `map` needs")
    if keys and form != "map":
        yield facts.invalid("`x-kubernetes-list-map-keys` needs `x-kubernetes-list-type: map`", _LIST_TYPE)
    if schema.get("type") == "array" and not schema.get("items"):
        yield facts.missing(schema, "items", ", which type `array` needs")
    if form == "map":
        yield from _map_keys(sequence(keys), mapping(schema.get("items")))


def _map_keys(keys: list[Any], items: dict[str, Any]) -> Iterator[Fault]:
    """The keys of a list that is a map: scalars that every item has."""
    properties, required = mapping(items.get("properties")), sequence(items.get("required"))
    for index, key in enumerate(keys):
        held = properties.get(key) if isinstance(key, str) else None
        if not isinstance(held, dict):
            yield facts.invalid(f"`{key}` is no property of the items", _KEYS, index)
        elif held.get("type") in ("object", "array"):
            yield facts.invalid(f"`{key}` is no scalar", _KEYS, index)
        elif key not in required and "default" not in held:
            path = ("items", "properties", key, "default")
            yield Fault("missing-field", path, f"lacks `default`: key `{key}` is not `required`")
