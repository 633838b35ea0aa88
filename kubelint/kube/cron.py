"""Schedules and time zones of CronJobs, as the controller's parser reads them (``robfig/cron`` v3)."""

from __future__ import annotations

import re
from functools import lru_cache

from kubelint.pattern import regex

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_DAYS = {name: number for number, name in enumerate(_DAY_NAMES)}
_NONE: dict[str, int] = {}
_FIELDS = (
    ("minute", 0, 59, _NONE),
    ("hour", 0, 23, _NONE),
    ("day of the month", 1, 31, _NONE),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 6, _DAYS),
)
_DESCRIPTORS = frozenset(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"])
_DURATION = regex(r"[-+]?(?:0|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)\Z")
_INTEGER = regex(r"\+?[0-9]{1,18}\Z")


@lru_cache(512)
def schedule(value: str) -> str | None:
    """What is wrong with a schedule, to be read after it; None where it is fine."""
    if value.startswith(("TZ=", "CRON_TZ=")):
        return "may not name a time zone; `timeZone` does that"
    if value.startswith("@"):
        return _descriptor(value)
    parts = value.split()
    if len(parts) != 5:
        return f"has {len(parts)} fields, expected 5: minute, hour, day of the month, month, day of the week"
    for part, field in zip(parts, _FIELDS, strict=True):
        for choice in filter(None, part.split(",")):
            if problem := _range(choice, *field):
                return problem
    return None


def _descriptor(value: str) -> str | None:
    if value in _DESCRIPTORS:
        return None
    if value.startswith("@every "):
        fine = _DURATION.match(value[len("@every ") :])
        return None if fine else f"has no duration after `@every`, such as `1h30m`: `{value[7:]}`"
    near = value.lower()
    known = ", ".join(sorted(_DESCRIPTORS))
    return f"is none of {known}" + (f"; did you mean `{near}`?" if near in _DESCRIPTORS else "")


def _range(text: str, field: str, least: int, most: int, names: dict[str, int]) -> str | None:
    """What is wrong with ``*``, ``n``, ``n-m``, each with ``/step``."""
    span, slash, step = text.partition("/")
    if slash and not (_INTEGER.match(step) and int(step) > 0):
        return f"has the step `{step}` in `{text}` ({field}), expected a positive number"
    first, dash, last = span.partition("-")
    if first in ("*", "?"):
        return f"has two hyphens in `{text}` ({field})" if "-" in last else None
    start, end = _number(first, names), _number(last if dash else first, names)
    if start is None or end is None:
        return f"has `{text}` as its {field}, expected {_expected(least, most, names)}"
    if start < least or end > most:
        hint = "; Sunday is `0`" if field == "day of the week" and end == 7 else ""
        return f"has `{text}` as its {field}, expected {_expected(least, most, names)}{hint}"
    return f"has the range `{span}` ({field}), which runs backwards" if start > end else None


def _number(text: str, names: dict[str, int]) -> int | None:
    known = names.get(text.lower())
    return known if known is not None else int(text) if _INTEGER.match(text) else None


def _expected(least: int, most: int, names: dict[str, int]) -> str:
    return f"{least} to {most}" + (f" or `{next(iter(names))}` to `{list(names)[-1]}`" if names else "")


@lru_cache(64)
def time_zone(value: str) -> str | None:
    """What is wrong with a time zone's name, to be read after it; None where it is fine or this machine cannot tell."""
    if not value or value.lower() == "local":
        return "is no time zone of the IANA list, such as `Europe/Berlin`"
    if not re.fullmatch(r"[A-Za-z_][-A-Za-z0-9_+]{0,13}(?:/[A-Za-z_][-A-Za-z0-9_+]{0,13})*", value):
        return "is no time zone of the IANA list, such as `Europe/Berlin`"
    zones = _zones()
    if not zones or value in zones:
        return None
    near = next((zone for zone in zones if zone.lower() == value.lower()), None)
    return "is no time zone of the IANA list" + (f"; did you mean `{near}`?" if near else ", such as `Europe/Berlin`")


@lru_cache(1)
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())
