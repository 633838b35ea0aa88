"""``--add-ignore``: every finding gets a suppression that works, and nothing else changes."""

from __future__ import annotations

import json

import pytest

from kubelint.config import Settings
from kubelint.engine import Session
from kubelint.errors import UsageError
from kubelint.fixer import Silenced, silence
from kubelint.inputs.classify import Surroundings
from kubelint.manifest import read_text
from kubelint.manifest.edit import equal
from tests.cli.conftest import terminal  # noqa: F401
from tests.cli.terminal import ONLY, POD, Terminal

RULES = frozenset({"run-as-root", "wrong-type", "unknown-field", "unused-suppression", "misread-schedule"})


def silenced(text: str, reason: str = "", name: str = "web.yaml") -> tuple[str, Silenced]:
    session = Session(Settings(rules=RULES))
    session.put(read_text(text, name))
    result = silence(session, Surroundings(), None, session.report().findings, reason)
    after = session.judged(name).manifest.text
    assert [finding.rule for finding in session.report().findings] == []
    again = silence(session, Surroundings(), None, session.report().findings, reason)
    assert again.texts == {}
    return after, result


def test_a_comment_at_the_end_of_the_line() -> None:
    after, result = silenced(POD, "a legacy image")
    assert after == POD.replace("runAsUser: 0", "runAsUser: 0  # kubelint: ignore[run-as-root] a legacy image")
    assert [finding.rule for finding in result.silenced] == ["run-as-root"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("runAsUser: 0", "runAsUser: 0  # root\n"),
        ("runAsUser: 0", "runAsUser: 0  # kubelint: ignore[wrong-type] as ever"),
        ("securityContext:\n        runAsUser: 0", "securityContext: {runAsUser: 0, allowPrivilegeEscalation: false}"),
        ("securityContext:\n        runAsUser: 0", "securityContext: {\n        runAsUser: 0,\n        x: 1}"),
        ("name: web\nspec", "name: >-\n    web\nspec"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_in_all_styles(old: str, new: str, newline: str) -> None:
    text = POD.replace(old, new).replace("\n", newline)
    if "ignore[" in text:
        session = Session(Settings(rules=frozenset({"run-as-root"})))
        session.put(read_text(text, "web.yaml"))
        silence(session, Surroundings(), None, session.report().findings)
        assert "ignore[wrong-type, run-as-root] as ever" in session.judged("web.yaml").manifest.text
        return
    after, _ = silenced(text)
    assert equal(read_text(after, "a").documents[0].data, read_text(text, "a").documents[0].data)
    assert after.count("\n") == after.count(newline)


def test_where_the_line_cannot_end_in_a_comment_it_stands_above() -> None:
    text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: ClusterIP\n  portz: a\n    b\n"
    after, _ = silenced(text)
    assert after == text.replace("  portz:", "  # kubelint: ignore[unknown-field]\n  portz:")


@pytest.mark.parametrize("reason", ["", "legacy"])
def test_json_gets_an_annotation(reason: str) -> None:
    text = json.dumps(read_text(POD, "a").documents[0].data, indent=2)
    after, _ = silenced(text, reason, "web.json")
    key, value = ("kubelint/ignore.run-as-root", reason) if reason else ("kubelint/ignore", "run-as-root")
    assert json.loads(after)["metadata"]["annotations"] == {key: value}


def test_an_annotation_of_json_takes_more_names() -> None:
    data = {**read_text(POD, "a").documents[0].data, "metadata": {"name": "web"}}
    data["spec"]["replicas"] = 1
    after, _ = silenced(json.dumps(data, indent=2), name="web.json")
    assert json.loads(after)["metadata"]["annotations"] == {"kubelint/ignore": "run-as-root, unknown-field"}


def test_where_reasons_are_asked_for_one_is_needed() -> None:
    session = Session(Settings(rules=RULES, options={"unused-suppression": {"require-reason": True}}))
    session.put(read_text(POD, "web.yaml"))
    with pytest.raises(UsageError, match="require-reason"):
        silence(session, Surroundings(), None, session.report().findings)


def test_json_that_was_judged_before_is_annotated(terminal: Terminal) -> None:  # noqa: F811
    file = terminal.write("web.json", json.dumps(read_text(POD, "a").documents[0].data, indent=2))
    for expected in (1, 1, 0):
        assert terminal.run("check", *ONLY, *["--add-ignore"][expected:]).code == expected
    assert json.loads(file.read_text())["metadata"]["annotations"] == {"kubelint/ignore": "run-as-root"}


def test_on_the_command_line(terminal: Terminal) -> None:  # noqa: F811
    file = terminal.write("web.yaml", POD)
    shown = terminal.run("check", *ONLY, "--add-ignore", "--diff")
    assert "+        runAsUser: 0  # kubelint: ignore[run-as-root]\n" in shown.out
    assert file.read_text() == POD
    result = terminal.run("check", *ONLY, "--add-ignore", "--reason", "legacy")
    assert (result.code, result.out) == (0, "")
    assert "1 silenced in 1 files" in result.err
    assert "ignore[run-as-root] legacy" in file.read_text()
    assert terminal.run("check", *ONLY, "--add-ignore").code == 0
    assert terminal.run("check", *ONLY, "--add-ignore", "--fix").code == 2
