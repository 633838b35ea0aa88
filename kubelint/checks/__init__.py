"""The checks: one module per category, one pure function per rule, found by the names of the rule pages.

A check's first parameter names, by its annotation, the views that it wants (``Container``, ``Service``,
``Role | RoleBinding``); its other parameters are recognised by name: ``workspace``, ``options``, ``versions``.
A check without ``workspace`` is local: its findings depend on nothing but the object.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

from kubelint.catalogue import Rule, rules
from kubelint.finding import Problem


class Check(NamedTuple):
    """A rule's function and what it asks for."""

    rule: Rule
    function: Callable[..., Iterator[Problem] | None]
    subjects: tuple[str, ...]
    """Names of the classes that it takes; ``Workspace`` for once a run."""
    wants: tuple[str, ...]
    options: type[Any] | None
    """The NamedTuple of its options."""

    @property
    def local(self) -> bool:
        """Whether it looks at nothing but its object."""
        return "workspace" not in self.wants and self.subjects != ("Workspace",)


@functools.cache
def modules(category: str) -> tuple[ModuleType, ...]:
    """The modules of a category: ``checks/<category>.py``, or all of the package ``checks/<category>/``."""
    try:
        top = importlib.import_module(f"{__name__}.{category}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{category}":
            raise
        return ()
    names = [found.name for found in pkgutil.iter_modules(getattr(top, "__path__", []))]
    return (top, *(importlib.import_module(f"{top.__name__}.{name}") for name in names))


@functools.cache
def check(name: str) -> Check | None:
    """The check of a rule; None for rules whose findings come from another room (the reader, the schema)."""
    rule = rules()[name]
    identifier = name.replace("-", "_")
    for module in modules(rule.category):
        function = vars(module).get(identifier)
        if function is not None:
            return _check(rule, function, module)
    return None


def _check(rule: Rule, function: Callable[..., Any], module: ModuleType) -> Check:
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    annotations = function.__annotations__
    subjects = tuple(part.strip() for part in str(annotations[names[0]]).split("|"))
    options = getattr(module, str(annotations["options"])) if "options" in names else None
    return Check(rule, function, subjects, names[1:], options)


def checks(names: frozenset[str]) -> list[Check]:
    """The checks of the rules named, in the order of the book."""
    return [found for name in rules() if name in names and (found := check(name)) is not None]


def options_of(check: Check, given: Mapping[str, Any]) -> Any:
    """The check's options: its defaults, overridden by those given (names with hyphens, as people write them)."""
    if check.options is None:
        return None
    return check.options(**{name.replace("-", "_"): value for name, value in given.items()})
