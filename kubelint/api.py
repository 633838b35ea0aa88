"""What the edges and other people's programs call."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable

from kubelint.config import Settings
from kubelint.engine import Report, lint
from kubelint.manifest import read_bytes, read_text


def lint_text(text: str, filename: str = "stdin.yaml", settings: Settings | None = None) -> Report:
    """Judge one text."""
    return lint([read_text(text, filename)], settings or Settings())


def lint_paths(paths: Iterable[str], settings: Settings | None = None) -> Report:
    """Judge files and folders."""
    files = [file for path in paths for file in _files(pathlib.Path(path))]
    return lint((read_bytes(file.read_bytes(), file.as_posix()) for file in files), settings or Settings())


def _files(path: pathlib.Path) -> list[pathlib.Path]:
    if path.is_dir():
        return sorted(f for ending in ("*.yaml", "*.yml", "*.json") for f in path.rglob(ending))
    return [path]
