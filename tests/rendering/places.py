"""Small charts and overlays on the disk, and what is found in them."""

from __future__ import annotations

import pathlib
import shutil
import textwrap
from typing import Any

import pytest

from kubelint.api import Report, lint_paths

BUILDER = shutil.which("kustomize") or shutil.which("kubectl")
needs_kustomize = pytest.mark.skipif(
    BUILDER is None,
    reason="LOUD: no `kustomize` and no `kubectl` on the PATH: what kustomizations render to is NOT TESTED",
)
needs_helm = pytest.mark.skipif(
    shutil.which("helm") is None, reason="LOUD: no `helm` on the PATH: what charts render to is NOT TESTED"
)


def write(folder: pathlib.Path, **files: str) -> None:
    """Files by name, with ``__`` for ``/``; the ending is ``.yaml``."""
    for name, text in files.items():
        target = folder / (name.replace("__", "/") + ".yaml")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text).lstrip("\n"))


def found(report: Report, rule: str) -> list[tuple[str, int]]:
    """Files and lines of a rule's findings."""
    return [(f.location.file, f.location.start.line) for f in report.findings if f.rule == rule]


def check(*paths: str, **given: Any) -> Report:
    """A report on paths, by default on the working directory."""
    return lint_paths(paths or (".",), **given)
