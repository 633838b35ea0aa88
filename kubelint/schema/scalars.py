"""Scalars as the API server decodes them: which Python values fit a type, and what to say of the others.

Facts: ``encoding/json`` into the Go API types, ``resource.Quantity``, ``intstr.IntOrString``, ``metav1.Time``.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from typing import Any, NamedTuple

from kubelint.finding import Fault, Operation
from kubelint.kube.placeholders import unrendered
from kubelint.kube.quantity import nanos, nearest_quantity
from kubelint.pattern import regex
from kubelint.schema.report import DROPPED, Node, Report, wrong_type

_BOUNDS = {"int32": 2**31, "int64": 2**63, "integer": 2**63}
_TIME = r"\d{4}-\d\d-\d\dT\d{1,2}:\d\d:\d\d"
_ZONE = r"(?:Z|[+-]\d\d:\d\d)\Z"
_DATE_TIME = regex(_TIME + r"(?:[.,]\d+)?" + _ZONE, re.ASCII)
_MICRO_TIME = regex(_TIME + r"\.\d{6}" + _ZONE, re.ASCII)
_ENCRYPTED = "ENC["
_INTEGER = regex(r"-?(?:0|[1-9]\d{0,17})\Z", re.ASCII)
_TRUTHS = {"true": True, "false": False}
_NAMES = {"int32": "an integer", "int64": "an integer", "number": "a number", "double": "a number"}


def is_pending(value: Any) -> bool:
    """Whether a text is still to be rendered or decrypted, so that nothing can be said about it."""
    return isinstance(value, str) and (value.startswith(_ENCRYPTED) or unrendered(value))


class _Refused(NamedTuple):
    """What a format says of a value of the right type."""

    message: str
    replacement: Any = None

    def report(self) -> Report:
        mend = (Operation("replace", (), self.replacement),) if self.replacement is not None else ()
        title = f"write `{self.replacement}`" if mend else ""
        return Report([Fault("invalid-value", (), self.message, operations=mend, title=title)], DROPPED)


def string(secret: bool = False) -> Node:
    """A text; ``secret`` keeps other values out of the message."""

    def other(value: Any) -> Report | None:
        return None if isinstance(value, str) else wrong_type("a string", value, _as_text(value), secret)

    return Node(str, None, other)


def _as_text(value: Any) -> Any:
    """The text that plainly was meant; none for what YAML may have changed on the way (``1.0``, ``yes``)."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def boolean() -> Node:
    """True or false."""

    def other(value: Any) -> Report | None:
        if is_pending(value):
            return Report([], DROPPED)
        meant = _TRUTHS.get(value.lower()) if isinstance(value, str) else None
        return wrong_type("a boolean", value, meant)

    return Node(bool, None, other)


def integer(form: str) -> Node:
    """An integer of 32 or 64 bits; integral floats count."""
    bound = _BOUNDS[form]

    def walk(value: int) -> Report | None:
        return None if -bound <= value < bound else _out_of_range(value, bound)

    def other(value: Any) -> Report | None:
        if isinstance(value, float) and value.is_integer():
            return walk(int(value))
        if is_pending(value):
            return Report([], DROPPED)
        return wrong_type("an integer", value, _as_integer(value))

    return Node(int, walk, other)


