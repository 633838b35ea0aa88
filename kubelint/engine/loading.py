"""Fills a session with files: what is remembered is not read again, and the rest is shared out over the processors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import kubelint
from kubelint.cache import Cache, key_of
from kubelint.catalogue import home
from kubelint.config import Settings
from kubelint.engine.alone import Judged
from kubelint.engine.memory import Plain, judged_of, plain
from kubelint.engine.session import Session, selected_rules
from kubelint.manifest import Manifest, read_bytes

Progress = Callable[[int, int], Any]
"""Called with the number of files judged and the number of all."""

_WORTHWHILE = 400_000
"""Bytes of unknown files from which on a second process saves more than it costs to start."""
_PRIVATE = frozenset({"private-key-in-manifest", "hardcoded-credential", "half-encrypted-secret"})


def stamp(settings: Settings) -> str:
    """What remembered judgements depend on beside the file: kubelint itself, its rule book, and the settings."""
    chosen = sorted(selected_rules(settings))
    options = sorted((rule, sorted(given.items())) for rule, given in settings.options.items())
    workloads = sorted(settings.workloads.items())
    said = repr((settings.versions, chosen, options, workloads, settings.max_file_size))
    return key_of(_own_state().encode(), said.encode())


def _own_state() -> str:
    """kubelint's version, and the age and size of its files: whoever changes a rule gets its new answer."""
    if __file__.endswith(".pyc"):
        return kubelint.__version__
    files = sorted((*_files(os.path.dirname(kubelint.__file__)), *_files(str(home()))))  # noqa: PTH120
    return repr((kubelint.__version__, files))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """The sources and pages below a folder, some six hundred at each start."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _files(entry.path) if entry.name != "__pycache__" else ()
        elif entry.name.endswith((".py", ".md")):
            found = entry.stat()
            yield entry.name, found.st_mtime_ns, found.st_size


class File(NamedTuple):
    """A file by its name and its bytes."""

    name: str
    content: bytes


def load(
    session: Session,
    files: Iterable[File | Manifest],
    cache: Cache | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> None:
    """Judge files alone and put them into the session; a Manifest is taken as it is."""
    given = list(files)
    try:
        _load(session, given, cache, jobs, progress or (lambda done, total: None))
    finally:
        if progress:
            progress(len(given), len(given))


def _load(session: Session, given: list[File | Manifest], cache: Cache | None, jobs: int, progress: Progress) -> None:
    known = _known(given, cache, session) if cache else {}
    fresh = _shared_out(session, [f for f in given if isinstance(f, File) and f.name not in known], jobs)
    for number, file in enumerate(given):
        progress(number, len(given))
        if isinstance(file, Manifest):
            session.put(file)
            continue
        judged = known.get(file.name) or fresh.get(file.name) or _judged(session, file)
        session.put_judged(judged)
        if cache and file.name not in known:
            _remember(judged, file, cache)
    if cache:
        cache.save()


def _known(files: Iterable[File | Manifest], cache: Cache, session: Session) -> dict[str, Judged]:
    found = ((file, cache.get(_key(file))) for file in files if isinstance(file, File))
    return {file.name: judged_of(file.name, file.content, value, session.kinds) for file, value in found if value}


def _shared_out(session: Session, files: list[File], jobs: int) -> dict[str, Judged]:
    if jobs < 2 or sum(len(file.content) for file in files) < _WORTHWHILE:
        return {}
    from kubelint.engine.parallel import shared_out

    return shared_out(session, files, jobs)


def _judged(session: Session, file: File) -> Judged:
    return session.judge(read_bytes(file.content, file.name, session.settings.max_file_size))


def _remember(judged: Judged, file: File, cache: Cache) -> None:
    value = plain(judged)
    if value and not _private(value):
        cache.put(_key(file), value)


def _key(file: File) -> str:
    return key_of(file.name.encode("utf-8", "surrogateescape"), file.content)


def _private(value: Plain) -> bool:
    """Whether a judgement holds what must not lie about in a cache: a Secret's data, or what was called a secret."""
    if any(rule in _PRIVATE for rule, *_ in value["raw"]):
        return True
    return any(_holds_secret(document[4]) for document in value["documents"])


def _holds_secret(data: Any) -> bool:
    if not isinstance(data, dict):
        return isinstance(data, list) and any(map(_holds_secret, data))
    if data.get("kind") in ("Secret", "SecretList") and not data.keys() <= {"apiVersion", "kind", "metadata", "type"}:
        return True
    return _holds_secret(data.get("items"))
