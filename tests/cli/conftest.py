"""A terminal in an empty folder."""

from __future__ import annotations

import pathlib

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, capsys)
