"""What each check asks for, read from its source: its module is imported once an object of its kinds turns up."""

from __future__ import annotations

import functools
import importlib
import os
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

_HERE = __name__.rpartition(".")[0]
_FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - a hundred paths at each start
_PARAMETER = re.compile(r"(\w+)(?:: *([^,=]+))?")
_BETWEEN = "\ndef "


class Signature(NamedTuple):
    """Where a check is, and its parameters with their annotations as written."""

    module: str
    parameters: tuple[tuple[str, str], ...]


@functools.cache
def signatures(category: str) -> dict[str, Signature]:
    """The functions of a category's modules by name."""
    return {name: found for module in module_names(category) for name, found in _in_module(module)}


@functools.cache
def module_names(category: str) -> tuple[str, ...]:
    """The modules of a category: ``checks/<category>.py``, or all of the package ``checks/<category>/``."""
    top, folder = f"{_HERE}.{category}", f"{_FOLDER}/{category}"
    if os.path.isdir(folder):  # noqa: PTH112
        return (top, *sorted(f"{top}.{found.name}" for found in pkgutil.iter_modules([folder])))
    return (top,) if os.path.isfile(f"{folder}.py") else ()  # noqa: PTH113


def modules(category: str) -> tuple[ModuleType, ...]:
    """The modules of a category, imported."""
    return tuple(importlib.import_module(name) for name in module_names(category))


def _in_module(module: str) -> Iterator[tuple[str, Signature]]:
    path = f"{_FOLDER}/{module[len(_HERE) + 1 :].replace('.', '/')}"
    file = f"{path}/__init__.py" if os.path.isdir(path) else f"{path}.py"  # noqa: PTH112
    with open(file, encoding="utf-8") as source:  # noqa: PTH123
        parts = source.read().split(_BETWEEN)[1:]
    for part in parts:
        name, _, rest = part.partition("(")
        if not name.startswith("_"):
            yield name, Signature(module, tuple(_PARAMETER.findall(rest.partition(")")[0])))
