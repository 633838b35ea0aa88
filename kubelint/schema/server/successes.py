"""When an Indexed Job counts as a success."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.pattern import regex
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts

MOST_RULES = 20
_RANGE = regex(r"(\d+)(?:-(\d+))?\Z")


def success_policy(policy: dict[str, Any], completions: int) -> Iterator[Fault]:
    """Faults of a ``successPolicy``."""
    rules = policy.get("rules", [])
    if not rules:
        yield facts.missing(policy, "rules")
    if len(rules) > MOST_RULES:
        yield facts.invalid(f"has {len(rules)} rules, at most {MOST_RULES} are allowed", "rules")
    for index, rule in enumerate(rules):
        yield from facts.below("rules", facts.below(index, _rule(rule, completions)))


def _rule(rule: dict[str, Any], completions: int) -> Iterator[Fault]:
    """Some of the indexes, or a number of them."""
    text, count = rule.get("succeededIndexes"), rule.get("succeededCount")
    if text is None and count is None:
        yield Fault("missing-field", (), "says nothing: expected one of `succeededIndexes`, `succeededCount`")
        return
    indexes: int | str = completions
    if text is not None and not is_pending(text):
        indexes = _indexes(text, completions)
        if isinstance(indexes, str):
            yield facts.invalid(f"`{text}` {indexes}", "succeededIndexes")
    most = indexes if isinstance(indexes, int) else completions
    if count is not None and not 0 <= count <= most:
        yield facts.invalid(f"`{count}` is out of range, expected 0 to {most}", "succeededCount")


def _indexes(text: str, completions: int) -> int | str:
    """How many indexes a text such as ``0,2-4`` names, or what is wrong with it."""
    last, total = -1, 0
    for part in text.split(",") if text else ():
        found = _RANGE.match(part)
        if found is None:
            return "is no list of indexes, such as `0,2-4`"
        low = int(found[1])
        high = low if found[2] is None else int(found[2])
        if low <= last or (found[2] is not None and high <= low):
            return "must be in ascending order, each index once"
        if high >= completions:
            return f"names an index beyond the last, {completions - 1}"
        last, total = high, total + high - low + 1
    return total
