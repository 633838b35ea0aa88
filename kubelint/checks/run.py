"""Options of the rules about the run itself; their findings come from other rooms."""

from __future__ import annotations

from typing import NamedTuple


class UnusedSuppressionOptions(NamedTuple):
    """Options of the rule ``unused-suppression``, which is the suppressions' own."""

    require_reason: bool = False
    """A suppression without a reason is a finding and has no effect."""
    allow_blanket: bool = False
    """A suppression may leave out the rules' names and then silences all."""
    honour_foreign: bool = True
    """Suppressions written for other linters count, by the table of aliases."""
