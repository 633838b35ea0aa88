"""What is remembered between runs: judgements of files by their content, in a folder that git ignores on its own.

A log of lines, each with a key, a check sum and JSON: a line that was cut short, or that two processes wrote into each
other, fails its sum and counts as absent. Nothing in it is ever run.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
from typing import Any

try:
    from _blake2 import blake2b  # hashlib would load all of OpenSSL, a tenth of what a small run takes
except ImportError:
    from hashlib import blake2b

FOLDER = ".kubelint_cache"
_LOG = "files.log"
_KEY, _SUM = 32, 16
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Written by kubelint; it may be deleted at any time.\n"
_GARBAGE = 2
"""The log is written anew where it holds more than twice as many lines as there are keys in use."""


def key_of(*parts: bytes) -> str:
    """The key of some content; the lengths count too, so that no two lists of parts run into one another."""
    digest = blake2b(digest_size=_KEY // 2)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


class Cache:
    """Remembered values by key. Every failure to read or write means that something is not remembered."""

    def __init__(self, folder: pathlib.Path, stamp: str) -> None:
        self.folder = folder
        self._log = folder / f"{stamp}-{_LOG}"
        self._lines: dict[bytes, bytes] = {}
        self._fresh: list[bytes] = []
        self._read = 0
        self._load()

    def _load(self) -> None:
        try:
            lines = self._log.read_bytes().split(b"\n")
        except OSError:
            return
        self._read = len(lines)
        for line in lines:
            if len(line) > _KEY + _SUM:
                self._lines[line[:_KEY]] = line

    def get(self, key: str) -> Any:
        """The value remembered under a key, None where there is none or where it is damaged."""
        line = self._lines.get(key.encode())
        if line is None:
            return None
        if line[_KEY : _KEY + _SUM] != _sum(line[:_KEY], line[_KEY + _SUM :]):
            return None
        try:
            return json.loads(line[_KEY + _SUM :])
        except ValueError:
            return None

    def put(self, key: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        name = key.encode()
        body = json.dumps(value, separators=(",", ":")).encode()
        line = name + _sum(name, body) + body
        self._lines[name] = line
        self._fresh.append(line)

    def save(self) -> None:
        """Write what is new: behind what is there, or everything anew where most of it is garbage."""
        if not self._fresh:
            return
        with contextlib.suppress(OSError):
            self._prepare()
            if self._read > _GARBAGE * len(self._lines):
                self._rewrite()
            else:
                self._append()
        self._fresh.clear()

    def _prepare(self) -> None:
        if self.folder.is_dir():
            return
        self.folder.mkdir(parents=True)
        (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (self.folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")

    def _append(self) -> None:
        descriptor = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab", buffering=0) as stream:
            stream.write(b"\n" + b"\n".join(self._fresh) + b"\n")

    def _rewrite(self) -> None:
        import tempfile

        descriptor, temporary = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(b"\n".join(self._lines.values()) + b"\n")
        pathlib.Path(temporary).replace(self._log)


def _sum(key: bytes, body: bytes) -> bytes:
    return blake2b(body, digest_size=_SUM // 2, key=key).hexdigest().encode()
