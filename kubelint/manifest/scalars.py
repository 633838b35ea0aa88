"""How Kubernetes resolves plain scalars: YAML 1.1 words, Go's numbers, and nothing else."""

from __future__ import annotations

import binascii
import re
import struct
from base64 import b64decode
from typing import Any

WORDS: dict[str, Any] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
"""Plain scalars that are not what they look like, and those that are (go-yaml v2, ``resolve.go``)."""

MERGE = "<<"
_INTEGER = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))")
_BASES = (16, 2, 8, 10)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DOT_FLOAT = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
_EXPECTED = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?|[Tt]rue|TRUE|[Ff]alse|FALSE")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ][0-9:. +\-Zz]*)?")
_CORE = "tag:yaml.org,2002:"
_MEMO_SIZE, _MEMO_LENGTH = 50_000, 80
_JSON_EXPONENT = 1e21  # Go writes larger floats with an exponent, and they stay floats


class Irregular(Exception):  # noqa: N818 - a change of pace, no error
    """Something that the fast builder leaves to the careful one."""


def resolve(text: str) -> Any:
    """What a plain scalar means, as Go sees it: ``1.0`` is a float still."""
    if text in WORDS:
        return WORDS[text]
    first = text[0]
    if first in "0123456789+-":
        return _number(text)
    if first == "." and _DOT_FLOAT.fullmatch(text):
        value = float(text)
        return text if value == float("inf") else value
    return text


def _number(text: str) -> Any:
    """A number in one of Go's notations, or the text itself."""
    digits = text.replace("_", "")
    match = _INTEGER.fullmatch(digits)
    if match and len(digits) < 80:
        sign, *groups = match.groups()
        value = next(int(group, base) for group, base in zip(groups, _BASES, strict=True) if group is not None)
        value = -value if sign == "-" else value
        if -(2**63) <= value < 2**63 or (not sign and value < 2**64):
            return value
    if not _FLOAT.fullmatch(digits):
        return text
    number = float(digits)
    return text if number in (float("inf"), float("-inf")) else number


def settle(value: Any) -> Any:
    """A resolved value on its way to JSON: a float without a fraction loses its dot.

    Raises ValueError for the numbers that JSON does not have.
    """
    if type(value) is not float:
        return value
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("unsupported value: JSON has no such number")
    return int(value) if value.is_integer() and abs(value) < _JSON_EXPONENT else value


def surprises(text: str, value: Any) -> bool:
    """Whether people would read a plain scalar otherwise than Kubernetes does: ``y``, ``012``, ``1e3``."""
    if value is None or isinstance(value, str):
        return False
    integer_lost = type(value) is float and text.lstrip("-+").isdigit()
    return integer_lost or not _EXPECTED.fullmatch(text)


class Memo:
    """What plain scalars mean, remembered: ``values`` and ``keys``."""

    def __init__(self) -> None:
        self.values = _Values()
        self.keys = _Keys()


class _Values(dict[str, Any]):
    """Values of plain scalars. What surprises is never remembered, so that ``surprises`` counts its occurrences."""

    surprises = 0

    def __missing__(self, text: str) -> Any:
        try:
            value = settle(resolve(text))
        except ValueError:
            raise Irregular from None
        if surprises(text, value):
            self.surprises += 1
        else:
            _remember(self, text, value)
        return value


class _Keys(dict[str, str]):
    """Plain keys that are strings; Irregular for the others and for merge keys."""

    def __missing__(self, text: str) -> str:
        if text == MERGE or not isinstance(resolve(text), str):
            raise Irregular
        _remember(self, text, text)
        return text


def _remember(memo: dict[str, Any], text: str, value: Any) -> None:
    if len(text) <= _MEMO_LENGTH:
        if len(memo) >= _MEMO_SIZE:
            memo.clear()
        memo[text] = value


def resolve_tagged(tag: str, text: str) -> Any:
    """What a scalar with an explicit tag means. Raises ValueError where the text does not fit the tag."""
    name = tag.removeprefix(_CORE) if tag.startswith(_CORE) else ""
    if name == "binary":
        return _binary(text)
    if name == "timestamp" and not _DATE.fullmatch(text):
        raise ValueError(f"cannot decode `{text}` as a !!timestamp")
    types = {"int": (int,), "float": (float, int), "bool": (bool,), "null": (type(None),)}.get(name)
    if types is None:
        return text
    value = resolve(text)
    if type(value) not in types:
        raise ValueError(f"cannot decode `{text}` as a !!{name}")
    return float(value) if name == "float" else value


def _binary(text: str) -> str:
    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise ValueError("!!binary value contains invalid base64 data") from None


def key_text(value: Any) -> str:
    """The string that a key becomes. Raises ValueError for what cannot be a key."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value < 2**63:
        return str(value)
    if isinstance(value, float):
        return _float_key(value)
    raise ValueError("a key has to be a string")


def _float_key(value: float) -> str:
    """Go's shortest form of a 32-bit float."""
    if value != value:
        return ".nan"
    try:
        single = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        single = float("inf") if value > 0 else float("-inf")
    if single in (float("inf"), float("-inf")):
        return ".inf" if single > 0 else "-.inf"
    return next(form for form in (_general(single, n) for n in range(1, 10)) if _single(form) == single)


def _single(text: str) -> float:
    return float(struct.unpack("f", struct.pack("f", float(text)))[0])


def _general(value: float, precision: int) -> str:
    """``%g`` as Go prints it: an exponent of at least two digits, used from 1e6 for a shortest form."""
    mantissa, exponent = f"{value:.{precision - 1}e}".split("e")
    if -4 <= int(exponent) < 6:
        return f"{value:.{max(precision - 1 - int(exponent), 0)}f}"
    return f"{mantissa}e{int(exponent):+03d}"
