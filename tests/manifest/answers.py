"""What Kubernetes' own reader answered, and how our answers compare."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from kubelint.manifest import read_bytes
from tests.shared import ROOT, SHARED

REFUSED = {"invalid-yaml", "unreadable-input"}


def records(name: str) -> list[dict[str, Any]]:
    lines = (ROOT / "tests" / "oracle" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def content(record: dict[str, Any]) -> bytes:
    if "input_b64" in record:
        return base64.b64decode(record["input_b64"])
    return str(record["input"]).encode("utf-8", "surrogatepass")


def agrees(record: dict[str, Any], given: bytes) -> bool:
    """The same documents, and an error or none. Kubernetes stops at an error, we read on."""
    documents, refused = answer(given)
    if refused != ("error" in record):
        return False
    expected = record["docs"]
    return same(expected, documents[: len(expected)] if refused else documents)


def answer(given: bytes) -> tuple[list[Any], bool]:
    """The documents before the first that is refused, and whether one is."""
    documents: list[Any] = []
    for document in read_bytes(given, "x.yaml").documents:
        if any(note.rule in REFUSED for note in document.notes):
            return documents, True
        if document.data is not None:
            documents.append(document.data)
    return documents, False


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: booleans are no numbers, and large integers went through floats."""
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float):
        return isinstance(other, int | float) and float(one) == float(other)
    return type(one) is type(other) and bool(one == other)


def suite_input(case: str, number: int) -> bytes:
    """An input of the YAML test suite, its visible stand-ins for blanks replaced."""
    import yaml

    path = SHARED / "oracle" / "yaml-test-suite" / f"{case}.yaml"
    texts: list[str] = []
    for entry in yaml.safe_load(path.read_text("utf-8")):
        texts.append(entry.get("yaml", texts[-1] if texts else ""))
    text = re.sub("—*»", "\t", texts[number])
    for sign, meaning in (("␣", " "), ("⇔", "\ufeff"), ("←", "\r"), ("↵", "\n")):
        text = text.replace(sign, meaning)
    return re.sub("∎\n?$", "", text).encode()
