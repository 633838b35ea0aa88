"""The forms that facts come in: syntaxes, ranges, enumerations, members that must be there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.nearness import nearest
from kubelint.schema.scalars import is_pending
from kubelint.schema.server.registry import Check, Context, Verdict, judges, with_subject

_NOTHING: tuple[Any, ...] = (None, [], {})


def syntax(rule: names.Syntax, *, empty: bool = False) -> Check:
    """A text of some syntax; the empty one counts as missing, or as unset where ``empty`` is allowed."""

    def check(value: Any, minor: int) -> Verdict | None:
        if not value:
            return None if empty else Verdict("missing-field", "is empty, expected a value")
        problem = rule(value)
        if not problem or is_pending(value):
            return None
        return Verdict("invalid-value", f"`{value}` {problem}")

    return check


def filled(value: Any, minor: int) -> Verdict | None:
    """A text that may not be empty."""
    return None if value else Verdict("missing-field", "is empty, expected a value")


def expression(*declared: str, condition: bool = True) -> Check:
    """An expression in CEL over these names; ``condition`` says that it must come out true or false."""
    known = frozenset(declared)

    def check(value: Any, minor: int) -> Verdict | None:
        from kubelint.schema.server.cel import problem

        if not value.strip():
            return Verdict("missing-field", "is empty, expected an expression")
        said = problem(value, known, condition)
        return Verdict("invalid-value", f"`{value}` {said}") if said else None

    return check


def as_a_whole(value: Any, minor: int) -> Verdict | None:
    """A member that a judge looks at as a whole: nothing is said of its parts one by one."""
    return None


def one_of(*allowed: str, empty: bool = True) -> Check:
    """A text of an enumeration; the empty one counts as unset, unless the server has no default for it."""
    known = frozenset(allowed) | ({""} if empty else frozenset())
    by_letters = {_letters(name): name for name in allowed}
    listed = ", ".join(f"`{name}`" if name else '`""`' for name in allowed)

    def check(value: Any, minor: int) -> Verdict | None:
        if value in known or is_pending(value):
            return None
        if not value:
            return Verdict("missing-field", f"is empty, expected {_either(listed, len(allowed))}")
        near = by_letters.get(_letters(value))
        hint = near or by_letters.get(nearest(_letters(value), by_letters) or "")
        question = f"; did you mean `{hint}`?" if hint else ""
        text = f"`{value}` is not supported, expected {_either(listed, len(allowed))}{question}"
        return Verdict("unsupported-value", text, near)

    check.allowed = allowed  # type: ignore[attr-defined]
    return check


def _either(listed: str, count: int) -> str:
    return listed if count == 1 else f"one of {listed}"


def _letters(value: str) -> str:
    return value.lower().replace("-", "").replace("_", "").strip()


def number(least: int, most: int | None = None, zero: str = "") -> Check:
    """A number within limits. ``zero`` says that 0 counts as unset ("unset"), or as missing ("missing")."""
    expected = f"{least} to {most}" if most is not None else f"{least} or more"

    def check(value: Any, minor: int) -> Verdict | None:
        if value >= least and (most is None or value <= most):
            return None
        if value == 0 and zero:
            return None if zero == "unset" else Verdict("missing-field", f"is 0, expected {expected}")
        return Verdict("invalid-value", f"`{value}` is out of range, expected {expected}")

    return check


not_negative = number(0)
positive = number(1)
port_number = number(1, 65535)
user_id = number(0, 2147483647)


def port_or_name(value: Any, minor: int) -> Verdict | None:
    """A port's number, or its name."""
    if isinstance(value, str):
        return _port_name(value, minor)
    return port_number(value, minor)


_port_name = syntax(names.port_name)

label = syntax(names.dns_label)
subdomain = syntax(names.dns_subdomain)
label_key = syntax(names.label_key)
label_value = syntax(names.label_value, empty=True)
ip_address = syntax(names.ip_address)


def needs(definition: str, *members: str) -> None:
    """Members that the server wants though the schema does not ask for them; empty lists and maps do not count."""

    def judge(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
        return [missing(value, member) for member in members if value.get(member) in _NOTHING]

    judges(definition)(judge)


def not_empty(definition: str, *members: str) -> None:
    """Lists and maps that may not be empty; that they are there is the schema's business."""

    def judge(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
        return [missing(value, member) for member in members if member in value and not value[member]]

    judges(definition)(judge)


def missing(value: dict[str, Any], member: str, why: str = "") -> Fault:
    """The fault of a member that is absent or empty; the path leads to where it should be."""
    said = f"`{member}` is empty, expected a value" if member in value else f"lacks `{member}`"
    return Fault("missing-field", (member,), said + why)


def invalid(message: str, *path: str | int) -> Fault:
    """A value that does not do; its field is the subject of a message that begins with a verb."""
    return Fault("invalid-value", path, with_subject(message, path))


def forbidden(message: str, *path: str | int) -> Fault:
    """A member that may not be there."""
    return Fault("forbidden-field", path, message, key=True)


def at_most_one(definition: str, *members: str, at_least: bool = True) -> None:
    """A union: no more than one of the members, and one at least unless that is left to others."""
    known = frozenset(members)
    listed = ", ".join(f"`{member}`" for member in members)

    def judge(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
        given = [member for member in value if member in known]
        if not given and at_least:
            return [Fault("missing-field", (), f"says nothing: expected one of {listed}")]
        return [
            forbidden(f"`{member}` may not stand beside `{given[0]}`: only one of them is allowed", member)
            for member in given[1:]
        ]

    judges(definition)(judge)


def repeated(items: list[Any], member: str, what: str) -> Iterator[Fault]:
    """Later items that share a member's value with an earlier one; paths relative to the list."""
    seen: set[Any] = set()
    for index, item in enumerate(items):
        value = item.get(member)
        if value in seen and value:
            yield Fault("duplicate-item", (index, member), f"{what} `{value}` is used twice")
        seen.add(value)


def below(member: str | int, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults, one step further down."""
    for fault in faults:
        yield fault._replace(path=(member, *fault.path))
