"""Suppressions in comments and annotations: what they silence, and what is said of those that silence nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kubelint import lint_text
from kubelint.config import Settings

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
POD = """\
{head}apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    team: web{annotation}
spec:{spec}
  containers:{above}
    - name: web
      image: example.com/web:1.4.2
      securityContext:
        runAsUser: 0{end}
    - name: agent
      image: example.com/agent:1.4.2
      securityContext:
        runAsUser: 0
"""
RULES = frozenset({"run-as-root", "unused-suppression", "latest-tag"})


def said(options: dict[str, Any] | None = None, **parts: str) -> list[tuple[str, int]]:
    """Rules and lines of what is left to say of a Pod with two containers that run as root."""
    blank = dict.fromkeys(("head", "annotation", "spec", "above", "end"), "")
    settings = Settings(rules=RULES, now=NOW, options={"unused-suppression": options or {}})
    found = lint_text(POD.format(**(blank | parts)), "pod.yaml", settings).findings
    return [(finding.rule, finding.location.start.line) for finding in found]


def test_without_suppression_both_containers_are_reported() -> None:
    assert said() == [("run-as-root", 12), ("run-as-root", 16)]


def test_at_the_end_of_a_line_it_silences_that_node() -> None:
    assert said(end="  # kubelint: ignore[run-as-root] a legacy image") == [("run-as-root", 16)]


def test_on_a_line_of_its_own_it_silences_the_node_below_with_all_it_contains() -> None:
    assert said(above="\n    # kubelint: ignore[run-as-root]") == [("run-as-root", 17)]


def test_it_silences_a_whole_block() -> None:
    assert said(spec="\n  # kubelint: ignore[run-as-root]") == []


def test_an_object_and_a_file() -> None:
    assert said(head="# kubelint: ignore-object[run-as-root]\n") == []
    assert said(head="# kubelint: ignore-file[run-as-root] examples\n---\n") == []


def test_annotations() -> None:
    assert said(annotation='\n    kubelint/ignore: "latest-tag, run-as-root"') == [("unused-suppression", 7)]
    assert said(annotation="\n    kubelint/ignore.run-as-root: a legacy image") == []
    assert said(annotation="\n    kubelint/ignore.container.agent: run-as-root") == [("run-as-root", 13)]


@pytest.mark.parametrize(
    "comment",
    [
        "ignore[latest-tag]",
        "ignore[no-such-rule]",
        "ignore",
        "ignore-file[run-as-root]",
        "ignore[run-as-root] until=2026-01-31",
    ],
)
def test_a_suppression_without_effect_is_reported(comment: str) -> None:
    assert said(end=f"  # kubelint: {comment}") == [
        ("run-as-root", 12),
        ("unused-suppression", 12),
        ("run-as-root", 16),
    ]


def test_a_date_in_the_future_holds() -> None:
    assert said(end="  # kubelint: ignore[run-as-root] until=2027-01-31") == [("run-as-root", 16)]


def test_options() -> None:
    assert said({"allow-blanket": True}, end=" # kubelint: ignore") == [("run-as-root", 16)]
    assert ("unused-suppression", 12) in said({"require-reason": True}, end=" # kubelint: ignore[run-as-root]")


def test_text_that_looks_like_a_comment_is_none() -> None:
    assert said(annotation='\n    note: "# kubelint: ignore-object[run-as-root]"') == [
        ("run-as-root", 13),
        ("run-as-root", 17),
    ]
