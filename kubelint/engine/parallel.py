"""Judging files in several processes: each takes a share and sends plain data back, in the same order as one would."""

from __future__ import annotations

import contextlib
import marshal
import multiprocessing
import os
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any, Protocol

from kubelint.config import Settings
from kubelint.engine.alone import Judged
from kubelint.engine.memory import Plain, judged_of, plain
from kubelint.engine.session import Session
from kubelint.manifest import Manifest, read_bytes

_OWN_SHARE = 8


class Named(Protocol):
    """A file by its name and its bytes."""

    @property
    def name(self) -> str:
        """The name as given."""

    @property
    def content(self) -> bytes:
        """The bytes."""


def shared_out(session: Session, files: Sequence[Named], jobs: int) -> dict[str, Judged]:
    """The judgements of files by their names, each process having taken a share, this one included.

    What a process cannot send, and the share of a process that dies, is left out: the caller judges it then.
    """
    shares = _shares(files, jobs)
    helpers = [_Helper(session.settings, share) for share in shares[1:]]
    try:
        found = {file.name: session.judge(_read(session.settings, file)) for file in shares[0]}
        contents = {file.name: file.content for file in files}
        for helper in helpers:
            found |= {
                name: judged_of(name, contents[name], value, session.kinds) for name, value in helper.result().items()
            }
        return found
    finally:
        for helper in helpers:
            helper.stop()


def _read(settings: Settings, file: Named) -> Manifest:
    return read_bytes(file.content, file.name, settings.max_file_size)


def _shares(files: Sequence[Named], jobs: int) -> list[list[Named]]:
    """As many shares as there are jobs, of about the same number of bytes, the largest files first.

    The first is this process's own, and smaller: it has to take in what the others found.
    """
    shares: list[list[Named]] = [[] for _ in range(jobs)]
    sizes = [sum(len(file.content) for file in files) // _OWN_SHARE, *[0] * (jobs - 1)]
    for file in sorted(files, key=lambda file: -len(file.content)):
        smallest = sizes.index(min(sizes))
        shares[smallest].append(file)
        sizes[smallest] += len(file.content)
    return shares


def _plain(settings: Settings, files: Sequence[Named], caller: int) -> dict[str, Plain]:
    session = Session(settings)
    found: dict[str, Plain] = {}
    for file in files:
        if os.getppid() != caller:  # it was killed, and nobody waits for an answer
            break
        if value := plain(session.judge(_read(settings, file))):
            found[file.name] = value
    return found


class _Helper:
    """Another process, which ends with this one."""

    def __init__(self, settings: Settings, files: Sequence[Named]) -> None:
        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
        self._receiver, sender = context.Pipe(duplex=False)
        ends = self._receiver, sender
        self._process = context.Process(target=_work, args=(ends, settings, files, os.getpid()), daemon=True)
        self._process.start()
        sender.close()

    def result(self) -> dict[str, Plain]:
        try:
            found: dict[str, Plain] = marshal.loads(self._receiver.recv_bytes())  # noqa: S302 - our own process wrote it
        except (EOFError, OSError):
            return {}
        return found

    def stop(self) -> None:
        self._receiver.close()
        self._process.terminate()
        self._process.join()


def _work(ends: tuple[Connection, Connection], settings: Settings, files: Sequence[Named], caller: int) -> None:
    receiver, sender = ends
    receiver.close()  # else it would wait for itself to read, where the caller is gone
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):  # the caller has gone or is going
        sender.send_bytes(marshal.dumps(_plain(settings, files, caller)))
