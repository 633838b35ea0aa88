"""Which rules speak: presets, categories and names, as the file and the command line choose them."""

from __future__ import annotations

from collections.abc import Iterable

from kubelint.catalogue import Rule, categories, rules
from kubelint.config import presets
from kubelint.errors import UsageError
from kubelint.suggestion import suggestion

ALWAYS = ("invalid-yaml",)
"""Beside the rules of ``run``: without them a run that chose a few rules would pass over what it could not read."""


def named(names: Iterable[str]) -> frozenset[str]:
    """The rules of names and categories; a category means its rules that are on by default.

    Raises:
        UsageError: there is no such rule or category.
    """
    return frozenset(rule for name in names for rule in _named(name))


def of_presets(names: Iterable[str]) -> frozenset[str]:
    """The rules of presets, added up.

    Raises:
        UsageError: there is no such preset.
    """
    return frozenset(rule for name in names for rule in presets.rules_of(known_preset(name)))


def always() -> frozenset[str]:
    """The rules that speak whatever was selected; they can only be ignored by name."""
    return frozenset(rule.name for rule in rules().values() if rule.category == "run" or rule.name in ALWAYS)


def known_preset(name: str) -> str:
    """The name itself.

    Raises:
        UsageError: there is no such preset.
    """
    if name == presets.RECOMMENDED or name in (known := presets.names()):
        return name
    raise UsageError(f"there is no preset `{name}`{suggestion(name, known) or '; there are ' + ', '.join(known)}")


def _named(name: str) -> list[str]:
    if name in rules():
        return [name]
    of_category = [rule for rule in rules().values() if rule.category == name]
    if not of_category:
        raise UsageError(_unknown(name))
    return [rule.name for rule in of_category if rule.enabled]


def known_rule(name: str) -> Rule:
    """The rule of a name.

    Raises:
        UsageError: there is no such rule.
    """
    if name not in rules():
        raise UsageError(_unknown(name))
    return rules()[name]


def _unknown(name: str) -> str:
    if name in presets.names():
        return f"`{name}` is a preset, not a rule; choose it with `--preset {name}` or `presets: [{name}]`"
    return f"there is no rule or category `{name}`{suggestion(name, [*rules(), *categories()])}"
