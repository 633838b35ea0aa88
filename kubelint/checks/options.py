"""Options of rules: from the NamedTuple that a check declares to the JSON Schema that configurations are judged by."""

from __future__ import annotations

import collections.abc
import types
import typing
from typing import Any

from kubelint.catalogue import rules
from kubelint.checks import check
from kubelint.checks.signatures import modules

Schema = dict[str, Any]
_SCALARS = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
_LISTS = (tuple, list, frozenset, collections.abc.Sequence, collections.abc.Set)


def option_schema(rule: str) -> Schema | None:
    """The JSON Schema of a rule's options; None for a rule without any."""
    found = check(rule)
    options = found.options if found is not None else _declared(rule)
    return _of_tuple(options) if options is not None else None


def _declared(rule: str) -> type[Any] | None:
    """The options of a rule whose findings come from another room: declared by their name all the same."""
    name = rule.title().replace("-", "") + "Options"
    declaring = (vars(module)[name] for module in modules(rules()[rule].category) if name in vars(module))
    return next(declaring, None)


def has_option(rule: str, name: str) -> bool:
    """Whether a rule has an option of that name, as people write it (``node-daemons``)."""
    schema = option_schema(rule)
    return schema is not None and name in schema["properties"]


def _of_tuple(cls: Any) -> Schema:
    hints = typing.get_type_hints(cls, include_extras=True)
    defaults = cls._field_defaults
    properties = {name: _of(hints[name], defaults.get(name, ...)) for name in cls._fields}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name.replace("_", "-"): schema for name, schema in properties.items()},
        **({"required": required} if (required := [f for f in cls._fields if f not in defaults]) else {}),
    }


def _of(hint: Any, default: Any = ...) -> Schema:
    schema = _of_type(hint)
    return schema if default is ... else {**schema, "default": _plain(default)}


def _of_type(hint: Any) -> Schema:
    origin, arguments = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin is typing.Annotated:
        return {**_of_type(arguments[0]), **arguments[1]}
    if origin in _SCALARS:
        return {"type": _SCALARS[origin]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_of_type(argument) for argument in arguments]}
    if origin in _LISTS:
        return {"type": "array", **({"items": _of_type(arguments[0])} if arguments else {})}
    if origin in (dict, collections.abc.Mapping):
        return {"type": "object", **({"additionalProperties": _of_type(arguments[1])} if arguments else {})}
    return _of_tuple(hint) if hasattr(hint, "_fields") else {}


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list, set, frozenset)):
        return sorted(value) if isinstance(value, (set, frozenset)) else [_plain(item) for item in value]
    return dict(value) if isinstance(value, collections.abc.Mapping) else value
