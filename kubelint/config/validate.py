"""Plain data judged by a JSON Schema, in words for people: the parts of the standard that our schemas use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Path
from kubelint.kube.nearness import nearest
from kubelint.suggestion import suggestion

Schema = dict[str, Any]
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
_WORDS = {"object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false", "null": "nothing"}


class Mistake(NamedTuple):
    """Something that the schema does not allow."""

    path: Path
    key: bool
    """Whether the key at the path is wrong, not its value."""
    message: str


def mistakes(data: Any, schema: Schema, path: Path = ()) -> Iterator[Mistake]:
    """Everything that is wrong with the data."""
    if "anyOf" in schema:
        yield from _any_of(data, schema["anyOf"], path)
    elif "enum" in schema:
        yield from _enumerated(data, schema["enum"], path)
    elif "type" in schema and not _fits(data, schema["type"]):
        yield Mistake(path, False, f"expected {_wanted(schema['type'])}, found {shown(data)}")
    elif isinstance(data, str):
        yield from _text(data, schema, path)
    elif isinstance(data, dict):
        yield from _mapping(data, schema, path)
    elif isinstance(data, list) and "items" in schema:
        for number, item in enumerate(data):
            yield from mistakes(item, schema["items"], (*path, number))


def shown(value: Any) -> str:
    """A value as people wrote it, in few words."""
    if isinstance(value, (dict, list)):
        return _WORDS["object" if isinstance(value, dict) else "array"]
    return "nothing" if value is None else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _any_of(data: Any, schemas: list[Schema], path: Path) -> Iterator[Mistake]:
    found = [list(mistakes(data, schema, path)) for schema in schemas]
    if all(found):
        yield from min(found, key=lambda wrong: (wrong[0].path == path, len(wrong)))


def _enumerated(data: Any, known: list[Any], path: Path) -> Iterator[Mistake]:
    if data not in known or isinstance(data, bool) is not any(isinstance(k, bool) for k in known):
        names = [str(name) for name in known]
        hint = suggestion(str(data), names) or (f"; there are {', '.join(names)}" if len(names) < 10 else "")
        yield Mistake(path, False, f"unknown value {shown(data)}{hint}")


def _text(data: str, schema: Schema, path: Path) -> Iterator[Mistake]:
    if "pattern" in schema and not re.search(schema["pattern"], data):
        example = f"; write it as in `{schema['default']}`" if "default" in schema else ""
        yield Mistake(path, False, f"{shown(data)} is not understood{example}")
    if schema.get("format") == "regex":
        try:
            re.compile(data)
        except re.error as error:
            yield Mistake(path, False, f"{shown(data)} is no regular expression: {error}")


def _fits(data: Any, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(isinstance(data, _TYPES[name]) and (name == "boolean" or not isinstance(data, bool)) for name in names)


def _wanted(types: str | list[str]) -> str:
    names = [types] if isinstance(types, str) else types
    return " or ".join(_WORDS.get(name, "a whole number" if name == "integer" else "a number") for name in names)


def _mapping(data: dict[Any, Any], schema: Schema, path: Path) -> Iterator[Mistake]:
    known: Schema = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    names = schema.get("propertyNames", {})
    for key, value in data.items():
        if "pattern" in names and (not re.search(names["pattern"], str(key)) or nearest(str(key), names["examples"])):
            hint = suggestion(str(key), names["examples"]) or f"; write one as in {', '.join(names['examples'])}"
            yield Mistake((*path, key), True, f"unknown key `{key}`{hint}")
        elif key in known:
            yield from mistakes(value, known[key], (*path, key))
        elif others is False:
            hint = suggestion(str(key), known) or (f"; there are {', '.join(known)}" if 0 < len(known) < 20 else "")
            yield Mistake((*path, key), True, f"unknown key `{key}`{hint}")
        elif isinstance(others, dict):
            yield from mistakes(value, others, (*path, key))
    for key in schema.get("required", ()):
        if key not in data:
            yield Mistake(path, False, f"`{key}` is missing")
