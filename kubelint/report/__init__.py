"""The reports: one module per format, each a function ``render`` from a report to text, found by the format's name."""

from __future__ import annotations

import importlib
import pkgutil
from typing import NamedTuple

from kubelint.api import Report
from kubelint.errors import UsageError
from kubelint.suggestion import suggestion


class View(NamedTuple):
    """How people are to see a report; formats for machines take no notice."""

    color: bool = False
    width: int = 100


def formats() -> list[str]:
    """The names of all formats."""
    found = (module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in found if not name.startswith("-"))


def render(name: str, report: Report, view: View | None = None) -> str:
    """A report in a format, ending in a line break unless it is empty.

    Raises:
        UsageError: there is no such format.
    """
    try:
        module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    except ModuleNotFoundError:
        known = formats()
        hint = suggestion(name, known)
        raise UsageError(f"there is no output format `{name}`{hint or '; there are ' + ', '.join(known)}") from None
    text: str = module.render(report, view or View())
    return text
