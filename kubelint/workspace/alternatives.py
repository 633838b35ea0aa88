"""Collections: trees of alternatives (examples, copies of one application) that are hardly ever applied together."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Hashable, Iterable
from itertools import pairwise

_MISTAKES = 2
"""So many pairs of files may define the same object by mistake; where there are more, they are alternatives."""


class Alternatives:
    """Tells whether the files of a plain tree may be applied together, by the objects that several of them define."""

    def __init__(self, defined: Iterable[tuple[Hashable, str]]) -> None:
        files: dict[Hashable, dict[str, None]] = defaultdict(dict)
        for identity, file in defined:
            files[identity][file] = None
        repeated = [found for found in files.values() if len(found) > 1]
        self.collection = len({pair for found in repeated for pair in pairwise(found)}) > _MISTAKES
        """Whether the tree holds alternatives."""
        self._alternatives = {file for found in repeated for file in found}

    def apart(self, file: str, other: str) -> bool:
        """Whether two files are hardly applied together: in a collection only neighbours that repeat nothing are."""
        if not self.collection or file == other:
            return False
        alternative = file in self._alternatives or other in self._alternatives
        return alternative or posixpath.dirname(file) != posixpath.dirname(other)
