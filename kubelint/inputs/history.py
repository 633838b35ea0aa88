"""The past of a git repository: an earlier revision's files, laid out in a folder of their own."""

from __future__ import annotations

import contextlib
import os
import pathlib
import subprocess
import tempfile
from collections.abc import Iterator
from typing import IO, NamedTuple

from kubelint.errors import UsageError

_FILE, _LINK = "10", "120000"
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
"""Nothing is fetched, nothing is asked, nothing is written; the commands used run no hook and no filter."""


class Past(NamedTuple):
    """An earlier state of the working tree that begins at ``top``."""

    top: str
    folder: str
    """Where it is laid out, for as long as the context lasts."""

    def path(self, path: str) -> str:
        """The same file or folder back then; a path outside the working tree stays as it is."""
        inside = os.path.relpath(os.path.realpath(path), self.top)
        return path if pathlib.Path(inside).parts[:1] == ("..",) else os.path.normpath(f"{self.folder}/{inside}")


class _Entry(NamedTuple):
    mode: str
    hash: str
    path: str


@contextlib.contextmanager
def common_past(revision: str, limit: int) -> Iterator[Past]:
    """The files where the working tree's branch parted from a revision; those beyond ``limit`` bytes are left out.

    Raises:
        UsageError: the working directory is in no git repository, or there is no such revision.
    """
    top = os.path.realpath(_told("this is no git repository", "rev-parse", "--show-toplevel"))
    commit = _parting(revision)
    with tempfile.TemporaryDirectory(prefix="kubelint-") as folder:
        past = Past(top, os.path.realpath(folder))
        entries = sorted(_entries(top, commit), key=lambda entry: entry.mode == _LINK)
        _lay_out([entry for entry in entries if _harmless(entry.path)], past, limit)
        yield past


def _parting(revision: str) -> str:
    unknown = f"there is no revision `{revision}` here"
    if revision.startswith("-"):
        raise UsageError(f"--new-since: {unknown}")
    commit = _told(unknown, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    far = f"the history here does not reach the point where the branch parted from `{revision}`; fetch more of it"
    return _told(far, "merge-base", "HEAD", commit)


def _told(failure: str, *arguments: str) -> str:
    try:
        return _git(*arguments).decode("utf-8", "surrogateescape").strip()
    except subprocess.CalledProcessError:
        raise UsageError(f"--new-since: {failure}") from None
    except OSError:
        raise UsageError("--new-since: needs git, which is not installed") from None


def _git(*arguments: str, where: str | None = None) -> bytes:
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    done = subprocess.run(command, cwd=where, env={**os.environ, **_QUIET}, capture_output=True, check=True)
    return done.stdout


def _entries(top: str, commit: str) -> Iterator[_Entry]:
    for line in _git("ls-tree", "-r", "-z", "--full-tree", commit, where=top).split(b"\0")[:-1]:
        described, _, path = line.partition(b"\t")
        mode, _, hash_ = described.decode().split()
        yield _Entry(mode, hash_, os.fsdecode(path))


def _harmless(path: str) -> bool:
    """Whether a path leads nowhere but below; git makes no others, but a stranger's repository may hold them."""
    steps = path.split("/")
    return not path.startswith("/") and "\\" not in path and not {"", ".", "..", ".git"} & {s.lower() for s in steps}


def _lay_out(entries: list[_Entry], past: Past, limit: int) -> None:
    wanted = [entry for entry in entries if entry.mode.startswith(_FILE) or entry.mode == _LINK]
    with tempfile.TemporaryFile() as hashes:
        hashes.write("".join(f"{entry.hash}\n" for entry in wanted).encode())
        hashes.seek(0)
        command, environment = ["git", "cat-file", "--batch", "--buffer"], {**os.environ, **_QUIET}
        with subprocess.Popen(command, cwd=past.top, env=environment, stdin=hashes, stdout=subprocess.PIPE) as process:
            for entry in wanted:
                content = _blob(process.stdout) if process.stdout else b""
                if len(content) <= limit:
                    _put(pathlib.Path(past.folder, entry.path), entry.mode, content)


def _blob(stream: IO[bytes]) -> bytes:
    header = stream.readline().split()
    if len(header) != 3:  # a clone that lacks some of its contents
        return b""
    content = stream.read(int(header[2]))
    stream.read(1)
    return content


def _put(file: pathlib.Path, mode: str, content: bytes) -> None:
    with contextlib.suppress(FileExistsError, NotADirectoryError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            file.symlink_to(os.fsdecode(content))
        else:
            file.write_bytes(content)
