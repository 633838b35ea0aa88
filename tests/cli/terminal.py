"""Runs the command line as people do: a process of its own, or in this one where only words and codes matter."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from typing import NamedTuple

import pytest

from kubelint.cli._run import run as run_here
from tests.shared import ROOT

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example.com/web:1.4.2
      securityContext:
        runAsUser: 0
"""
ONLY = ("--select", "run-as-root")
"""The rule that speaks of ``POD``, so that other rules may come and go."""


class Result(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


class Terminal:
    """A folder to work in and a command line."""

    def __init__(self, folder: pathlib.Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capture = capture

    def write(self, name: str, content: str | bytes) -> pathlib.Path:
        """Put a file into the folder."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def run(self, *arguments: str) -> Result:
        """Run a command line in this process."""
        code = run_here(arguments)
        captured = self._capture.readouterr()
        return Result(code, captured.out, captured.err)


def environment(**more: str) -> dict[str, str]:
    """The environment of a process of its own, without what would colour its output."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def process(folder: pathlib.Path, *arguments: str, stdin: str = "", **more: str) -> Result:
    """Run a command line in a process of its own."""
    command = [sys.executable, "-m", "kubelint", *arguments]
    done = subprocess.run(
        command, cwd=folder, input=stdin, text=True, capture_output=True, env=environment(**more), check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)
