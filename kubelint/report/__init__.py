"""The reports: one module per format, each a function ``render`` from a report to text, found by the format's name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from kubelint.api import Report
from kubelint.errors import UsageError
from kubelint.suggestion import suggestion

if TYPE_CHECKING:
    from kubelint.workspace.graph import Graph


class View(NamedTuple):
    """How a report is to be shown."""

    color: bool = False
    width: int = 100
    category: str = ""
    """What SARIF calls several runs of one tool apart by."""
    graph: Callable[[Report], Graph] | None = None
    """Makes the path of traffic for those that draw it."""


Renderer = Callable[[Report, View], str]


def formats() -> list[str]:
    """The names of all formats."""
    found = (module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in found if not name.startswith("-"))


def render(name: str, report: Report, view: View | None = None) -> str:
    """A report in a format, ending in a line break unless it is empty.

    Raises:
        UsageError: there is no such format.
    """
    return renderer(name)(report, view or View())


def renderer(name: str) -> Renderer:
    """The function of a format.

    Raises:
        UsageError: there is no such format.
    """
    known = formats()
    if name not in known:
        raise UsageError(
            f"there is no output format `{name}`{suggestion(name, known) or '; there are ' + ', '.join(known)}"
        )
    found: Renderer = importlib.import_module(f"{__name__}.{name.replace('-', '_')}").render
    return found
