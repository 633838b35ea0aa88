"""Which places may hold what must not be shown."""

from __future__ import annotations

import re

from kubelint.catalogue import rules
from kubelint.finding import Location

_KIND = r"""(?:^|[{,])[ \-]*["']?kind["']?[ \t]*:[ \t]*["']?Secret\b"""
_HARMLESS = r"(?:apiVersion|kind|type|immutable):|(?:metadata|data|stringData):\s*$|---|\.\.\.|\s*$"


def confidential(rule: str, location: Location) -> bool:
    """Whether the text at a place may be a secret: in a Secret, or where a rule about credentials and keys points."""
    found = rules().get(rule)
    if rule == "private-key-in-manifest" or (found is not None and found.category == "secrets"):
        return True
    owner = location.object
    return owner is not None and owner.kind == "Secret" and "/metadata" not in location.path


def names_a_secret(text: str) -> bool:
    """Whether a Secret is among the objects of a text, well-formed or not."""
    return re.search(_KIND, text, re.MULTILINE) is not None


def masked(line: str) -> str:
    """A line as far as its first key."""
    key, colon, _ = line.partition(": ")
    return f"{key}: …" if colon else line[: len(line) - len(line.lstrip(" -"))] + "…"


def masked_text(text: str) -> list[str]:
    """The lines of a text; of documents with a Secret as far as their keys."""
    documents = re.split(r"^(?=---)", text, flags=re.MULTILINE)
    return [line for part in documents for line in _shown(part.splitlines(keepends=True), names_a_secret(part))]


def _shown(lines: list[str], secret: bool) -> list[str]:
    if not secret:
        return lines
    bare = ((line, line.rstrip("\r\n")) for line in lines)
    return [line if re.match(_HARMLESS, line) else masked(text) + line[len(text) :] for line, text in bare]
