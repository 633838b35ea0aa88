"""The server's own rules, called for every part of an object whose structure has been looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kubelint.finding import Fault
from kubelint.schema.bundle import Bundle, Shape
from kubelint.schema.report import under
from kubelint.schema.server.registry import OBJECT, Check, Context, FieldFact, Judge, facts_for

Visit = Callable[[Any, Context], list[Fault] | None]
"""Looks at a cleaned value; brings back faults with paths relative to it, None where there are none."""


class Visitors:
    """Visits for the definitions of one minor version."""

    def __init__(self, bundle: Bundle, minor: int) -> None:
        self._bundle = bundle
        self._minor = minor
        self._visits: dict[str, Visit] = {}
        self._mattering: dict[str, bool] = {}

    def judge(self, name: str, root: dict[str, Any], context: Context) -> list[Fault]:
        """All that the rules say about an object; its status is the server's to write, and not looked at."""
        if "status" in root:
            root = {key: value for key, value in root.items() if key != "status"}
        return (self.visit(name)(root, context) or []) + judge_root(root, context)

    def visit(self, name: str) -> Visit:
        """The visit of a definition."""
        found = self._visits.get(name)
        if found is None:
            found = self._visits[name] = _visit(lambda: self._members(name), facts_for(name, self._minor)[0])
        return found

    def _members(self, name: str) -> dict[str, tuple[Check | None, Visit | None]]:
        """For each member that matters the check of its scalar, or the visit of what it holds."""
        fields = facts_for(name, self._minor)[1]
        table: dict[str, tuple[Check | None, Visit | None]] = {}
        for member, shape in self._bundle.definition(name, self._minor).fields.items():
            fact = fields.get(member)
            if fact is None:
                visit = self._shaped(shape)
                if visit is not None:
                    table[member] = None, visit
            else:
                table[member] = (fact.check, None) if fact.each == "self" else (None, _checked(fact))
        return table

    def _shaped(self, shape: Shape) -> Visit | None:
        if isinstance(shape, list):
            return _each(self._shaped(shape[0]), enumerate)
        if isinstance(shape, dict):
            return _each(self._shaped(shape["*"]), dict.items)
        return self.visit(shape[1:]) if shape[0] == "#" and self._matters(shape[1:]) else None

    def _matters(self, name: str) -> bool:
        """Whether any rule speaks of a definition or of what it holds."""
        known = self._mattering.get(name)
        if known is None:
            reached = self._bundle.reach(name, self._minor)
            known = any(any(facts_for(part, self._minor)) for part, _ in reached)
            self._mattering[name] = known
        return known


def judge_root(root: dict[str, Any], context: Context) -> list[Fault]:
    """What the rules for all objects say, custom resources included."""
    return [fault for judge in facts_for(OBJECT, context.minor)[0] for fault in judge(root, context)]


def _visit(members: Callable[[], dict[str, tuple[Check | None, Visit | None]]], judges: list[Judge]) -> Visit:
    table: dict[str, tuple[Check | None, Visit | None]] | None = None

    def visit(value: dict[str, Any], context: Context) -> list[Fault] | None:
        nonlocal table
        if table is None:
            table = members()
        faults: list[Fault] = []
        for key, member in value.items():
            entry = table.get(key)
            if entry is None:
                continue
            check, inner = entry
            if check is not None:
                if (verdict := check(member, context.minor)) is not None:
                    faults.append(verdict.fault((key,)))
            elif inner is not None and (found := inner(member, context)):
                faults += [under(fault, (key,)) for fault in found]
        for judge in judges:
            faults += judge(value, context)
        return faults

    return visit


def _each(visit: Visit | None, pairs: Callable[[Any], Any]) -> Visit | None:
    if visit is None:
        return None

    def visit_each(value: Any, context: Context) -> list[Fault] | None:
        faults: list[Fault] | None = None
        for step, member in pairs(value):
            if found := visit(member, context):
                faults = (faults or []) + [under(fault, (step,)) for fault in found]
        return faults

    return visit_each


def _checked(fact: FieldFact) -> Visit:
    """The check of each item of a list of scalars, or of each value of a map."""
    check, pairs = fact.check, enumerate if fact.each == "items" else dict.items

    def visit_all(value: Any, context: Context) -> list[Fault] | None:
        verdicts = ((step, check(member, context.minor)) for step, member in pairs(value))
        return [verdict.fault((step,)) for step, verdict in verdicts if verdict is not None]

    return visit_all
