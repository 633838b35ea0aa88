"""The workspace as the editor sees it: open text before the disk, everything else from the files."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Collection, Iterable
from typing import NamedTuple

from lsprotocol.types import Position, Range, TextDocumentContentChangePartial
from pygls.uris import from_fs_path, to_fs_path

from kubelint.api import Project, Report, Settings, load_settings, open_project
from kubelint.finding import Finding, Location, Span
from kubelint.fixer import mend
from kubelint.inputs.ignoring import Ignored
from kubelint.kube.objects import Object
from kubelint.lsp.lines import Lines
from kubelint.lsp.links import Links
from kubelint.manifest import Manifest, read_bytes, read_text
from kubelint.workspace import Workspace

_MARK = "\ufeff"


class Open(NamedTuple):
    """A text that is open in the editor."""

    uri: str
    version: int | None
    text: str


class Mirror:
    """The files of the folders that an editor has opened, with their findings.

    Files go by their names from the working directory, which is the first folder; the editor's own name of that is
    ``root``. Changes are taken in when the next question is asked, so that many of them cost as much as one.
    """

    def __init__(self, root: str, folders: Collection[str], encoding: str) -> None:
        self.root = pathlib.Path(root)
        self.folders = folders
        self.encoding = encoding
        self.open: dict[str, Open] = {}
        self._dirty: set[str] = set()
        self._findings: dict[str, list[Finding]] = {}
        self._links: Links | None = None
        self._lines: dict[str, tuple[Manifest, Lines]] = {}
        self.settings = Settings()
        self.project = open_project((), self.settings)
        self._listed: frozenset[str] = frozenset()
        """The files that a walk through the folders finds."""

    def reload(self) -> None:
        """Read the settings and all files anew. Raises ConfigError or UsageError, and then keeps what there was."""
        self.settings = load_settings()
        self.refresh()

    def refresh(self) -> None:
        """Read all files anew."""
        self.project = self._read()
        self._dirty.update(self.open)
        self._findings.clear()

    def _read(self) -> Project:
        project = open_project(
            [folder for folder in self.folders if pathlib.Path(folder).is_dir()], self.settings, render=False
        )
        self._listed = frozenset(project.session.names())
        return project

    def name(self, uri: str) -> str:
        """The name that a file goes by; a text without a file goes by its URI."""
        path = to_fs_path(uri) if uri.startswith("file:") else None
        if path is None:
            return uri
        for file, root in ((pathlib.Path(path), self.root), (pathlib.Path(path).resolve(), pathlib.Path.cwd())):
            if file.is_relative_to(root):
                return file.relative_to(root).as_posix()
        return pathlib.Path(path).as_posix()

    def uri(self, name: str) -> str:
        """The URI of a file: the editor's own spelling, where it is open."""
        if name in self.open:
            return self.open[name].uri
        return from_fs_path(str(self.root / name)) or name

    def put(self, name: str, opened: Open) -> None:
        """Take in an open text."""
        self.open[name] = opened
        self._touch(name)

    def edit(self, name: str, version: int, changes: Iterable[object]) -> None:
        """Take in changes of an open text, each with or without a range."""
        opened = self.open[name]
        text = opened.text
        for change in changes:
            replacement: str = getattr(change, "text", "")
            if isinstance(change, TextDocumentContentChangePartial):
                span = Lines(text, self.encoding).span(change.range)
                text = text[: span.start] + replacement + text[span.end :]
            else:
                text = replacement
        self.put(name, Open(opened.uri, version, text))

    def close(self, name: str) -> None:
        """Go back from an open text to the file on the disk."""
        self.open.pop(name, None)
        self._touch(name)

    def touch(self, name: str) -> None:
        """Take note that a file changed on the disk; what is open does not care."""
        if name not in self.open:
            self._touch(name)

    def _touch(self, name: str) -> None:
        self._dirty.add(name)
        self._findings.clear()

    def _settle(self) -> None:
        """Take in what has changed."""
        session = self.project.session
        for name in self._dirty:
            opened = self.open.get(name)
            if not self._wanted(name):
                session.remove(name)
            elif opened is not None:
                session.put(read_text(opened.text, name, self.settings.max_file_size))
            else:
                self._from_disk(name)
        self._dirty.clear()

    def _wanted(self, name: str) -> bool:
        real = os.path.realpath(name).replace(os.sep, "/")
        known = name in self.open or name in self._listed
        return known and not Ignored(self.settings.root, self.settings.exclude).excludes(real)

    def _from_disk(self, name: str) -> None:
        try:
            content = pathlib.Path(name).read_bytes()
        except OSError:
            self.project.session.remove(name)
        else:
            self.project.session.put(read_bytes(content, name, self.settings.max_file_size))

    @property
    def workspace(self) -> Workspace:
        """All objects in relation."""
        self._settle()
        return self.project.session.workspace(self.project.around)

    @property
    def links(self) -> Links:
        """Who speaks of whom."""
        workspace = self.workspace
        if self._links is None or self._links.workspace is not workspace:
            self._links = Links(workspace)
        return self._links

    def manifest(self, name: str) -> Manifest | None:
        """A file as it is now; None where it is no part of the workspace."""
        self._settle()
        return self.project.session.manifest(name)

    def objects(self, name: str) -> list[Object]:
        """The objects of a file."""
        return self.project.session.judged(name).objects if self.manifest(name) else []

    def names(self) -> list[str]:
        """All files of the workspace."""
        self._settle()
        return self.project.session.names()

    def findings(self, names: Collection[str]) -> dict[str, list[Finding]]:
        """The findings of files, related to everything."""
        self._settle()
        unknown = {name for name in names if name not in self._findings}
        if unknown:
            found: dict[str, list[Finding]] = {name: [] for name in unknown}
            for finding in self._report(unknown).findings:
                found[finding.file].append(finding)
            self._findings |= found
        return {name: self._findings[name] for name in names}

    def mended(self, name: str) -> dict[str, tuple[Span, str]]:
        """What the safe fixes of a file come to: the part of each text that changes, and what takes its place."""
        self._settle()
        changed = mend(self.project.session, self.project.around, [name]).texts
        self._dirty.update(changed)
        self._findings.clear()
        return {file: _difference(before.text, after) for file, (before, after) in changed.items()}

    def _report(self, names: Collection[str]) -> Report:
        return self.project.session.report(self.project.around, names)

    def lines(self, name: str) -> Lines:
        """The lines of a file as the editor counts them."""
        manifest = self.manifest(name) or Manifest(name, "")
        known = self._lines.get(name)
        if known is None or known[0] is not manifest:
            opened = self.open.get(name)
            mark = len(_MARK) if opened and opened.text.startswith(_MARK) else 0
            known = self._lines[name] = manifest, Lines(manifest.text, self.encoding, mark)
        return known[1]

    def range(self, location: Location) -> Range:
        """The editor's range for a location."""
        lines = self.lines(location.file)
        return Range(lines.place(location.start), lines.place(location.end))

    def spanned(self, name: str, span: Span) -> Range:
        """The editor's range for a span of a file."""
        return self.lines(name).range(span)

    def offset(self, name: str, position: Position) -> int:
        """The offset of an editor's position in a file."""
        return self.lines(name).offset(position)


def _difference(before: str, after: str) -> tuple[Span, str]:
    """The least single replacement that turns one text into another."""
    start = _common(before, after)
    tail = _common(before[start:][::-1], after[start:][::-1])
    return Span(start, len(before) - tail), after[start : len(after) - tail]


def _common(one: str, other: str) -> int:
    """The length of what two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
