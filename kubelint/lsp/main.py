"""The server's features, and its start."""

from __future__ import annotations

import os
import sys
from typing import Any

from lsprotocol import types

from kubelint.lsp import actions, completing, hovering, navigating, pulling, symbols, syncing
from kubelint.lsp.memory import take_over
from kubelint.lsp.server import Server

_DIAGNOSTICS = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="kubelint")
_FEATURES: tuple[tuple[str, Any, Any], ...] = (
    (types.INITIALIZED, syncing.begin, None),
    (types.TEXT_DOCUMENT_DID_OPEN, syncing.opened, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, syncing.changed, None),
    (types.TEXT_DOCUMENT_DID_CLOSE, syncing.closed, None),
    (types.TEXT_DOCUMENT_DID_SAVE, syncing.saved, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, syncing.watched, None),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, syncing.configured, None),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, syncing.moved, None),
    (types.TEXT_DOCUMENT_DIAGNOSTIC, pulling.pull, _DIAGNOSTICS),
    (types.WORKSPACE_DIAGNOSTIC, pulling.pull_all, None),
    (types.TEXT_DOCUMENT_DEFINITION, navigating.definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, navigating.references, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, actions.actions, actions.OPTIONS),
    (types.TEXT_DOCUMENT_COMPLETION, completing.complete, completing.OPTIONS),
    (types.TEXT_DOCUMENT_HOVER, hovering.hover, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols.symbols, None),
    (types.TEXT_DOCUMENT_INLAY_HINT, symbols.hints, None),
)


def make_server() -> Server:
    """A server with all its features."""
    server = Server()
    for method, handler, options in _FEATURES:
        server.feature(method, options)(handler)
    return server


def serve() -> None:
    """Speak the language server protocol over standard input and output until the editor ends it."""
    stdout = os.fdopen(
        os.dup(sys.stdout.fileno()), "wb"
    )  # the server closes it, the process flushes its own at the end
    take_over()
    make_server().start_io(stdout=stdout)
