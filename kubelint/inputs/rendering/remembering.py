"""Renderings by all that they depend on: what has not changed is not rendered twice, and does not fail twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

from kubelint.inputs.rendering.model import FailedError, Memory, SlowError

_FAILURE = "failed"


def remembered(
    memory: Memory | None, key: str, make: Callable[[], list[Any] | None], private: Callable[[Any], bool]
) -> Any:
    """What ``make`` makes, or made an earlier time; ``private`` tells what must not lie about.

    Raises:
        FailedError: it fails, or failed an earlier time.
    """
    known = memory.get(key) if memory else None
    if known and known[0] == _FAILURE:
        raise FailedError(known[1])
    if known:
        return known
    try:
        made = make()
    except SlowError:
        raise
    except FailedError as error:
        if memory:
            memory.put(key, [_FAILURE, str(error)])
        raise
    if memory and not private(made):
        memory.put(key, made)
    return made


def key_of(said: str, contents: Mapping[str, bytes]) -> str:
    """The key of files by their names, and of what else counts."""
    digest = blake2b(said.encode("utf-8", "surrogateescape"), digest_size=16)
    for name, content in sorted(contents.items()):
        digest.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()
