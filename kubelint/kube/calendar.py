"""When a schedule comes: the fields of a valid cron line, spread out (``robfig/cron`` v3, as the controller)."""

from __future__ import annotations

from typing import NamedTuple

from kubelint.kube.cron import schedule

_NAMES = {
    name: number
    for names, first in (("jan feb mar apr may jun jul aug sep oct nov dec", 1), ("sun mon tue wed thu fri sat", 0))
    for number, name in enumerate(names.split(), first)
}
_BOUNDS = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 6))
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class Field(NamedTuple):
    """One field of a schedule."""

    name: str
    text: str
    values: frozenset[int]
    open: bool
    """Whether it starts from a bare star, so that the other day field decides (``*/2`` is no bare star)."""
    overshot: str | None
    """The part whose step is longer than the whole field, so that only its first value comes."""


class Schedule(NamedTuple):
    """The five fields of a cron line."""

    minute: Field
    hour: Field
    day: Field
    month: Field
    weekday: Field

    @property
    def never(self) -> bool:
        """Whether no day of any year fits, by month and day of the month alone."""
        if self.day.open or not self.weekday.open:
            return False
        return not any(day <= _LONGEST.get(month, 31) for month in self.month.values for day in self.day.values)


def spread(text: str) -> Schedule | None:
    """The fields of a schedule; None for ``@daily`` and the like, and where it is not valid."""
    if text.startswith("@") or schedule(text) is not None:
        return None
    return Schedule(*(_field(part, *bounds) for part, bounds in zip(text.split(), _BOUNDS, strict=True)))


def _field(text: str, name: str, least: int, most: int) -> Field:
    values: set[int] = set()
    is_open, overshot = False, None
    for part in filter(None, text.split(",")):
        span, _, step_text = part.partition("/")
        step = int(step_text or 1)
        first, dash, last = span.partition("-")
        star = first in ("*", "?")
        start = least if star else _number(first)
        end = most if star or (step_text and not dash) else _number(last if dash else first)
        values.update(range(start, end + 1, step))
        is_open = is_open or (star and step == 1)
        overshot = part if step > most - least + 1 else overshot
    return Field(name, text, frozenset(values), is_open, overshot)


def _number(text: str) -> int:
    known = _NAMES.get(text.lower())
    return int(text) if known is None else known
