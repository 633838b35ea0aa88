"""kubelint gives the verdicts of a real API server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agreement import FOLDERS, agreement
from tests.shared import needs_shared

pytestmark = needs_shared

TEMPLATE = "a file with template marks that do not parse is a template, and is not judged"
PLACEHOLDER = "text that is still to be rendered is unknown, never wrong"
KUSTOMIZED = "a kustomization beside it sets the selector, or names the Namespace, and it is judged as it is built"
NODE_PORT = "the range of node ports is the cluster's setting: duplicate-node-port warns by its option"
CUSTOM = "the CRD in the same folder tree refuses it by rules in CEL, or was registered from elsewhere"
EXPRESSION = "the types of a CEL expression are not worked out"


def reason(row: dict[str, Any]) -> str | None:
    """Why a refused document is not reported; None where there is no reason."""
    message = row.get("message") or ""
    if "invalid map key" in message or "zegl-kube-score/parser/testdata/invalid-yaml" in row["file"]:
        return TEMPLATE
    if row.get("mutation") == "node-port-out-of-range":
        return NODE_PORT
    set_there = "spec.selector: Required" in message or message.startswith('Namespace "_" is invalid')
    if set_there and (FOLDERS["corpus"] / row["file"]).with_name("kustomization.yaml").exists():
        return KUSTOMIZED
    if row.get("custom") or (".k8s.io/" not in row["apiVersion"] and "GCP" in row["kind"]):
        return CUSTOM
    if "expression" in (row.get("path") or ""):
        return EXPRESSION
    return PLACEHOLDER if any(mark in message for mark in ("{{", "${", "<", "__", "base64")) else None


def test_mutations_are_caught() -> None:
    found = agreement("mutations")
    assert found.caught >= 0.97 * found.refused
    assert [row["file"] for row in found.missed if reason(row) is None] == []


def test_mutations_are_found_at_the_place() -> None:
    """The record's path is the mutated node; a misspelt or repeated key, and labels with dots, have another."""
    found = agreement("mutations")
    placed = sum(family.refused for family in found.families.values())
    assert found.at_line >= 0.86 * placed
    assert found.at_place >= 0.7 * placed


@pytest.mark.parametrize("name", ["mutations", "corpus"])
def test_no_false_alarm(name: str) -> None:
    assert agreement(name).alarms == []


def test_refused_documents_of_the_corpus_are_caught() -> None:
    assert [row["file"] for row in agreement("corpus").missed if reason(row) is None] == []
