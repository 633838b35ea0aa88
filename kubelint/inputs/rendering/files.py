"""The files that rendering reads: of one repository, by their real paths, each read once."""

from __future__ import annotations

import os
import pathlib
import posixpath
from collections.abc import Iterable, Mapping

from kubelint.inputs.files import Source
from kubelint.manifest import Manifest, read_bytes


class Tree:
    """The files on the disk that a rendering may read: nothing outside the repository, links followed."""

    def __init__(self, sources: Iterable[Source], limit: int, texts: Mapping[str, bytes] | None = None) -> None:
        """``texts`` are contents in place of those on the disk, by the names that the run shows."""
        self._names = {source.real: source.name for source in sources}
        self._top = posixpath.commonpath([posixpath.dirname(real) for real in self._names] or ["/"])
        self._here = pathlib.Path.cwd().as_posix()
        self._limit = limit
        self._roots: dict[str, str] = {}
        self._contents: dict[str, bytes | None] = {}
        self._texts = texts or {}
        self._real: dict[str, str] = {}
        self._manifests: dict[str, Manifest] = {}

    def shown(self, real: str) -> str:
        """The name of a file or folder as the run shows it."""
        inside = real == self._here or real.startswith(self._here + "/")
        name = self._names.get(real) or (posixpath.relpath(real, self._here) if inside else real)
        self._real[name] = real
        return name

    def named(self, name: str) -> Manifest:
        """The file that was shown under a name."""
        return self.manifest(self._real.get(name, name))

    def contents(self) -> dict[str, bytes]:
        """All that was read, and what was looked for and is not there (as nothing), by names."""
        return {self.shown(real): content or b"" for real, content in self._contents.items()}

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
        real = os.path.realpath(path).replace(os.sep, "/")
        return real == root or real.startswith(root.rstrip("/") + "/")

    def content(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none, or where it is too large."""
        if self._texts and (name := self.shown(path)) in self._texts:
            return self._texts[name]
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
