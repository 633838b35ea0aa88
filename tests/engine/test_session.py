"""A session that files are changed in says what a new one would say of the same files."""

from __future__ import annotations

import random

import pytest

from benchmarks.generate import SEPARATOR, apps
from kubelint.config import Settings
from kubelint.engine import Session
from kubelint.manifest import read_text

KUSTOMIZATION = "resources: [a.yaml]\nnamespace: here\nnamePrefix: pre-\n"
WORDS = ("web", "app", "team-1", "default", "80", "8080", "http", "Deployment", "Service", "Secret", "settings")


def estate() -> dict[str, str]:
    """A few applications, one of them under a kustomization, with some names in common."""
    texts = {f"{name}.yaml": SEPARATOR.join(documents) for name, documents in apps(40)}
    first = next(iter(texts.values()))
    return {**texts, "k/a.yaml": first, "k/kustomization.yaml": KUSTOMIZATION, "copy/b.yaml": first}


def edited(text: str, chance: random.Random) -> str:
    """A text after something that people do: a word replaced, a line gone, two lines changed over, one made again."""
    lines = text.splitlines(keepends=True) or ["\n"]
    number = chance.randrange(len(lines))
    what = chance.randrange(5)
    if what == 0:
        del lines[number]
    elif what == 1:
        lines[number : number + 2] = reversed(lines[number : number + 2])
    elif what == 2:
        lines.insert(number, lines[number])
    else:
        key, colon, _ = lines[number].rstrip("\n").partition(": ")
        lines[number] = f"{key}{colon}{chance.choice(WORDS)}\n"
    return "".join(lines) or "\n"


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edit_the_findings_are_those_of_a_new_session(seed: int) -> None:
    chance, settings = random.Random(seed), Settings()
    texts = estate()
    session = Session(settings)
    for name, text in texts.items():
        session.put(read_text(text, name))
    session.report()
    kept, last = 0, session.workspace().index
    for _ in range(25):
        name = chance.choice(list(texts))
        if chance.random() < 0.05 and len(texts) > 3:
            session.remove(name)
            texts.pop(name)
        else:
            before = texts[name]
            texts[name] = edited(before, chance)
            session.put(read_text(texts[name], name))
        fresh = Session(settings)
        for file, text in texts.items():
            fresh.put(read_text(text, file))
        index = session.workspace().index
        assert session.report().findings == fresh.report().findings
        kept += index is last
        last = index
    assert kept
