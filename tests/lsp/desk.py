"""A server without an editor: the handlers, asked directly about a folder's files."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping

from lsprotocol import types

from kubelint.lsp.mirror import Mirror, Open
from kubelint.lsp.server import Server


class Desk:
    """Files that lie open; ``|`` in a question marks the place that is asked about."""

    def __init__(self, folder: pathlib.Path, files: Mapping[str, str]) -> None:
        os.chdir(folder)
        self.folder = folder
        self.files = dict(files)
        for name, text in files.items():
            folder.joinpath(name).write_bytes(text.encode())
        self.server = Server()
        self.mirror = self.server.mirror = Mirror(str(folder), ["."], "utf-16")
        self.mirror.reload()
        for name, text in files.items():
            self.mirror.put(name, Open(self.uri(name), 1, text))

    def uri(self, name: str) -> str:
        return self.folder.joinpath(name).as_uri()

    def document(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def rewrite(self, name: str, old: str, new: str) -> None:
        """Type in a file: replace the first occurrence."""
        assert old in self.files[name]
        self.files[name] = self.files[name].replace(old, new, 1)
        self.put(name)

    def put(self, name: str) -> None:
        """Hand the text of a file to the server."""
        self.mirror.put(name, Open(self.uri(name), 2, self.files[name]))

    def at(self, name: str, marked: str) -> types.Position:
        """Where a ``|`` stands in words of a file."""
        words = marked.replace("|", "")
        offset = self.files[name].index(words) + marked.index("|")
        return self.mirror.lines(name).position(offset)

    def shown(self, location: types.Location) -> str:
        """A location as ``file:line:words`` (from 1)."""
        name = self.mirror.name(location.uri)
        lines = self.mirror.lines(name)
        span = lines.span(location.range)
        return f"{name}:{location.range.start.line + 1}:{lines.text[span.start : span.end]}"
