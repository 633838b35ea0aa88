"""Real editors, with the very settings that ``docs/editors.md`` shows."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.lsp.estate import FILES
from tests.shared import ROOT

pytestmark = pytest.mark.slow
DRIVING = pathlib.Path(__file__).parent / "driving"
SNIPPET = re.compile(r"^```(\S+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippet(language: str) -> str:
    """The settings of an editor, as the documentation shows them."""
    shown: list[tuple[str, str, str]] = SNIPPET.findall(ROOT.joinpath("docs/editors.md").read_text("utf-8"))
    return next(text for found, _, text in shown if found == language)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"needs {program}, which is not installed here")


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """The small application, with one finding in one file."""
    folder = tmp_path / "estate"
    folder.mkdir()
    for name, text in FILES.items():
        folder.joinpath(name).write_text(text)
    folder.joinpath(".kubelint.yaml").write_text("select: [unsupported-value]\n")
    return folder


def driven(folder: pathlib.Path, *command: str) -> dict[str, Any]:
    """What an editor has written down."""
    programs = folder.parent / "bin"
    programs.mkdir()
    script = programs / "kubelint"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kubelint "$@"\n')
    script.chmod(0o755)
    told = folder.parent / "told.json"
    environment = {
        **os.environ,
        "HOME": str(folder.parent),
        "KUBELINT_FILE": str(folder / "app.yaml"),
        "KUBELINT_TOLD": str(told),
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert told.is_file(), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(told.read_text("utf-8"))
    return found


@needs("nvim")
def test_neovim(folder: pathlib.Path) -> None:
    settings = folder.parent / "init.lua"
    settings.write_text(f"vim.cmd('filetype on')\n{snippet('lua')}")
    drive = f"luafile {DRIVING / 'neovim.lua'}"
    found = driven(folder, "nvim", "--headless", "--clean", "-u", str(settings), "app.yaml", "-c", drive)
    assert found == {
        "opened": ["unsupported-value"],
        "mended": {"text": "imagePullPolicy: Always", "rules": []},
        "definition": ["others.yaml", 4],
    }


@needs("emacs")
def test_emacs(folder: pathlib.Path) -> None:
    settings = folder.parent / "init.el"
    settings.write_text(f"(package-initialize)\n(require 'yaml-mode)\n{snippet('elisp')}")
    found = driven(folder, "emacs", "--batch", "-l", str(settings), "-l", str(DRIVING / "emacs.el"))
    (opened,) = found["opened"]
    assert "`always` is not supported" in opened
    assert found["mended"] == "imagePullPolicy: Always"
    assert found["left"] == []
    assert found["definition"] == ["others.yaml", 4]
