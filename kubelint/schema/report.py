"""What a walk over a value brings back: faults, and the value without the parts that cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from kubelint.finding import Fault, Operation


class _Dropped:
    """The absence of a value; ``DROPPED`` is the only one."""

    def __repr__(self) -> str:
        return "DROPPED"


DROPPED: Any = _Dropped()
"""Stands for a value that is null, of a wrong type, or still to be rendered."""


class Report(NamedTuple):
    """Faults, with paths relative to the value, and the value as later stages may read it."""

    faults: list[Fault]
    value: Any


Walk = Callable[[Any], Report | None]
"""Looks at one value; None where there is nothing to say and nothing to leave out."""


class Node(NamedTuple):
    """How to read one value."""

    expected: type
    """The Python type that nearly all right values have, exactly."""
    walk: Walk | None
    """Looks into a value of that type; None where the type is all that counts."""
    other: Walk
    """Looks at a value of any other type, null apart."""


def wrong_type(expected: str, value: Any, meant: Any, secret: bool = False) -> Report:
    """The report on a value of a wrong type; ``meant`` is what it plainly should have been."""
    mend = (Operation("replace", (), meant),) if meant is not None else ()
    title = f"write it as {expected}" if mend else ""
    message = f"expected {expected}, got {_described(value, secret)}"
    fault = Fault("wrong-type", (), message, operations=mend, title=title)
    return Report([fault], DROPPED)


def _described(value: Any, secret: bool) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return f"the boolean `{str(value).lower()}`"
    name = "string" if isinstance(value, str) else "integer" if isinstance(value, int) else "number"
    text = str(value)
    if secret or len(text) > 40:
        return f"{'an' if name == 'integer' else 'a'} {name}"
    return f"the {name} `{text}`"


def moved(report: Report, *steps: str | int) -> list[Fault]:
    """A report's faults, seen from further up."""
    return [under(fault, steps) for fault in report.faults]


def under(fault: Fault, steps: tuple[str | int, ...]) -> Fault:
    """A fault, seen from further up."""
    if not fault.operations:
        return fault._replace(path=steps + fault.path)
    operations = tuple(
        operation._replace(
            path=steps + operation.path,
            source=None if operation.source is None else steps + operation.source,
        )
        for operation in fault.operations
    )
    return fault._replace(path=steps + fault.path, operations=operations)
