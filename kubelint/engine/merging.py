"""Findings of several renderings of one source, made one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kubelint.finding import Finding


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each place of a source once; it says in which renderings it holds."""
    found: dict[tuple[Any, ...], Finding] = {}
    left: list[Finding] = []
    for finding in findings:
        if finding.rendered is None:
            left.append(finding)
            continue
        key = _key(finding)
        found[key] = _both(found[key], finding) if key in found else finding
    return [*left, *found.values()]


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
