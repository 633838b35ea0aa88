"""What people see: carets below the right columns, no secret's value, nothing that moves their cursor."""

from __future__ import annotations

import pathlib

import pytest

from kubelint import lint_text
from kubelint.config import Settings
from kubelint.engine import Report
from kubelint.errors import UsageError
from kubelint.finding import Finding, Location, Position, Severity
from kubelint.report import View, formats, render
from tests.cli.terminal import POD

ROOT_ALONE = Settings(rules=frozenset({"run-as-root"}))


def _pod(line: str) -> str:
    return POD.replace("        runAsUser: 0\n", line)


def test_full_shows_the_line_and_a_caret() -> None:
    assert render("full", lint_text(POD, "pod.yaml", ROOT_ALONE)) == (
        "warning: runs as root (UID 0) [run-as-root]\n"
        "  --> pod.yaml:10:20 (Pod web)\n"
        "   10 |         runAsUser: 0\n"
        "      |                    ^\n\n"
    )


def test_wide_characters_take_two_columns() -> None:
    text = _pod('        {seLinuxOptions: {user: "漢字"}, runAsUser: 0}\n')
    shown = render("full", lint_text(text, "pod.yaml", ROOT_ALONE)).splitlines()
    assert shown[3] == "      | " + " " * (len('        {seLinuxOptions: {user: ""}, runAsUser: ') + 4) + "^"


def test_long_lines_are_cut_around_the_place() -> None:
    text = _pod(f"        {{seLinuxOptions: {{user: {'x' * 5000}}}, runAsUser: 0}}\n")
    shown = render("full", lint_text(text, "pod.yaml", ROOT_ALONE), View(width=80)).splitlines()
    assert max(map(len, shown[2:4])) <= 80
    assert shown[2][shown[3].index("^")] == "0"


@pytest.mark.parametrize("name", ["full", "text"])
def test_control_characters_are_not_passed_on(name: str) -> None:
    where = Location("a\x1b[2J.yaml", 0, Position(1, 1), Position(1, 2), "", None)
    finding = Finding("run-as-root", "security", Severity.ERROR, "bad \x1b]0;title\x07\nvalue", where)
    shown = render(name, Report(Settings(), [finding]))
    assert not any(ord(letter) < 32 and letter != "\n" for letter in shown)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  password: hunter2\n  password: hunter2\n",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata: {password: hunter2 !}\n",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  password: hunter2: x\n",
    ],
)
@pytest.mark.parametrize("name", ["full", "text"])
def test_a_secret_is_not_shown(name: str, text: str) -> None:
    report = lint_text(text, "secret.yaml")
    assert report.findings
    assert "hunter2" not in render(name, report)


def test_a_file_that_is_gone_has_no_line(tmp_path: pathlib.Path) -> None:
    where = Location((tmp_path / "gone.yaml").as_posix(), 0, Position(1, 1), Position(1, 2), "", None)
    finding = Finding("run-as-root", "security", Severity.ERROR, "message", where)
    assert render("full", Report(Settings(), [finding])).count("\n") == 3


def test_every_format_renders_nothing_and_something() -> None:
    reports = [lint_text("", "a.yaml"), lint_text(POD, "pod.yaml")]
    assert {"full", "text", "json"} <= set(formats())
    for name in formats():
        for report in reports:
            assert isinstance(render(name, report), str)


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="did you mean `json`"):
        render("jsno", lint_text(""))
