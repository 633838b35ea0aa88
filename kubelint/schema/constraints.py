"""The value validations of a structural schema, keyword by keyword, with three answers: kept, broken, unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kubelint.schema.patterns import matches

Schema = dict[str, Any]
Broken = str | None
"""What is wrong, or None where nothing is or nobody can tell."""


def broken(schema: Schema, value: Any) -> list[tuple[str, str]]:
    """The keywords that a value of the right type breaks, each with words on it; members are not looked into."""
    found = [
        (keyword, check(schema[keyword], value, schema)) for keyword, check in _CHECKS.items() if keyword in schema
    ]
    return [(keyword, message) for keyword, message in found if message]


def holds(schema: Schema, value: Any) -> bool | None:
    """Whether a value keeps all validations of a schema, in its members too; None where that cannot be told."""
    if "pattern" in schema and isinstance(value, str) and matches(schema["pattern"], value) is None:
        return None
    if broken(schema, value):
        return False
    return _all([*_members_hold(schema, value), *_combinations(schema, value)])


def _members_hold(schema: Schema, value: Any) -> list[bool | None]:
    if isinstance(value, dict):
        absent = [False for name in schema.get("required", ()) if name not in value]
        parts = schema.get("properties", {})
        return absent + [holds(part, value[name]) for name, part in parts.items() if name in value]
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [holds(schema["items"], item) for item in value]
    return []


def _combinations(schema: Schema, value: Any) -> list[bool | None]:
    answers: list[bool | None] = [holds(part, value) for part in schema.get("allOf", ())]
    if "anyOf" in schema:
        answers.append(_any([holds(part, value) for part in schema["anyOf"]]))
    if "oneOf" in schema:
        answers.append(_one([holds(part, value) for part in schema["oneOf"]]))
    if "not" in schema:
        answer = holds(schema["not"], value)
        answers.append(None if answer is None else not answer)
    return answers


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _any(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def _one(answers: list[bool | None]) -> bool | None:
    if answers.count(True) > 1:
        return False
    return None if None in answers else answers.count(True) == 1


def _text(check: Callable[[Any, str], Broken]) -> Callable[[Any, Any, Schema], Broken]:
    return lambda limit, value, schema: check(limit, value) if isinstance(value, str) else None


def _sized(kind: type, check: Callable[[Any, Any], bool], words: str) -> Callable[[Any, Any, Schema], Broken]:
    def sized(limit: Any, value: Any, schema: Schema) -> Broken:
        return words.format(limit) if isinstance(value, kind) and not check(len(value), limit) else None  # type: ignore[arg-type]

    return sized


def _enum(limit: Any, value: Any, schema: Schema) -> Broken:
    if not isinstance(limit, list) or value in limit:
        return None
    return f"`{_short(value)}` is not supported, expected one of {', '.join(f'`{item}`' for item in limit[:20])}"


def _minimum(limit: Any, value: Any, schema: Schema) -> Broken:
    if not _is_number(value) or not _is_number(limit):
        return None
    if schema.get("exclusiveMinimum") is True and value <= limit:
        return f"`{value}` is out of range, expected more than {limit}"
    return f"`{value}` is out of range, expected {limit} or more" if value < limit else None


def _maximum(limit: Any, value: Any, schema: Schema) -> Broken:
    if not _is_number(value) or not _is_number(limit):
        return None
    if schema.get("exclusiveMaximum") is True and value >= limit:
        return f"`{value}` is out of range, expected less than {limit}"
    return f"`{value}` is out of range, expected {limit} or less" if value > limit else None


def _multiple(limit: Any, value: Any, schema: Schema) -> Broken:
    exact = isinstance(value, int) and isinstance(limit, int) and not isinstance(value, bool) and limit
    return f"`{value}` is not a multiple of {limit}" if exact and value % limit else None


def _pattern(limit: Any, value: str) -> Broken:
    if not isinstance(limit, str) or matches(limit, value) is not False:
        return None
    return f"`{_short(value)}` does not match the pattern `{limit}`"


def _unique(limit: Any, value: Any, schema: Schema) -> Broken:
    if limit is not True or not isinstance(value, list):
        return None
    return "has an item twice" if any(item in value[:number] for number, item in enumerate(value[:500])) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _most(size: int, limit: Any) -> bool:
    return not _is_number(limit) or size <= limit


def _least(size: int, limit: Any) -> bool:
    return not _is_number(limit) or size >= limit


_CHECKS: dict[str, Callable[[Any, Any, Schema], Broken]] = {
    "enum": _enum,
    "maxItems": _sized(list, _most, "has too many items, at most {}"),
    "maxLength": _sized(str, _most, "is too long, at most {} characters"),
    "maxProperties": _sized(dict, _most, "has too many entries, at most {}"),
    "maximum": _maximum,
    "minItems": _sized(list, _least, "has too few items, at least {}"),
    "minLength": _sized(str, _least, "is too short, at least {} characters"),
    "minProperties": _sized(dict, _least, "has too few entries, at least {}"),
    "minimum": _minimum,
    "multipleOf": _multiple,
    "pattern": _text(_pattern),
    "uniqueItems": _unique,
}
KEYWORDS = frozenset(_CHECKS)
