"""Chooses fixes, applies them to a fixpoint, proves them, writes them."""

from __future__ import annotations

from kubelint.finding import Edit, Finding


def edits_of(finding: Finding) -> list[Edit]:
    """The edits that a finding's fix makes; none where it has no fix."""
    return []
