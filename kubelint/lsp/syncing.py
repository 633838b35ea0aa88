"""What happens in the editor and on the disk: texts opened, changed and closed, files and settings changed."""

from __future__ import annotations

from lsprotocol import types

from kubelint.config.file import NAME
from kubelint.inputs.files import ENDINGS
from kubelint.inputs.kustomization import FILE_NAMES
from kubelint.lsp.mirror import Open
from kubelint.lsp.server import Server

_FAR_REACHING = frozenset({*FILE_NAMES, "Chart.yaml", ".gitignore"})
"""Files that say how others are read."""
_WATCHED = (f"**/*{{{','.join(ENDINGS)}}}", "**/Kustomization", "**/.gitignore")


def begin(server: Server, _: types.InitializedParams) -> None:
    """Read the workspace, and ask to be told when its files change."""
    server.begin()
    workspace = server.client_capabilities.workspace
    watched = workspace and workspace.did_change_watched_files
    if watched and watched.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob) for glob in _WATCHED])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        server.client_register_capability(types.RegistrationParams([types.Registration("files", method, options)]))


def opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A text was opened."""
    document = params.text_document
    name = server.mirror.name(document.uri)
    server.mirror.put(name, Open(document.uri, document.version, document.text))
    server.publisher.changed(name)


def changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """An open text was changed."""
    name = server.mirror.name(params.text_document.uri)
    server.mirror.edit(name, params.text_document.version, params.content_changes)
    server.publisher.changed(name)


def closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """A text was closed: what is on the disk counts again."""
    name = server.mirror.name(params.text_document.uri)
    server.mirror.close(name)
    server.publisher.changed(name)


def saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    """A text was saved: settings among them hold from now on."""
    if params.text_document.uri.endswith(f"/{NAME}"):
        server.reload()
    else:
        server.publisher.everything()


def watched(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Files changed on the disk."""
    names = {change.uri.rpartition("/")[2] for change in params.changes}
    if NAME in names:
        server.reload()
    elif names & _FAR_REACHING or any(change.type != types.FileChangeType.Changed for change in params.changes):
        server.mirror.refresh()
    else:
        for change in params.changes:
            server.mirror.touch(server.mirror.name(change.uri))
    server.publisher.everything()


def configured(server: Server, _: types.DidChangeConfigurationParams) -> None:
    """The editor's settings changed; kubelint's own may have changed with them."""
    server.reload()


def moved(server: Server, _: types.DidChangeWorkspaceFoldersParams) -> None:
    """Folders came or went."""
    kept = server.mirror.open
    server.begin()
    for name, text in kept.items():
        server.mirror.put(server.mirror.name(text.uri) or name, text)
