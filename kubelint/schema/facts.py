"""The server's own rules, called for every part of an object whose structure has been looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kubelint.finding import Fault
from kubelint.schema.bundle import Bundle, Shape
from kubelint.schema.report import under
from kubelint.schema.server.registry import OBJECT, Context, FieldFact, Judge, facts_for

Visit = Callable[[Any, Context], list[Fault]]
"""Looks at a cleaned value; brings back faults with paths relative to it."""


class Visitors:
    """Visits for the definitions of one minor version."""

    def __init__(self, bundle: Bundle, minor: int) -> None:
        self._bundle = bundle
        self._minor = minor
        self._visits: dict[str, Visit] = {}

    def judge(self, name: str, root: dict[str, Any], context: Context) -> list[Fault]:
        """All that the rules say about an object; its status is the server's to write, and not looked at."""
        found = self.visit(name)({key: value for key, value in root.items() if key != "status"}, context)
        return found + judge_root(root, context)

    def visit(self, name: str) -> Visit:
        """The visit of a definition."""
        found = self._visits.get(name)
        if found is None:
            found = self._visits[name] = _visit(lambda: self._members(name), facts_for(name, self._minor)[0])
        return found

    def _members(self, name: str) -> dict[str, Visit]:
        fields = facts_for(name, self._minor)[1]
        table = {}
        for member, shape in self._bundle.definition(name, self._minor).fields.items():
            visit = self._fact(fields[member]) if member in fields else self._shaped(shape)
            if visit is not None:
                table[member] = visit
        return table

    def _shaped(self, shape: Shape) -> Visit | None:
        if isinstance(shape, list):
            return _each(self._shaped(shape[0]), enumerate)
        if isinstance(shape, dict):
            return _each(self._shaped(shape["*"]), dict.items)
        return self.visit(shape[1:]) if shape[0] == "#" else None

    def _fact(self, fact: FieldFact) -> Visit:
        check = fact.check

        def visit(value: Any, context: Context) -> list[Fault]:
            verdict = check(value, context.minor)
            return [] if verdict is None else [verdict.fault(())]

        if fact.each == "self":
            return visit
        return _each(visit, enumerate if fact.each == "items" else dict.items) or visit


def judge_root(root: dict[str, Any], context: Context) -> list[Fault]:
    """What the rules for all objects say, custom resources included."""
    return [fault for judge in facts_for(OBJECT, context.minor)[0] for fault in judge(root, context)]


def _visit(members: Callable[[], dict[str, Visit]], judges: list[Judge]) -> Visit:
    table: dict[str, Visit] | None = None

    def visit(value: dict[str, Any], context: Context) -> list[Fault]:
        nonlocal table
        if table is None:
            table = members()
        faults: list[Fault] = []
        for key, member in value.items():
            inner = table.get(key)
            if inner is not None and (found := inner(member, context)):
                faults += [under(fault, (key,)) for fault in found]
        for judge in judges:
            faults += judge(value, context)
        return faults

    return visit


def _each(visit: Visit | None, pairs: Callable[[Any], Any]) -> Visit | None:
    if visit is None:
        return None

    def visit_each(value: Any, context: Context) -> list[Fault]:
        faults: list[Fault] = []
        for step, member in pairs(value):
            if found := visit(member, context):
                faults += [under(fault, (step,)) for fault in found]
        return faults

    return visit_each