def _as_integer(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and _INTEGER.match(value.strip()) else None


def _out_of_range(value: int, bound: int) -> Report:
    shown = value if abs(value) < 10**30 else "the number"
    size = 32 if bound == 2**31 else 64
    return _Refused(f"`{shown}` is out of range for an integer of {size} bits, at most {bound - 1}").report()


def number() -> Node:
    """Any number."""

    def other(value: Any) -> Report | None:
        if isinstance(value, float):
            return None
        return Report([], DROPPED) if is_pending(value) else wrong_type("a number", value, None)

    return Node(int, None, other)


def int_or_string() -> Node:
    """An integer of 32 bits, or a text."""
    whole = integer("int32")

    def other(value: Any) -> Report | None:
        if isinstance(value, str):
            return None
        if isinstance(value, float) and value.is_integer():
            return whole.other(value)
        return wrong_type("an integer or a string", value, None)

    return Node(int, whole.walk, other)


def quantity() -> Node:
    """A quantity, as a text or a number."""

    def walk(value: str) -> Report | None:
        if nanos(value) is not None:
            return None
        return Report([], DROPPED) if is_pending(value) else _bad_quantity(value)

    def other(value: Any) -> Report | None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return None
        return wrong_type("a quantity", value, None)

    return Node(str, walk, other)


def _bad_quantity(value: str) -> Report:
    near = nearest_quantity(value)
    hint = f"; did you mean `{near}`?" if near else ", expected a number and one unit such as `m`, `k`, `Mi` or `G`"
    report = _Refused(f"`{value}` is no quantity{hint}").report()
    if near:
        mend = (Operation("replace", (), near),)
        report.faults[0] = report.faults[0]._replace(operations=mend, title=f"write `{near}`", safe=False)
    return report


def byte() -> Node:
    """Bytes: base64 with padding (line breaks allowed), or a list of numbers."""

    def walk(value: str) -> Report | None:
        return None if _is_base64(value) or is_pending(value) else _Refused(_base64_fault(value)).report()

    def other(value: Any) -> Report | None:
        if isinstance(value, list) and all(type(item) is int and 0 <= item < 256 for item in value):
            return None
        return wrong_type("a base64 string", value, None, secret=True)

    return Node(str, walk, other)


def _is_base64(value: str) -> bool:
    if "\n" in value or "\r" in value:
        value = value.replace("\n", "").replace("\r", "")
    try:
        a2b_base64(value, strict_mode=True)
    except (Error, ValueError):
        return False
    return True


def _base64_fault(value: str) -> str:
    """Says which of the usual slips it is; never shows the value."""
    bare = value.replace("\n", "").replace("\r", "")
    if _is_base64(bare + "=" * (-len(bare) % 4)):
        return "base64 without its padding, expected `=` at the end"
    if _is_base64(bare.replace(" ", "").replace("\t", "")):
        return "base64 with blanks in it"
    if _is_base64(bare.replace("-", "+").replace("_", "/") + "=" * (-len(bare) % 4)):
        return "base64 in the alphabet for URLs, expected the standard one (`+` and `/`)"
    return "is not base64; clear text belongs in `stringData` (of a Secret) or has to be encoded"


def date_time(micro: bool = False) -> Node:
    """A time by RFC 3339 with its zone; with six decimals where ``micro`` asks for them."""
    pattern, example = (_MICRO_TIME, "2026-01-31T12:00:00.000000Z") if micro else (_DATE_TIME, "2026-01-31T12:00:00Z")

    def walk(value: str) -> Report | None:
        if pattern.match(value) or is_pending(value):
            return None
        return _Refused(f"`{value}` is no time by RFC 3339, expected a form such as `{example}`").report()

    def other(value: Any) -> Report | None:
        return wrong_type("a time", value, None)

    return Node(str, walk, other)


def free() -> Node:
    """Anything at all."""
    return Node(dict, None, lambda value: None)


def free_object() -> Node:
    """A mapping of whatever."""
    return Node(dict, None, lambda value: wrong_type("a mapping", value, None))


SCALARS = {
    "any": free(),
    "boolean": boolean(),
    "byte": byte(),
    "date-time": date_time(),
    "double": number(),
    "int-or-string": int_or_string(),
    "int32": integer("int32"),
    "int64": integer("int64"),
    "integer": integer("integer"),
    "micro-time": date_time(micro=True),
    "number": number(),
    "object": free_object(),
    "quantity": quantity(),
    "string": string(),
}
"""The bundle's words, each with its reading."""

SECRET_STRING = string(secret=True)
