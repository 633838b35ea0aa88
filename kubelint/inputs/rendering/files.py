"""The files that rendering reads: of one repository, by their real paths, each read once."""

from __future__ import annotations

import os
import pathlib
import posixpath
from collections.abc import Iterable

from kubelint.inputs.files import Source
from kubelint.manifest import Manifest, read_bytes


class Tree:
    """The files on the disk that a rendering may read: nothing outside the repository, links followed."""

    def __init__(self, sources: Iterable[Source], limit: int) -> None:
        self._names = {source.real: source.name for source in sources}
        self._top = posixpath.commonpath([posixpath.dirname(real) for real in self._names] or ["/"])
        self._here = pathlib.Path.cwd().as_posix()
        self._limit = limit
        self._roots: dict[str, str] = {}
        self._contents: dict[str, bytes | None] = {}
        self._manifests: dict[str, Manifest] = {}

    def shown(self, real: str) -> str:
        """The name of a file or folder as the run shows it."""
        if real in self._names:
            return self._names[real]
        inside = real.startswith(self._here + "/")
        return posixpath.relpath(real, self._here) if inside else real

    def root(self, folder: str) -> str:
        """The repository of a folder: where ``.git`` is, else the working directory or what is common to all files."""
        if folder not in self._roots:
            above = [folder, *(parent.as_posix() for parent in pathlib.PurePath(folder).parents)]
            git = next((each for each in above if os.access(f"{each}/.git", os.F_OK)), None)
            usual = next((each for each in (self._here, self._top) if each in above), folder)
            self._roots[folder] = git or usual
        return self._roots[folder]

    def inside(self, path: str, folder: str) -> bool:
        """Whether a path, links followed, lies in the repository of a folder."""
        root = self.root(folder)
        real = os.path.realpath(path)
        return real == root or real.startswith(root.rstrip("/") + "/")

    def content(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none, or where it is too large."""
        if path not in self._contents:
            try:
                file = pathlib.Path(path)
                fits = file.is_file() and file.stat().st_size <= self._limit
                self._contents[path] = file.read_bytes() if fits else None
            except OSError:
                self._contents[path] = None
        return self._contents[path]

    def manifest(self, path: str) -> Manifest:
        """A file as a manifest with its shown name; empty where it cannot be read."""
        if path not in self._manifests:
            self._manifests[path] = read_bytes(self.content(path) or b"", self.shown(path), self._limit)
        return self._manifests[path]
