"""One suppression: which rules, where, until when, and how it would be taken out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from kubelint.aliases import mentions
from kubelint.finding import Change, Finding, Path, Place, Span
from kubelint.manifest import Document


class Scope(NamedTuple):
    """Where a suppression holds: the narrowest of what is given."""

    file: str
    lines: tuple[int, int] | None = None
    """First and last line, both included; findings that start there."""
    document: int | None = None
    subject: Any = None
    """The object, by identity."""
    within: Path = ()
    """Only findings below this path of the object."""
    containers: frozenset[str] | None = None
    """Only findings in containers of these names."""
    words: frozenset[str] = frozenset()
    """Only findings whose path or message has one of these words (a foreign check that means a part of a rule)."""

    def covers(self, finding: Finding) -> bool:
        """Whether a finding lies within."""
        where = finding.location
        if self.subject is not None:  # which may be rendered, and findings stand in what it is made of
            return mentions(finding, self.words) and self._covers_place(finding.place)
        if where.file != self.file or (self.document is not None and where.document != self.document):
            return False
        if self.lines is not None and not self.lines[0] <= where.start.line <= self.lines[1]:
            return False
        return mentions(finding, self.words)

    def _covers_place(self, place: Place | None) -> bool:
        if place is None or place.subject is not self.subject or place.path[: len(self.within)] != self.within:
            return False
        return self.containers is None or container_of(place) in self.containers


def container_of(place: Place) -> str | None:
    """The name of the container that a place of an object is in, or None."""
    data: Any = getattr(place.subject, "data", None)
    listed = False
    for step in place.path:
        if isinstance(data, dict):
            listed = step in ("containers", "initContainers")
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            if listed and isinstance(data, dict):
                return str(data.get("name"))
        else:
            break
    return None


@dataclass
class Suppression:
    """A suppression as it was written."""

    rules: tuple[str, ...]
    """As written; empty for a blanket one."""
    scope: Scope
    document: Document
    span: Span
    """Where it is written."""
    reason: str = ""
    origin: Literal["comment", "annotation", "foreign"] = "comment"
    removal: tuple[Change, ...] = ()
    shorter: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    """What takes one of several names out."""
    misplaced: str = ""
    """Why it cannot work where it stands, in words."""
    used: frozenset[str] = frozenset()

    @property
    def until(self) -> datetime.date | None:
        """The last day on which it holds, of ``until=2027-01-31`` in its reason."""
        match = re.search(r"\buntil=(\d{4}-\d{2}-\d{2})\b", self.reason)
        try:
            return datetime.date.fromisoformat(match[1]) if match else None
        except ValueError:
            return None

    def expired(self, today: datetime.date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < today

    def names(self, rule: str) -> bool:
        """Whether it speaks of a rule."""
        return not self.rules or rule in self.rules
