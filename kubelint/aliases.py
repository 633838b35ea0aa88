"""The names that other linters use for what our rules say (``rules/aliases.tsv``, one line per check of a peer)."""

from __future__ import annotations

import functools
import pathlib
import re
from collections.abc import Collection
from typing import NamedTuple

from kubelint.catalogue import home
from kubelint.finding import Finding


class Alias(NamedTuple):
    """A check of another linter."""

    peer: str
    id: str
    rules: tuple[str, ...]
    """Ours, the nearest first; none where the note gives the reason."""
    only: tuple[str, ...]
    """Words of which one must stand in a finding's path, kind or message, where the peer's check is narrower."""
    note: str


@functools.cache
def aliases() -> tuple[Alias, ...]:
    """Every line of the table."""
    lines = pathlib.Path(home(), "aliases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(_alias(*line.split("\t")) for line in lines)


def aliases_of(name: str, peer: str | None = None) -> list[Alias]:
    """The lines that an id means, of all peers or of one; in any of its spellings (``KSV012`` for ``KSV-0012``)."""
    wanted = _normal(name)
    return [alias for alias in aliases() if _normal(alias.id) == wanted and peer in (None, alias.peer)]


def _alias(peer: str, id_: str, rules: str, only: str, note: str) -> Alias:
    return Alias(
        peer, id_, tuple(rules.split(",")) if rules != "-" else (), tuple(only.split(",")) if only else (), note
    )


def _normal(name: str) -> str:
    """Trivy writes one id as ``KSV-0012``, ``AVD-KSV-0012`` and ``KSV012``."""
    trivy = re.fullmatch(r"(?:avd-)?(ksv|kcv)-?0*(\d+)", name.lower())
    return f"{trivy[1]}-{trivy[2]}" if trivy else name.lower()


def mentions(finding: Finding, words: Collection[str]) -> bool:
    """Whether a finding's path, kind or message has one of the words (an alias without words means all of a rule)."""
    return not words or _any_of(frozenset(words)).search(_text(finding)) is not None


@functools.cache
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    whole = (rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" for word in sorted(words))
    return re.compile("|".join(whole), re.IGNORECASE)


def _text(finding: Finding) -> str:
    kind = finding.location.object.kind if finding.location.object else ""
    return f"{finding.location.path} {kind} {finding.message}"
