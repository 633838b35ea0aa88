"""Quantities (``100m``, ``1.5Gi``, ``1e3``), read exactly, as apimachinery does."""

from __future__ import annotations

import re
from typing import Any

NANO = 1
ONE = 10**9
"""Quantities are whole numbers of nano units: one core, byte or piece is ``ONE``."""

_GRAMMAR = re.compile(
    r"([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?\Z",
    re.ASCII,
)
_BINARY = {unit + "i": 1024**power for power, unit in enumerate("KMGTPE", 1)}
_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
# The server holds no more than 2^63-1 in the binary forms; nobody's exponent needs more digits than this.
_BINARY_LIMIT = (2**63 - 1) * ONE
_EXPONENT_LIMIT = 1000
_LENGTH_LIMIT = 1000


def nanos(value: Any) -> int | None:
    """A quantity in nano units, rounded away from zero; None for what is no quantity.

    Takes what the API takes: text (outer blanks are trimmed) and numbers.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = value.strip() if isinstance(value, str) else repr(value)
    match = _GRAMMAR.match(text) if len(text) < _LENGTH_LIMIT else None
    if match is None:
        return None
    sign, whole, fraction, binary, decimal, exponent = match.groups()
    digits = int(f"{whole}{fraction or ''}" or 0)
    places = len(fraction or "")
    if binary:
        size = min(_scaled(digits * _BINARY[binary], 9 - places), _BINARY_LIMIT)
    else:
        power = _DECIMAL[decimal] if decimal else _bounded(exponent or "0")
        size = _scaled(digits, power + 9 - places)
    return -size if sign == "-" else size


def _bounded(exponent: str) -> int:
    if len(exponent) > len(str(_EXPONENT_LIMIT)) + 1:
        return -_EXPONENT_LIMIT if exponent[0] == "-" else _EXPONENT_LIMIT
    return max(-_EXPONENT_LIMIT, min(_EXPONENT_LIMIT, int(exponent)))


def _scaled(digits: int, power: int) -> int:
    scale: int = 10 ** abs(power)
    return digits * scale if power >= 0 else -(-digits // scale)


def nearest_quantity(text: str) -> str | None:
    """What somebody who wrote a refused quantity plainly meant (``1gb`` → ``1G``, ``64mi`` → ``64Mi``), or None."""
    match = re.match(r"\s*([+-]?[\d.]+)\s*([A-Za-z]+)\s*\Z", text, re.ASCII)
    if match is None:
        return None
    number, suffix = match.groups()
    letter = suffix[0].upper()
    if letter not in "KMGTP" or suffix.lower().lstrip(letter.lower()) not in ("", "b", "i", "ib"):
        return None
    binary = "i" in suffix.lower()
    guess = number + (letter + "i" if binary else letter.replace("K", "k"))
    return guess if nanos(guess) is not None else None
