"""The line hash by which GitHub follows an alert from one upload to the next.

Source: the algorithm of GitHub's upload action, written anew from its description: a rolling polynomial hash
(base 37, modulo 2^64) over the hundred UTF-16 units that follow a line's start, blanks left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_WINDOW, _BASE, _MODULUS = 100, 37, 2**64
_END = 0xFFFF


def line_hashes(places: Iterable[tuple[str, int, str]]) -> list[str]:
    """The hash for each (file, line from 1, text of the file)."""
    files: dict[str, list[str]] = {}
    found = []
    for file, line, text in places:
        hashes = files.get(file)
        if hashes is None:
            hashes = files[file] = _all(text)
        found.append(hashes[line - 1] if line <= len(hashes) else hashes[-1])
    return found


def _all(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    stripped = [_units(line.replace(" ", "").replace("\t", "")) for line in lines]
    units: list[int] = []
    starts = []
    for number, line in enumerate(stripped):
        starts.append(len(units))
        units += line
        if number < len(stripped) - 1:
            units.append(10)
    units += [_END] + [0] * _WINDOW
    seen: Counter[str] = Counter()
    return [_numbered(units[start : start + _WINDOW], seen) for start in starts]


def _units(line: str) -> list[int]:
    raw = line.encode("utf-16-le", "surrogatepass")
    return [raw[n] | raw[n + 1] << 8 for n in range(0, len(raw), 2)]


def _numbered(window: list[int], seen: Counter[str]) -> str:
    value = 0
    for unit in window:
        value = (value * _BASE + unit) % _MODULUS
    digest = f"{value:x}"
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
