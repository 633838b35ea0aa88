"""What is known is not said again: recorded findings, and those of an earlier revision."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess

import pytest

from tests.cli.terminal import ONLY, POD, Terminal

OTHER = POD.replace("name: web", "name: api")


@pytest.fixture
def terminal(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Terminal(tmp_path, capsys)


def recorded(terminal: Terminal) -> None:
    terminal.write("web.yaml", POD)
    result = terminal.run("baseline", *ONLY)
    assert (result.code, result.err) == (0, "kubelint: 1 finding recorded in .kubelint-baseline.json\n")


def test_recorded_findings_are_counted_but_not_reported(terminal: Terminal) -> None:
    recorded(terminal)
    result = terminal.run("check", *ONLY)
    assert (result.code, result.out) == (0, "")
    assert result.err.endswith("1 known finding left out\n")
    assert terminal.run("check", "--isolated", *ONLY).code == 1


def test_new_findings_are_reported(terminal: Terminal) -> None:
    recorded(terminal)
    terminal.write("api.yaml", OTHER)
    result = terminal.run("check", *ONLY)
    assert result.code == 1
    assert [line.split(":")[0] for line in result.out.splitlines()] == ["api.yaml"]


@pytest.mark.parametrize("text", ["# moved\n\n" + POD, POD.replace("spec:", "  labels: {app: web}\nspec:")])
def test_a_baseline_survives_moved_lines_and_renamed_files(terminal: Terminal, text: str) -> None:
    recorded(terminal)
    (terminal.folder / "web.yaml").unlink()
    terminal.write("deploy/renamed.yaml", text)
    assert terminal.run("check", *ONLY).code == 0


def test_a_second_finding_of_the_same_kind_is_new(terminal: Terminal) -> None:
    recorded(terminal)
    container = "    - name: side\n      image: example.com/side:1\n      securityContext: {runAsUser: 0}\n"
    terminal.write("web.yaml", POD + container)
    assert len(terminal.run("check", *ONLY).out.splitlines()) == 1


def test_pruning_forgets_what_vanished_and_records_nothing_new(terminal: Terminal) -> None:
    recorded(terminal)
    (terminal.folder / "web.yaml").unlink()
    terminal.write("api.yaml", OTHER)
    result = terminal.run("baseline", "--prune", *ONLY)
    assert result.err == "kubelint: 0 findings recorded in .kubelint-baseline.json, 1 forgotten\n"
    assert terminal.run("check", *ONLY).code == 1


def test_the_file_can_be_named_in_the_configuration_and_on_the_command_line(terminal: Terminal) -> None:
    terminal.write("web.yaml", POD)
    terminal.write(".kubelint.yaml", "baseline: known.json\n")
    terminal.run("baseline", *ONLY)
    assert json.loads((terminal.folder / "known.json").read_text())["version"] == 1
    assert terminal.run("check", *ONLY).code == 0
    assert terminal.run("check", *ONLY, "--baseline", "none.json").code == 2


def test_the_configuration_names_it_from_its_own_folder(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(terminal)
    terminal.write(".kubelint.yaml", "")
    terminal.write("deploy/web.yaml", POD)
    (terminal.folder / "web.yaml").unlink()
    monkeypatch.chdir(terminal.folder / "deploy")
    assert terminal.run("check", *ONLY).code == 0


@pytest.mark.parametrize("content", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1}'])
def test_what_is_no_baseline_ends_the_run(terminal: Terminal, content: str) -> None:
    terminal.write("web.yaml", POD)
    terminal.write(".kubelint-baseline.json", content)
    result = terminal.run("check", *ONLY)
    assert result.code == 2
    assert "record it again" in result.err


def git(terminal: Terminal, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    command = ["git", *who, *arguments]
    nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(command, cwd=terminal.folder, check=True, capture_output=True, env={**os.environ, **nowhere})


@pytest.fixture
def branch(terminal: Terminal) -> Terminal:
    """A branch that begins with one finding."""
    git(terminal, "init")
    terminal.write("deploy/web.yaml", POD)
    git(terminal, "add", ".")
    git(terminal, "commit", "-m", "one")
    git(terminal, "checkout", "-b", "topic")
    return terminal


def test_only_what_the_branch_brings(branch: Terminal) -> None:
    assert branch.run("check", *ONLY).code == 1
    assert branch.run("check", *ONLY, "--new-since", "main").code == 0
    git(branch, "mv", "deploy/web.yaml", "deploy/moved.yaml")
    branch.write("deploy/new/api.yaml", OTHER)
    for paths in ((), ("deploy",), ("deploy/new", "deploy/moved.yaml"), (str(branch.folder),)):
        result = branch.run("check", *ONLY, "--new-since", "main", *paths)
        assert [line.count("api.yaml") for line in result.out.splitlines()] == [1]


def test_what_came_to_the_other_branch_meanwhile_does_not_count(branch: Terminal) -> None:
    git(branch, "checkout", "main")
    branch.write("deploy/api.yaml", OTHER)
    git(branch, "add", ".")
    git(branch, "commit", "-m", "two")
    git(branch, "checkout", "topic")
    branch.write("deploy/api.yaml", OTHER)
    assert branch.run("check", *ONLY, "--new-since", "main").code == 1


def test_settings_are_those_of_today(branch: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    branch.write(".kubelint.yaml", "select: [run-as-root]\nexclude: [/deploy/web.yaml]\n")
    branch.write("deploy/same.yaml", POD)
    monkeypatch.chdir(branch.folder / "deploy")
    assert branch.run("check", "--new-since", "main").code == 1


@pytest.mark.parametrize("revision", ["nowhere", "--help"])
def test_an_unknown_revision(branch: Terminal, revision: str) -> None:
    result = branch.run("check", *ONLY, "--new-since", revision)
    assert (result.code, result.out) == (2, "")
    assert f"there is no revision `{revision}` here" in result.err


def test_without_a_repository(terminal: Terminal) -> None:
    terminal.write("web.yaml", POD)
    result = terminal.run("check", *ONLY, "--new-since", "main")
    assert (result.code, result.err) == (2, "kubelint: --new-since: this is no git repository\n")


def test_no_code_of_the_repository_runs(branch: Terminal) -> None:
    trap = branch.write("trap.sh", f"#!/bin/sh\ntouch {branch.folder}/sprung\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "core.sshCommand",
        "filter.x.smudge",
        "diff.x.textconv",
    ):
        git(branch, "config", key, str(trap))
    git(branch, "config", "core.hooksPath", str(branch.folder))
    branch.write(".gitattributes", "*.yaml filter=x diff=x\n")
    assert branch.run("check", *ONLY, "--new-since", "main").code == 0
    assert not (branch.folder / "sprung").exists()
