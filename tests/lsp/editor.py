"""A plain editor: a real client that speaks to a real server over standard input and output."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
import sys
from collections.abc import AsyncIterator, Sequence

from lsprotocol import types
from pytest_lsp import LanguageClient
from pytest_lsp.client import make_test_lsp_client

from tests.shared import ROOT

SERVER = (sys.executable, "-W", "error", "-m", "kubelint", "server")


class Editor:
    """Texts that are opened and edited, and what the server says of them."""

    def __init__(self, client: LanguageClient, folder: pathlib.Path) -> None:
        self.client = client
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.registered: list[types.Registration] = []

    def uri(self, name: str) -> str:
        return self.folder.joinpath(name).as_uri()

    def document(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def open(self, name: str, text: str | None = None) -> None:
        """Open a file with the text that it has, or with another one."""
        self.texts[name] = text if text is not None else self.folder.joinpath(name).read_text("utf-8")
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "yaml", 1, self.texts[name])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name: str, range_: types.Range, text: str) -> None:
        """Replace a range, as a keystroke does."""
        self.change(name, types.TextDocumentContentChangePartial(range_, text))

    def rewrite(self, name: str, text: str) -> None:
        """Replace everything."""
        self.texts[name] = text
        self.change(name, types.TextDocumentContentChangeWholeDocument(text))

    def change(self, name: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.versions[name] += 1
        which = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(which, changes))

    async def told(self, name: str, rules: set[str] | None = None) -> list[types.Diagnostic]:
        """Diagnostics that were sent; with ``rules``, once they are of just these rules."""
        async with asyncio.timeout(10):
            while True:
                found = self.client.diagnostics.get(self.uri(name))
                if found is not None and (rules is None or {str(one.code) for one in found} == rules):
                    return list(found)
                await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    def at(self, name: str, words: str, within: int = 0) -> types.Position:
        """Where words stand in an ASCII text, or so many characters into them."""
        before = self.texts[name][: self.texts[name].index(words) + within]
        return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)

    def range(self, name: str, words: str) -> types.Range:
        return types.Range(self.at(name, words), self.at(name, words, len(words)))


def pushed() -> types.ClientCapabilities:
    """An editor that waits for diagnostics."""
    watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    return types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(did_change_watched_files=watched))


def pulling() -> types.ClientCapabilities:
    """An editor that asks for diagnostics."""
    refresh = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities()),
        workspace=types.WorkspaceClientCapabilities(diagnostics=refresh),
    )


@contextlib.asynccontextmanager
async def editor(
    folder: pathlib.Path,
    capabilities: types.ClientCapabilities | None = None,
    *encodings: str,
    folders: Sequence[pathlib.Path] | None = None,
) -> AsyncIterator[Editor]:
    """An editor that has a folder open, or several, or none."""
    client = make_test_lsp_client()
    it = Editor(client, folder)
    register = client.feature(types.CLIENT_REGISTER_CAPABILITY)
    register(lambda params: it.registered.extend(params.registrations))
    await client.start_io(*SERVER, cwd=str(folder), env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})
    given = capabilities or pushed()
    if encodings:
        given.general = types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(name) for name in encodings]
        )
    tops = [types.WorkspaceFolder(top.as_uri(), top.name) for top in ([folder] if folders is None else folders)]
    await client.initialize_session(types.InitializeParams(given, workspace_folders=tops))
    try:
        yield it
    finally:
        await client.shutdown_session()
        await client.stop()  # type: ignore[no-untyped-call]
