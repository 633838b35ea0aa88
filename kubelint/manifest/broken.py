"""Where in the data a text breaks off: the node that was being read when the parser gave up."""

from __future__ import annotations

from typing import Any

from kubelint.finding import Path
from kubelint.manifest.events import kinds, open_parser

_DEEP = 64
"""Nobody reads a longer path, and the parser gets slow far below."""


def path_of_break(source: str) -> Path:
    """The path of the node that was being read; ``()`` where that is the whole."""
    trail = _Trail()
    try:
        get_event = open_parser(source).get_event
        while trail.follow(get_event()):
            pass
    except Exception:  # it breaks again where it broke before
        return trail.path
    return trail.path


class _Trail:
    """The open collections on the way to the node that is being read."""

    def __init__(self) -> None:
        self._steps: list[str | int | None] = []
        """Of each open collection the key or the index that is being read; None before the first key."""
        self._keyed: list[bool | None] = []
        """Of each open mapping whether its key has been read; None of a sequence."""

    @property
    def path(self) -> Path:
        """The steps so far; a mapping's last key counts as long as its value has not been read."""
        steps = self._steps[:-1] if self._keyed and self._keyed[-1] is False else self._steps
        return tuple(step for step in steps if step is not None)

    def follow(self, event: Any) -> bool:
        """Take one event; False at the end of the document."""
        names, kind = kinds(), type(event)
        if kind in (names.scalar, names.alias):
            self._node(event.value if kind is names.scalar else "")
        elif kind in (names.mapping_start, names.sequence_start):
            self._node("")
            self._steps.append(None if kind is names.mapping_start else -1)
            self._keyed.append(False if kind is names.mapping_start else None)
        elif kind in (names.mapping_end, names.sequence_end):
            self._steps.pop()
            self._keyed.pop()
        return kind is not names.document_end and len(self._steps) < _DEEP

    def _node(self, text: str) -> None:
        """A node begins: the next item, a key, or the value of the key before it."""
        if not self._keyed:
            return
        keyed, step = self._keyed[-1], self._steps[-1]
        if keyed is None and isinstance(step, int):
            self._steps[-1] = step + 1
        elif keyed:
            self._keyed[-1] = False
        else:
            self._steps[-1], self._keyed[-1] = text, True
