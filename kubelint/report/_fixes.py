"""What a report may show of a fix: nothing that could be a secret's value."""

from __future__ import annotations

from kubelint.finding import Edit, Finding
from kubelint.fixer import edits_of
from kubelint.report._source import Sources


def shown_edits(finding: Finding, sources: Sources) -> list[Edit]:
    """The edits of a finding's fix; none where they could show a secret (``--fix`` makes them all the same)."""
    if finding.fix is None or sources.hidden(finding.rule, finding.location) or _of_secrets(finding):
        return []
    return edits_of(finding)


def _of_secrets(finding: Finding) -> bool:
    changed = (getattr(change.subject, "identity", None) for change in (finding.fix.changes if finding.fix else ()))
    return any(name is not None and name.kind == "Secret" for name in changed)


def merged(edits: list[Edit], sources: Sources) -> Edit:
    """One edit, from the first's start to the last's end, that does what all of them do."""
    first, *others = edits
    text, end = first.text, first.end
    for edit in others:
        text += sources.between(edit.file, end, edit.start) + edit.text
        end = edit.end
    return Edit(first.file, first.start, end, text)
