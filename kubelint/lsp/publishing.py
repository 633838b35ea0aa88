"""Diagnostics sent: to editors that wait for them; those that ask are only told when to ask again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from kubelint.lsp.diagnostics import diagnostics
from kubelint.lsp.memory import tidy
from kubelint.lsp.mirror import Mirror

PAUSE = 0.002
"""Seconds in which changes that have arrived together become one."""
REST = 0.3
"""Seconds without a change after which the other files that it may concern are looked at."""

_UNTIDY = 10
"""Keystrokes without a rest whose remains may lie about."""


class Publisher:
    """Tells an editor what has changed, as soon as it is known."""

    def __init__(self, server: LanguageServer, mirror: Mirror) -> None:
        self._server = server
        self._mirror = mirror
        self._pulls, self._refreshes = _pulls(server.client_capabilities), _refreshes(server.client_capabilities)
        self._waiting: set[str] = set()
        self._soon: asyncio.TimerHandle | None = None
        self._later: asyncio.TimerHandle | None = None
        self._untidy = 0
        self._changed = float("-inf")
        self._shown: dict[str, list[types.Diagnostic]] = {}

    def changed(self, name: str) -> None:
        """A text has changed: say what it means for its file, and after a rest for the other open ones."""
        self._changed = asyncio.get_running_loop().time()
        self._waiting.add(name)
        self._soon = self._in(PAUSE, self._publish_waiting, self._soon)
        self._later = self._in(REST, self._rest, self._later)

    async def rest(self) -> None:
        """Wait until nothing has changed for a while."""
        loop = asyncio.get_running_loop()
        while (left := self._changed + REST - loop.time()) > 0:
            await asyncio.sleep(left)

    def everything(self) -> None:
        """Much has changed: say what it means for every file."""
        self._later = self._in(PAUSE, self._all, self._later)

    def _in(self, seconds: float, call: Callable[[], None], earlier: asyncio.TimerHandle | None) -> asyncio.TimerHandle:
        if earlier:
            earlier.cancel()
        return asyncio.get_running_loop().call_later(seconds, call)

    def _publish_waiting(self) -> None:
        waiting, self._waiting = self._waiting, set()
        if not self._pulls:
            self._publish(waiting)
        self._untidy += 1
        if self._untidy >= _UNTIDY:
            self._tidy()

    def _rest(self) -> None:
        self._tell(self._mirror.open)
        self._tidy()

    def _tidy(self) -> None:
        self._untidy = 0
        tidy()

    def _all(self) -> None:
        self._tell({**dict.fromkeys(self._mirror.names()), **self._shown})

    def _tell(self, names: Iterable[str]) -> None:
        if not self._pulls:
            self._publish(list(names))
        elif self._refreshes:
            self._server.workspace_diagnostic_refresh(None)

    def _publish(self, names: Collection[str]) -> None:
        mirror = self._mirror
        mirror.findings(names)
        for name in names:
            found, before = diagnostics(mirror, name), self._shown.get(name, [])
            opened = mirror.open.get(name)
            if found != before or opened:
                version = opened.version if opened else None
                params = types.PublishDiagnosticsParams(mirror.uri(name), found, version)
                self._server.text_document_publish_diagnostics(params)
                self._shown[name] = found


def _pulls(client: types.ClientCapabilities) -> bool:
    """Whether the editor asks for diagnostics, so that none must be sent unasked."""
    return client.text_document is not None and client.text_document.diagnostic is not None


def _refreshes(client: types.ClientCapabilities) -> bool:
    workspace = client.workspace
    return bool(workspace and workspace.diagnostics and workspace.diagnostics.refresh_support)
