"""The words of rendering: what came out, where it was written, and what could not be rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from kubelint.finding import Problem
from kubelint.manifest import Manifest


class RefusedError(Exception):
    """Why something is not rendered, as a sentence without full stop: it takes what is not allowed."""


class FailedError(RefusedError):
    """The tool could not render it, which is a finding."""


class SlowError(FailedError):
    """The tool met a limit, which it may not meet another time."""


class BrokenError(RefusedError):
    """It names what is not there, of which a finding speaks already."""


class Tracer(Protocol):
    """Knows where the documents of one rendering were written."""

    def attach(self, manifest: Manifest) -> None:
        """Give each document of the rendered manifest its origin."""


@dataclass(frozen=True, eq=False)
class Rendering:
    """One text that a tool made of a chart or a kustomization."""

    name: str
    """The name of the manifest that holds it."""
    folder: str
    """The folder of its chart or kustomization, as the run shows it."""
    by: str
    text: str
    tracer: Tracer
    covers: frozenset[str]
    """The names of the files that are judged through it."""
    variant: str = ""
    """What tells it from other renderings of the same folder."""
    namespace: str | None = None
    partial: bool = False


class Skipped(NamedTuple):
    """A chart or kustomization that was not rendered although nothing is wrong with it, and why."""

    file: str
    reason: str


class Memory(Protocol):
    """What is remembered between runs."""

    def get(self, key: str) -> Any:
        """The value of a key, None where there is none."""

    def put(self, key: str, value: Any) -> None:
        """Remember a value."""


@dataclass
class Renderings:
    """All that rendering brings to a run."""

    again: Callable[[Mapping[str, bytes]], Renderings]
    """Renders once more, with new contents of files by their names."""
    source: Callable[[str], Manifest]
    """A file by the name that the run shows."""
    inputs: Callable[[], dict[str, bytes]]
    """All files that the renderings depend on, by name."""
    made: list[Rendering] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    """What is wrong with the kustomizations and charts themselves, by rule."""
    skipped: list[Skipped] = field(default_factory=list)

    @cached_property
    def covered(self) -> dict[str, str]:
        """The files that are judged through a rendering, and the tool that made it."""
        return {file: each.by for each in self.made for file in each.covers}
