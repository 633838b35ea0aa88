"""What a walk leaves out: by ``.gitignore`` and by the settings."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable

from kubelint.config.patterns import Patterns

Chain = tuple[Patterns, ...]
"""The patterns that hold in a folder, those of the outermost folder first."""


class Ignored:
    """What a run leaves out: by git's files, and by the patterns of the settings."""

    def __init__(self, root: str, exclude: Iterable[str]) -> None:
        self._excluded = Patterns(pathlib.Path(root).resolve().as_posix(), exclude)

    def above(self, folder: str) -> Chain:
        """The patterns that the folders above one bring, up to the top of its git repository; none without one."""
        parents = list(pathlib.Path(folder).parents)
        for number, parent in enumerate([pathlib.Path(folder), *parents]):
            if (parent / ".git").exists():
                found = [_of_file(parent.as_posix(), parent / ".git/info/exclude")]
                found += [_of_file(p.as_posix(), p / ".gitignore") for p in reversed(parents[:number])]
                return tuple(patterns for patterns in found if patterns)
        return ()

    def within(self, folder: str, chain: Chain) -> Chain:
        """The patterns that hold in a folder that has a ``.gitignore``."""
        own = _of_file(folder, pathlib.Path(folder, ".gitignore"))
        return (*chain, own) if own else chain

    def ignores(self, path: str, folder: bool, chain: Chain) -> bool:
        """Whether a walk leaves a path out."""
        if self._excluded.verdict(path, folder):
            return True
        verdicts = (patterns.verdict(path, folder) for patterns in reversed(chain))
        return next((verdict for verdict in verdicts if verdict is not None), False)

    def excludes(self, path: str) -> bool:
        """Whether the settings exclude a path, or a folder that it lies in."""
        return self._excluded.holds(path)


def _of_file(base: str, file: pathlib.Path) -> Patterns | None:
    try:
        return Patterns(base, file.read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return None
