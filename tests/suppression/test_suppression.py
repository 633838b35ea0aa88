"""Suppressions in comments and annotations: what they silence, and what is said of those that silence nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kubelint import lint_text
from kubelint.config import Settings
from kubelint.engine import Session
from kubelint.fixer import mend
from kubelint.manifest import read_text

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


def mended(**parts: str) -> str:
    """The text after a safe mending, which takes out what suppresses nothing."""
    blank = dict.fromkeys(("head", "annotation", "spec", "above", "end"), "")
    session = Session(Settings(rules=RULES, now=NOW))
    session.put(read_text(POD.format(**(blank | parts)), "pod.yaml"))
    mend(session)
    return session.judged("pod.yaml").manifest.text


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("  # kubelint: ignore[run-as-root, latest-tag] old", "  # kubelint: ignore[run-as-root] old"),
        ("  # kubelint: ignore[latest-tag] old", ""),
        ("  # root # kubelint: ignore[latest-tag] old", "  # root"),
        ("  # root # kubelint: ignore[run-as-root] old", "  # root # kubelint: ignore[run-as-root] old"),
        ("  # kubelint: ignore[run-as-root] until=2026-01-01", ""),
    ],
)
def test_what_suppresses_nothing_is_taken_out(written: str, left: str) -> None:
    blank = dict.fromkeys(("head", "annotation", "spec", "above", "end"), "")
    assert mended(end=written) == POD.format(**(blank | {"end": left}))


def test_one_of_several_names_of_an_annotation_is_taken_out() -> None:
    assert 'kubelint/ignore: "run-as-root"' in mended(annotation='\n    kubelint/ignore: "latest-tag, run-as-root"')


def test_a_comment_in_a_flow_collection_and_above_an_item() -> None:
    old = "securityContext:\n        runAsUser: 0\n    - name"
    new = "securityContext: {\n        runAsUser: 0{},\n      }}\n    - name"
    flow = POD.format(head="", annotation="", spec="", above="", end="").replace(old, new)
    for comment, lines in (("", [12, 17]), ("  # kubelint: ignore[run-as-root]", [17])):
        text = flow.replace("{},", f",{comment}").replace("}}", "}")
        found = lint_text(text, "pod.yaml", Settings(rules=RULES, now=NOW)).findings
        assert [finding.location.start.line for finding in found] == lines
    assert said(above="\n    # kubelint: ignore[run-as-root] legacy") == [("run-as-root", 17)]


def test_the_pods_of_a_workload_inherit_its_annotations() -> None:
    text = (
        "apiVersion: apps/v1\nkind: Deployment\n"
        "metadata:\n  name: web\n  annotations:\n    kubelint/ignore: run-as-root\n"
        "spec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n"
        "    spec:\n      containers: [{name: web, image: a:1, securityContext: {runAsUser: 0}}]\n"
    )
    assert lint_text(text, "web.yaml", Settings(rules=RULES, now=NOW)).findings == []


def test_an_item_of_a_list_has_annotations_of_its_own() -> None:
    item = (
        "  - {{apiVersion: v1, kind: Pod, metadata: {{name: {}}}, "
        "spec: {{containers: [{{name: a, image: a:1, securityContext: {{runAsUser: 0}}}}]}}}}\n"
    )
    annotated = item.format("a, annotations: {kubelint/ignore: run-as-root}")
    text = "apiVersion: v1\nkind: List\nitems:\n" + annotated + item.format("b")
    found = lint_text(text, "list.yaml", Settings(rules=RULES, now=NOW)).findings
    assert [finding.location.start.line for finding in found] == [5]
