"""An item that repeats an earlier one word for word can go."""

from __future__ import annotations

from typing import Any

from kubelint.finding import Fault, Operation
from kubelint.kube.objects import dig, mapping

_RULES = ("duplicate-item", "shadowed-item")


def unrepeated(data: Any, fault: Fault) -> Fault:
    """The fault, with the removal of the item where it says nothing that an earlier one has not said."""
    steps = [number for number, step in enumerate(fault.path) if isinstance(step, int)]
    if fault.rule not in _RULES or fault.operations or not steps:
        return fault
    place = fault.path[: steps[-1] + 1]
    items, index = dig(data, *place[:-1]), place[-1]
    if not isinstance(items, list) or not isinstance(index, int) or items[index] not in items[:index]:
        return fault
    name = mapping(items[index]).get("name")
    if any(name is not None and mapping(item).get("name") == name and item != items[index] for item in items):
        return fault  # one of this name says something else: which of them wins depends on their order
    return fault._replace(operations=(Operation("remove", place),), title="remove the repetition")
