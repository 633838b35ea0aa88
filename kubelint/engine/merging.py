"""Findings of several renderings of one source, made one that says where it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kubelint.finding import Finding

if TYPE_CHECKING:
    from kubelint.inputs.rendering import Rendering

_SHOWN = 3


def merged(findings: Iterable[Finding], made: Iterable[Rendering]) -> list[Finding]:
    """The findings, each place of a source once; where not all renderings of the source have it, it says which do."""
    found: dict[tuple[Any, ...], Finding] = {}
    left: list[Finding] = []
    for finding in findings:
        if finding.rendered is None:
            left.append(finding)
            continue
        key = _key(finding)
        found[key] = _both(found[key], finding) if key in found else finding
    renderings: dict[str, set[str]] = defaultdict(set)
    for each in made:
        for file in each.covers:
            renderings[file].add(each.variant or each.folder)
    return [*left, *(_with_names(finding, renderings[finding.file]) for finding in found.values())]


def _key(finding: Finding) -> tuple[Any, ...]:
    where = finding.location
    return finding.rule, where.file, where.start, where.end, where.path if where.object else ""


def _both(first: Finding, second: Finding) -> Finding:
    """The first, as it holds in both; where either line is certain, it is."""
    one, other = first.rendered or {}, second.rendered or {}
    kept = second if one["certainty"] == "near" and other["certainty"] == "certain" else first
    names = list(dict.fromkeys((*one["in"], *other["in"])))
    severity = max(first.severity, second.severity)
    return replace(kept, severity=severity, rendered={**(kept.rendered or {}), "in": names})


def _with_names(finding: Finding, all_names: set[str]) -> Finding:
    """A finding that holds in some renderings alone, with their names in its message."""
    names = (finding.rendered or {})["in"]
    if all_names <= set(names):
        return finding
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
    return replace(finding, message=f"{finding.message} (as rendered with {shown}{more})")
