"""Objects with something else where a value should be: no check may fail on them, whatever it makes of them."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from kubelint.catalogue import rules
from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.finding import Path
from kubelint.manifest import read_text
from tests.pages import NOW, examples

JUNK: tuple[Any, ...] = (
    None, 0, -1, True, False, 1.5, 10**30, "", "x", "é", "{{ x }}", [], {}, [None], [[]], [{}], [1, "a"], {"a": None},
    {"name": []}, ["x", {"name": {}}],
)  # fmt: skip
BATCHES, OBJECTS = 60, 8


@cache
def specimens() -> list[dict[str, Any]]:
    """Every object on every rule page."""
    texts = (file.text for rule in rules().values() for example in examples(rule) for file in example.files)
    documents = (document for text in texts for document in read_text(text, "page.yaml").documents)
    return [document.data for document in documents if isinstance(document.data, dict) and document.data.get("kind")]


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every node below a value."""
    for key, below in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield (*path, key)
        yield from paths(below, (*path, key))


def spoiled(chance: random.Random) -> dict[str, Any]:
    """An object with one to three values replaced by junk; now and then of a kind that no schema describes."""
    data = copy.deepcopy(chance.choice(specimens()))
    if data["kind"] == "Deployment" and chance.random() < 0.5:
        data |= {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"}
    for _ in range(chance.randint(1, 3)):
        places = [path for path in paths(data) if path[0] not in ("apiVersion", "kind")]
        if places:
            *above, last = chance.choice(places)
            node: Any = data
            for step in above:
                node = node[step]
            node[last] = copy.deepcopy(chance.choice(JUNK))
    return data


@pytest.mark.parametrize("seed", range(BATCHES))
def test_no_check_fails(seed: int) -> None:
    chance = random.Random(seed)
    text = "\n---\n".join(json.dumps(spoiled(chance), default=str) for _ in range(OBJECTS))
    settings = Settings(rules=frozenset(rules()), now=NOW)
    found = lint([read_text(text, "spoiled.yaml")], settings).findings
    assert [f.message for f in found if f.rule == "internal-error"] == []
