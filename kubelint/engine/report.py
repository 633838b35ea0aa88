"""What a run found, and what it looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kubelint.config import Settings
from kubelint.finding import Finding, Severity

UNTRUSTED = frozenset({"internal-error", "unreadable-input"})
"""Rules after whose findings the rest of the answer cannot be trusted."""


class Skipped(NamedTuple):
    """A document (or, with None, a file) that was not judged, and why."""

    file: str
    document: int | None
    reason: str


@dataclass
class Report:
    """What a run found, and what it looked at."""

    settings: Settings
    findings: list[Finding] = field(default_factory=list)
    names: tuple[str, ...] = ()
    """The files that were looked at."""
    documents: int = 0
    objects: int = 0
    checked: int = 0
    """Objects whose kind has a schema, so that all was said that the API server would say."""
    skipped: list[Skipped] = field(default_factory=list)
    known: int = 0
    """Findings that are not told because a baseline or an earlier revision has them."""

    @property
    def files(self) -> int:
        """The number of the files."""
        return len(self.names)

    @property
    def trusted(self) -> bool:
        """Whether everything was read and every check did its work."""
        return all(finding.rule not in UNTRUSTED for finding in self.findings)

    @property
    def failed(self) -> bool:
        """Whether there is a finding at or above the severity that fails a run."""
        return any(finding.severity >= self.settings.fail_on for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """The number of findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)
