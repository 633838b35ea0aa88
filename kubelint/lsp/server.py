"""The server: what the features share."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from kubelint import __version__
from kubelint.errors import KubelintError
from kubelint.lsp.memory import keep
from kubelint.lsp.mirror import Mirror
from kubelint.lsp.publishing import Publisher


class _Protocol(LanguageServerProtocol):
    """pygls' own, without its copy of the texts: that breaks lines where editors do not and moves what it is given."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Iterator[Any]:
        """Hand a change to the feature alone."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class Server(LanguageServer):
    """A language server with a mirror of the editor's workspace."""

    mirror: Mirror
    publisher: Publisher

    def __init__(self) -> None:
        super().__init__("kubelint", __version__, protocol_cls=_Protocol)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong in one message; the others are answered all the same."""
        message = types.LogMessageParams(types.MessageType.Error, f"kubelint: {type(error).__name__}: {error}")
        self.window_log_message(message)

    def begin(self) -> None:
        """Read the folders that the editor has opened; the first becomes the working directory."""
        folders = [folder for uri in self._folders() if (folder := to_fs_path(uri)) and pathlib.Path(folder).is_dir()]
        if folders:
            os.chdir(folders[0])
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        root = folders[0] if folders else str(pathlib.Path.cwd())
        self.mirror = Mirror(root, [".", *folders[1:]] if folders else [], types.PositionEncodingKind(encoding).value)
        self.publisher = Publisher(self, self.mirror)
        self.reload()

    def _folders(self) -> list[str]:
        found = [folder.uri for folder in self.workspace.folders.values()]
        return found or ([self.workspace.root_uri] if self.workspace.root_uri else [])

    def reload(self) -> None:
        """Read settings and files anew; what is wrong with the settings is shown, and the last good ones hold on."""
        try:
            self.mirror.reload()
        except KubelintError as error:
            self.mirror.refresh()
            message = types.ShowMessageParams(types.MessageType.Error, f"kubelint: {error}")
            self.window_show_message(message)
        keep()
        self.publisher.everything()
