"""Objects in documents: lists unpacked as clients do (domain/yaml-semantics.md 6)."""

from __future__ import annotations

import pytest

from kubelint.api import lint_text
from kubelint.kube.objects import objects_in
from kubelint.manifest import read_text


def found(text: str) -> list[tuple[str, str, tuple[str | int, ...]]]:
    return [(o.api_version, o.kind, o.base) for d in read_text(text, "a.yaml").documents for o in objects_in(d)]


POD = "{apiVersion: v1, kind: Pod}"


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        (POD, [("v1", "Pod", ())]),
        (f"{{apiVersion: v1, kind: List, items: [{POD}]}}", [("v1", "Pod", ("items", 0))]),
        (
            f"{{apiVersion: v1, kind: List, items: [{{apiVersion: v1, kind: List, items: [{POD}]}}]}}",
            [("v1", "Pod", ("items", 0, "items", 0))],
        ),
        ("{apiVersion: v1, kind: PodList, items: [{metadata: {}}]}", [("v1", "Pod", ("items", 0))]),
        ("{apiVersion: v1, kind: PodList, items: [{kind: Job}]}", [("", "Job", ("items", 0))]),
        ("{apiVersion: v1, kind: List, items: [{metadata: {}}]}", [("", "", ("items", 0))]),
        ("{apiVersion: v1, kind: List, items: null}", []),
        ("{apiVersion: v1, kind: List}", [("v1", "List", ())]),
        ("{apiVersion: a/v1, kind: Basket, items: [{kind: Pod}]}", [("a/v1", "Basket", ())]),
        ("{kind: Pod}", []),
    ],
)
def test_objects_in(text: str, objects: list[tuple[str, str, tuple[str | int, ...]]]) -> None:
    assert found(text) == objects


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("apiVersion: v1\nkind: [x]\n", (2, "wrong-type", "expected a string, got a list")),
        ("apiVersion: 1\nkind: Service\n", (1, "wrong-type", "expected a string, got the integer `1`")),
        ("apiVersion: v1\nkind: List\nitems: {a: b}\n", (3, "wrong-type", "expected a list, got a mapping")),
        (
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n",
            (4, "missing-field", "`kind` is missing: without it nobody knows what this is"),
        ),
    ],
)
def test_what_is_of_no_kind_is_told_so(text: str, said: tuple[int, str, str]) -> None:
    assert said in [(f.location.start.line, f.rule, f.message) for f in lint_text(text).findings]
