"""Presets: lists of categories and rules with options, as ``rules/presets.yaml`` states them."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Mapping
from typing import Any

from kubelint.catalogue import Rule, home, rules
from kubelint.manifest import read_bytes

RECOMMENDED = "recommended"
_AS_THEY_STAND = ("validity", "deprecation", "run")


def names() -> list[str]:
    """The presets' names, the usual one first."""
    return [RECOMMENDED, *_book()]


def rules_of(preset: str) -> frozenset[str]:
    """The names of the rules that a preset takes."""
    if preset == RECOMMENDED:
        return frozenset(rule.name for rule in rules().values() if rule.enabled)
    page = _book()[preset]
    taken, left_out = set(page["take"]), set(page.get("except", ()))
    return frozenset(rule.name for rule in rules().values() if _takes(rule, taken) and rule.name not in left_out)


def options_of(preset: str) -> Mapping[str, Mapping[str, Any]]:
    """The options that a preset sets, by rule."""
    return {} if preset == RECOMMENDED else _book()[preset].get("options", {})


def includes_node_daemons(preset: str) -> bool:
    """Whether a preset sets the option ``node-daemons`` of every rule that has it."""
    return preset != RECOMMENDED and bool(_book()[preset].get("node-daemons"))


def _takes(rule: Rule, taken: set[str]) -> bool:
    if rule.category in _AS_THEY_STAND:
        return rule.enabled or "every" in taken
    return "every" in taken or rule.category in taken or rule.name in taken


@functools.cache
def _book() -> dict[str, Any]:
    content = pathlib.Path(home(), "presets.yaml").read_bytes()
    book: dict[str, Any] = read_bytes(content, "presets.yaml").documents[0].data
    return book
