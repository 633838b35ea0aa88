"""Findings by file, for the formats that are made of files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kubelint.finding import Finding


def by_file(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings of each file, files and findings in reading order."""
    return [(file, list(found)) for file, found in groupby(findings, key=lambda finding: finding.file)]
