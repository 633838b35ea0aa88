"""Other linters' names."""

from __future__ import annotations

import pytest

from kubelint.aliases import aliases, aliases_of, mentions
from kubelint.catalogue import rules
from kubelint.config import presets
from kubelint.finding import Finding, Location, ObjectName, Position, Severity
from tests.shared import SHARED, needs_shared


def _finding(path: str, message: str = "", kind: str = "Pod") -> Finding:
    name = ObjectName("v1", kind, None, "web")
    return Finding("x", "y", Severity.INFO, message, Location("f", 0, Position(1, 1), Position(1, 1), path, name))


@pytest.mark.parametrize("name", ["KSV-0012", "AVD-KSV-0012", "KSV012", "avd-ksv-0012"])
def test_trivy_writes_one_id_in_several_ways(name: str) -> None:
    assert [alias.id for alias in aliases_of(name)] == ["KSV-0012"]


def test_every_line_has_rules_or_a_reason() -> None:
    assert len(aliases()) > 500
    assert [alias for alias in aliases() if not alias.rules and not alias.note] == []


def test_every_rule_named_has_a_page() -> None:
    assert {rule for alias in aliases() for rule in alias.rules} - set(rules()) == set()


@needs_shared
def test_the_table_is_whole() -> None:
    lines = (SHARED / "aliases.tsv").read_text("utf-8").splitlines()[1:]
    theirs = {tuple(line.split("\t")[:3]) for line in lines}
    assert {(alias.peer, alias.id, ",".join(alias.rules) or "-") for alias in aliases()} == theirs


@pytest.mark.parametrize(
    ("words", "finding", "expected"),
    [
        (["hostPID"], _finding("/spec/hostPID"), True),
        (["hostPID"], _finding("/spec/hostIPC"), False),
        (["cpu"], _finding("/spec/containers/0", "requests no `cpu` and `memory`"), True),
        (["memory"], _finding("/spec/containers/0", "requests no `cpu`"), False),
        (["ConfigMap"], _finding("/data/x", kind="ConfigMap"), True),
        (["Role"], _finding("/rules/0", kind="ClusterRole"), False),
        ([], _finding("/anything"), True),
    ],
)
def test_words_narrow_an_alias(words: list[str], finding: Finding, expected: bool) -> None:
    assert mentions(finding, words) is expected


def test_presets_name_what_exists() -> None:
    known = {*rules(), *(rule.category for rule in rules().values()), "every"}
    named = {
        name
        for preset in presets.names()[1:]
        for key in ("take", "except")
        for name in presets._book()[preset].get(key, ())
    }
    assert named - known == set()


def test_presets_take_what_the_book_says() -> None:
    assert presets.rules_of("recommended") == {rule.name for rule in rules().values() if rule.enabled}
    strict, security = presets.rules_of("strict"), presets.rules_of("security")
    assert presets.rules_of("recommended") <= strict
    assert security <= strict
    assert {"invalid-yaml", "removed-api", "run-as-root"} <= security
    assert "missing-readiness-probe" not in security
