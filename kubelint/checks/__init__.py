"""The checks: one module per category, one pure function per rule, found by the names of the rule pages.

A check's first parameter names, by its annotation, the views that it wants (``Container``, ``Service``,
``Role | RoleBinding``); its other parameters are recognised by name: ``workspace``, ``options``, ``versions``.
A check without ``workspace`` is local: its findings depend on nothing but the object.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kubelint.catalogue import Rule, rules
from kubelint.checks.signatures import Signature, signatures
from kubelint.finding import Problem


@dataclass(frozen=True, eq=False)
class Check:
    """A rule's function and what it asks for; its module is imported when the function or the options are used."""

    rule: Rule
    signature: Signature

    @property
    def subjects(self) -> tuple[str, ...]:
        """Names of the classes that it takes; ``Workspace`` for once a run."""
        return tuple(part.strip() for part in self.signature.parameters[0][1].split("|"))

    @property
    def wants(self) -> tuple[str, ...]:
        """Names of the other parameters."""
        return tuple(name for name, _ in self.signature.parameters[1:])

    @property
    def local(self) -> bool:
        """Whether it looks at nothing but its object."""
        return "workspace" not in self.wants and self.subjects != ("Workspace",)

    @property
    def function(self) -> Callable[..., Iterator[Problem] | None]:
        """The function."""
        found: Callable[..., Iterator[Problem] | None] = self._named(self.rule.name.replace("-", "_"))
        return found

    @property
    def options(self) -> type[Any] | None:
        """The NamedTuple of its options."""
        annotation = dict(self.signature.parameters).get("options")
        return self._named(annotation.strip()) if annotation else None

    def _named(self, name: str) -> Any:
        return getattr(importlib.import_module(self.signature.module), name)


@functools.cache
def check(name: str) -> Check | None:
    """The check of a rule; None for rules whose findings come from another room (the reader, the schema)."""
    rule = rules()[name]
    found = signatures(rule.category).get(name.replace("-", "_"))
    return Check(rule, found) if found else None


def checks(names: frozenset[str]) -> list[Check]:
    """The checks of the rules named, in the order of the book."""
    return [found for name in rules() if name in names and (found := check(name)) is not None]


def options_of(check: Check, given: Mapping[str, Any]) -> Any:
    """The check's options: its defaults, overridden by those given (names with hyphens, as people write them)."""
    options = check.options
    if options is None:
        return None
    return options(**{name.replace("-", "_"): value for name, value in given.items()})
