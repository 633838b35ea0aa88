"""Collections: trees of alternatives (examples, copies of one application) that are hardly ever applied together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from functools import cache
from itertools import pairwise, takewhile

_MISTAKES = 2
"""So many pairs of files may define the same object by mistake; where there are more, they are alternatives."""


class Alternatives:
    """Tells whether the files of a plain tree may be applied together, by the objects that several of them define."""

    def __init__(self, defined: Iterable[tuple[Hashable, str]]) -> None:
        files: dict[Hashable, dict[str, None]] = defaultdict(dict)
        for identity, file in defined:
            files[identity][file] = None
        pairs = {pair for found in files.values() if len(found) > 1 for pair in pairwise(found)}
        self.collection = len(pairs) > _MISTAKES
        """Whether the tree holds alternatives."""
        self._forks = {_fork(*pair) for pair in pairs} if self.collection else set()
        self._repeated = {file for pair in pairs for file in pair if _folder(file) == _fork(*pair)}
        self._loose = {_folder(file) for file in self._repeated} if self.collection else set()
        self._apart = cache(self._judge)

    def apart(self, file: str, other: str) -> bool:
        """Whether two files are hardly applied together."""
        return self.collection and file != other and self._apart(file, other)

    def loose(self, file: str, other: str) -> bool:
        """Whether what one file lacks is not to be looked for in the other: files of their folder are alternatives."""
        return file != other and _folder(other) in self._loose

    def _judge(self, file: str, other: str) -> bool:
        """Whether their ways part where alternatives do, or one of them leads on into alternatives."""
        fork = _fork(file, other)
        if _folder(file) == _folder(other):
            return file in self._repeated or other in self._repeated
        return fork in self._forks or self._deepest(file) > len(fork) or self._deepest(other) > len(fork)

    def _deepest(self, file: str) -> int:
        """The length of the longest folder on a file's way that holds alternatives; -1 where none does."""
        folder = _folder(file)
        while folder and folder not in self._forks:
            folder = _folder(folder)
        return len(folder) if folder in self._forks else -1


def _folder(name: str) -> str:
    """What stands before the last slash; at the top of a tree, of absolute names too, nothing."""
    return name.rpartition("/")[0]


def _fork(file: str, other: str) -> str:
    """The folder in which the ways to two files part."""
    steps = takewhile(lambda pair: pair[0] == pair[1], zip(file.split("/"), other.split("/"), strict=False))
    return "/".join(step for step, _ in steps)
