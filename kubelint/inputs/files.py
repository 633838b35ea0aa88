"""Files: the manifests among the paths given, folders walked in a fixed order."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kubelint.config import Settings
from kubelint.errors import UsageError
from kubelint.inputs.ignoring import Chain, Ignored
from kubelint.suggestion import suggestion

STDIN = "-"
ENDINGS = (".yaml", ".yml", ".json")
PARTS = (".tpl",)
"""Endings of files that are parts of templates, and never manifests; named, they stand for the chart around them."""
RENDERABLE = ("/kustomization.yaml", "/kustomization.yml", "/Kustomization", "/Chart.yaml")
"""What the real names of files end in that stand for something to be rendered."""
ALWAYS_SKIPPED = {
    ".kubelint.yaml",
    ".kubelint-baseline.json",
    ".git",
    ".hg",
    ".svn",
    ".venv",
    "__pycache__",
    "node_modules",
    ".kubelint_cache",
}


class Source(NamedTuple):
    """A file to read."""

    name: str
    """As given, with ``/``."""
    real: str
    """The file itself, symbolic links followed: each is read once, whatever the number of its names."""


def find(paths: Iterable[str], settings: Settings, force_exclude: bool = False) -> list[Source]:
    """The files to read: those named, and the manifests in the folders named, in the order of their names.

    A missing path among others becomes a file that cannot be read, so that the others are judged all the same.

    Raises:
        UsageError: none of the paths exists.
    """
    paths = list(paths)
    missing = [path for path in paths if not _exists(path)]
    if missing and len(missing) == len(paths):
        raise UsageError("\n".join(f"there is no file or folder `{path}`{_suggested(path)}" for path in missing))
    ignored = Ignored(settings.root, settings.exclude)
    found: dict[str, Source] = {}
    for path in paths:
        for source in _sources(path, ignored, force_exclude):
            found.setdefault(source.real, source)
    return sorted(found.values(), key=lambda source: source.name.split("/"))


def _sources(path: str, ignored: Ignored, force_exclude: bool) -> Iterator[Source]:
    given = pathlib.Path(path)
    if path == STDIN:
        yield Source(STDIN, STDIN)
    elif given.is_dir():
        name, real = given.as_posix(), _real(path)
        yield from _Walk(ignored).folder("" if name == "." else name.rstrip("/") + "/", real, ignored.above(real))
    elif not (force_exclude and ignored.excludes(_real(path))):
        real = _real(path)  # of a pipe such as /dev/fd/63 the real name cannot be opened
        yield Source(given.as_posix(), real if pathlib.Path(real).exists() else given.absolute().as_posix())


def _real(path: str) -> str:
    return os.path.realpath(path).replace(os.sep, "/")


def _exists(path: str) -> bool:
    return path == STDIN or os.path.lexists(path)


def _suggested(path: str) -> str:
    given = pathlib.Path(path)
    try:
        names = [entry.name for entry in os.scandir(given.parent)]
    except OSError:
        return ""
    return suggestion(given.name, names)


class _Walk:
    """One folder and all below it; each real folder once, so that loops of links end."""

    def __init__(self, ignored: Ignored) -> None:
        self.ignored = ignored
        self.seen: set[str] = set()

    def folder(self, prefix: str, real: str, chain: Chain) -> Iterator[Source]:
        """The manifests of a folder; ``prefix`` is its name as it is shown, empty or with its slash."""
        if real in self.seen:
            return
        self.seen.add(real)
        try:
            entries = sorted(os.scandir(real), key=lambda entry: entry.name)
        except OSError:
            yield Source(prefix.rstrip("/") or ".", real)
            return
        if any(entry.name == ".gitignore" for entry in entries):
            chain = self.ignored.within(real, chain)
        for entry in entries:
            yield from self._entry(entry, prefix, f"{real}/{entry.name}", chain)

    def _entry(self, entry: os.DirEntry[str], prefix: str, real: str, chain: Chain) -> Iterator[Source]:
        folder = _is_folder(entry)
        wanted = folder or (entry.name.endswith(ENDINGS) and _is_text(entry))
        if not wanted or entry.name in ALWAYS_SKIPPED or self.ignored.ignores(real, folder, chain):
            return
        target = _real(entry.path) if entry.is_symlink() else real
        if folder:
            yield from self.folder(f"{prefix}{entry.name}/", target, chain)
        else:
            yield Source(prefix + entry.name, target)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_text(entry: os.DirEntry[str]) -> bool:
    """Not a pipe or a device, which a walk would wait for; a broken link is reported when it is read."""
    try:
        return entry.is_file() or (entry.is_symlink() and not pathlib.Path(entry.path).exists())
    except OSError:
        return True
