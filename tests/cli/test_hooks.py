"""The hooks of ``.pre-commit-hooks.yaml``: their commands are ours, and work on the files that they are given."""

from __future__ import annotations

import shlex
import tomllib

import pytest
import yaml

from tests.cli.terminal import POD, Terminal
from tests.shared import ROOT

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_finds_what_is_wrong(terminal: Terminal, hook: dict[str, object]) -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    command, *arguments = shlex.split(str(hook["entry"]))
    assert command in scripts
    terminal.write("changed.yaml", POD)
    terminal.write("left.yaml", POD)
    given = ["changed.yaml"] if hook.get("pass_filenames", True) else []
    result = terminal.run(*arguments, *given)
    assert result.code == 1
    assert "changed.yaml:10:20: warning: runs as root" in result.out
    assert ("left.yaml" in result.out) is not bool(given)


def test_the_manifest_is_valid() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib", reason="pre-commit is not installed here")
    assert [hook["id"] for hook in clientlib.load_manifest(ROOT / ".pre-commit-hooks.yaml")] == [h["id"] for h in HOOKS]
