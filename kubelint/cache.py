"""What is remembered between runs, in a folder that git ignores on its own: judgements of files, and whole runs.

Everything is a line with a key, a check sum and JSON: one that was cut short, or that two processes wrote into each
other, fails its sum and counts as absent. Nothing in it is ever run. The sums are sealed with the moment at which the
folder was made here, which neither git nor an archive can set: what came with the files is not believed.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import stat
from collections.abc import Iterable
from typing import Any

try:
    from _blake2 import blake2b  # hashlib would load all of OpenSSL, a tenth of what a small run takes
except ImportError:
    from hashlib import blake2b

FOLDER = ".kubelint_cache"
_LOG, _RUN = ".files", ".run"
_KEPT = {_LOG: 3, _RUN: 20}
"""How many files of each kind stay: the settings and the paths that were last in use."""
_TAG = "CACHEDIR.TAG"
_IGNORE = ".gitignore"
_TAGGED = "Signature: 8a477f597d28d172789f06886806bc55\n# Written by kubelint; it may be deleted at any time.\n"
_KEY, _SUM = 32, 16
_GARBAGE = 2
"""The log is written anew where it holds more than twice as many lines as there are keys in use."""


def key_of(*parts: bytes) -> str:
    """The key of some content; the lengths count too, so that no two lists of parts run into one another."""
    digest = blake2b(digest_size=_KEY // 2)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


class Cache:
    """Remembered values by key. Every failure to read or write means that something is not remembered."""

    def __init__(self, folder: pathlib.Path, stamp: str) -> None:
        self.folder = folder
        self.stamp = stamp
        self._seal = _seal(folder)
        self._known: dict[bytes, bytes] | None = None
        self._fresh: dict[bytes, bytes] = {}
        self._read = 0

    def get(self, key: str) -> Any:
        """The value remembered under a key, None where there is none or where it is damaged."""
        if self._known is None:
            self._known = self._load()
        return self._opened(self._known.get(key.encode(), b""))

    def put(self, key: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        self._fresh[key.encode()] = _body(value)

    def save(self) -> None:
        """Write what is new: behind what is there, or everything anew where most of it is garbage."""
        if not self._fresh:
            return
        with contextlib.suppress(OSError):
            self._prepare()
            known = (self._known or {}) | {key: self._sealed(key, body) for key, body in self._fresh.items()}
            if self._read > _GARBAGE * len(known):
                self._replace(self._log, known.values())
            else:
                self._append(known[key] for key in self._fresh)
        self._fresh.clear()

    def recall(self, name: str, key: str) -> Any:
        """The value of a name, None where it was remembered under another key."""
        try:
            line = self._file(name, _RUN).read_bytes()
        except OSError:
            return None
        return self._opened(line.rstrip(b"\n")) if line.startswith(key.encode()) else None

    def keep(self, name: str, key: str, value: Any) -> None:
        """Remember the one value of a name."""
        with contextlib.suppress(OSError):
            self._prepare()
            self._replace(self._file(name, _RUN), [self._sealed(key.encode(), _body(value))])

    @property
    def _log(self) -> pathlib.Path:
        return self._file(self.stamp, _LOG)

    def _file(self, name: str, ending: str) -> pathlib.Path:
        return self.folder / f"{name}{ending}"

    def _load(self) -> dict[bytes, bytes]:
        try:
            lines = self._log.read_bytes().split(b"\n")
        except OSError:
            return {}
        self._read = sum(map(bool, lines))
        return {line[:_KEY]: line for line in lines if len(line) > _KEY + _SUM}

    def _opened(self, line: bytes) -> Any:
        key, said, body = line[:_KEY], line[_KEY : _KEY + _SUM], line[_KEY + _SUM :]
        if not body or self._seal is None or said != self._sum(key, body):
            return None
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            return None

    def _sealed(self, key: bytes, body: bytes) -> bytes:
        return key + self._sum(key, body) + body

    def _sum(self, key: bytes, body: bytes) -> bytes:
        digest = blake2b(key, digest_size=_SUM // 2)
        digest.update(self._seal or b"")
        digest.update(body)
        return digest.hexdigest().encode()

    def _prepare(self) -> None:
        """Make the folder where there is none, and let the oldest files in it go.

        Raises:
            OSError: it cannot be written, or is not our own.
        """
        if self._seal is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self.folder.is_symlink() and not any(self.folder.iterdir()):
                with contextlib.suppress(FileExistsError), (self.folder / _TAG).open("x", encoding="utf-8") as tag:
                    tag.write(_TAGGED)
                (self.folder / _IGNORE).write_text("*\n", encoding="utf-8")
            self._seal = _seal(self.folder)
            if self._seal is None:
                raise PermissionError(self.folder)
        for ending, number in _KEPT.items():
            for old in _by_age(self.folder.glob(f"*{ending}"))[number:]:
                old.unlink(missing_ok=True)

    def _append(self, lines: Iterable[bytes]) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(self._log, flags, 0o600), "ab", buffering=0) as stream:
            stream.write(b"\n" + b"\n".join(lines) + b"\n")

    def _replace(self, file: pathlib.Path, lines: Iterable[bytes]) -> None:
        import tempfile

        descriptor, temporary = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(b"\n".join(lines) + b"\n")
            pathlib.Path(temporary).replace(file)
        except BaseException:
            pathlib.Path(temporary).unlink(missing_ok=True)
            raise


def clean(folder: pathlib.Path) -> bool:
    """Delete the folder; False where there is none, or where it is none of ours.

    Raises:
        OSError: it cannot be deleted.
    """
    if _seal(folder) is None:
        return False
    import shutil

    shutil.rmtree(folder)
    return True


def _seal(folder: pathlib.Path) -> bytes | None:
    """What tells this folder from every other; None where it does not exist or belongs to somebody else."""
    try:
        home, tag = os.lstat(folder), os.lstat(folder / _TAG)
    except OSError:
        return None
    own = not hasattr(os, "geteuid") or home.st_uid == tag.st_uid == os.geteuid()
    if not own or not stat.S_ISDIR(home.st_mode) or not stat.S_ISREG(tag.st_mode):
        return None
    return repr((tag.st_dev, tag.st_ino, tag.st_ctime_ns)).encode()


def _by_age(files: Iterable[pathlib.Path]) -> list[pathlib.Path]:
    """The files, the youngest first."""
    return sorted(files, key=lambda file: file.lstat().st_mtime_ns, reverse=True)


def _body(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
