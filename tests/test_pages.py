"""Executes every example on every rule page."""

from __future__ import annotations

import dataclasses

import pytest

from kubelint.catalogue import page, rules, sections
from kubelint.config import Settings
from kubelint.engine import Session, lint, selected_rules
from kubelint.finding import Finding, Severity
from kubelint.fixer import Mended, mend
from kubelint.kube.versions import DEFAULT, VersionRange
from kubelint.manifest import read_text
from tests.pages import NOW, Example, examples

EXAMPLES = [example for rule in rules().values() for example in examples(rule) if example.section != "Fix"]
ELSEWHERE = {
    "invalid-yaml",
    "internal-error",
    "dropped-fix",
    "unreadable-input",
    "oversized-manifest",
    "unrendered-source",
    "broken-kustomization",
}
"""Rules whose mistakes cannot stand on a page in full; each has a test of its own."""


def settings_of(example: Example) -> Settings:
    """Everything that is on by default, the page's own rule, and its options."""
    wanted = selected_rules(Settings()) | {example.rule}
    versions = VersionRange.parse(example.version) if example.version else DEFAULT
    return Settings(versions=versions, rules=wanted, options={example.rule: example.options}, now=NOW)


def findings_of(example: Example) -> list[Finding]:
    """What kubelint says of an example."""
    return lint([read_text(file.text, file.name) for file in example.files], settings_of(example)).findings


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}-{e.section}-{e.number}")
def test_example(example: Example) -> None:
    found = findings_of(example)
    named = {rule for file in example.files for _, rule in file.expected} | {example.rule}
    wanted = {(file.name, line, rule) for file in example.files for line, rule in file.expected}
    ours = {(f.file, f.location.start.line, f.rule) for f in found if f.rule in named}
    assert ours == wanted
    if example.section != "Bad":
        assert [f for f in found if f.severity is Severity.ERROR] == []


MENDED = [name for name, rule in rules().items() if rule.fixes]


def mended(example: Example) -> tuple[Mended, set[str]]:
    """An example with the page's own fixes applied, and the safeties of its findings' fixes."""
    settings = settings_of(example)
    alone = rules()[example.rule].category != "run"
    session = Session(dataclasses.replace(settings, rules=frozenset({example.rule})) if alone else settings)
    for file in example.files:
        session.put(read_text(file.text, file.name))
    fixes = [f.fix for f in session.report().findings if f.fix and f.rule == example.rule]
    return mend(session, unsafe=True), {"safe" if fix.safe else "unsafe" for fix in fixes}


@pytest.mark.parametrize("name", MENDED)
def test_fixes_are_as_the_page_says(name: str) -> None:
    bad = [e for e in examples(rules()[name]) if e.section == "Bad"]
    results = [mended(example) for example in bad]
    found = set().union(*(safeties for _, safeties in results))
    assert found
    assert found <= set(rules()[name].fixes)
    assert [dropped for result, _ in results for dropped in result.dropped] == []


@pytest.mark.parametrize("name", MENDED)
def test_fix_blocks_are_what_the_fixes_make(name: str) -> None:
    shown = [e for e in examples(rules()[name]) if e.section == "Fix"]
    bad = [e for e in examples(rules()[name]) if e.section == "Bad"]
    made = {text for example in bad for _, text in mended(example)[0].texts.values()}
    kept = {file.text for example in bad for file in example.files}
    assert all(file.text in made | kept for example in shown for file in example.files)


@pytest.mark.parametrize("name", rules())
def test_page_is_complete(name: str) -> None:
    parts = sections(page(name))
    missing = {"Why", "Bad", "Good", "References"} - set(parts)
    assert not missing
    if rules()[name].enabled and not rules()[name].fixes:
        assert "Fix" in parts, "a rule that is on by default and has no fix says why in its Fix section"


@pytest.mark.parametrize("name", [n for n in rules() if n not in ELSEWHERE])
def test_bad_shows_the_rule(name: str) -> None:
    bad = [e for e in examples(rules()[name]) if e.section == "Bad"]
    assert bad
    assert all(any(rule == name for f in e.files for _, rule in f.expected) for e in bad)
