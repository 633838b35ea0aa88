"""Variables in commands, arguments and other variables' values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Path, Problem
from kubelint.kube.nearness import slip_of
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.pods import Container

_VARIABLE = re.compile(r"(?<!\$)((?:\$\$)*)\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")
"""As the kubelet reads it: ``$$(NAME)`` is text."""


def unresolved_variable(container: Container) -> Iterator[Problem]:
    """A ``$(NAME)`` that stays as text: defined further down, or a slip away from a defined one."""
    entries = [mapping(entry) for entry in sequence(container.data.get("env"))]
    names = [str(entry.get("name")) for entry in entries]
    for number, entry in enumerate(entries):
        yield from _unresolved(container, ("env", number, "value"), entry.get("value"), names[:number], names[number:])
    for field in ("command", "args"):
        for number, argument in enumerate(sequence(container.data.get(field))):
            yield from _unresolved(container, (field, number), argument, names, ())


def _unresolved(
    container: Container, path: Path, text: Any, defined: Sequence[str], later: Sequence[str]
) -> Iterator[Problem]:
    for match in _VARIABLE.finditer(text) if isinstance(text, str) and "$(" in text else ():
        name = match[2]
        if name in defined:
            continue
        if name in later[1:]:
            yield Problem(container.at(*path), f"`$({name})` stays as text: `{name}` is defined further down")
        elif name not in later and not container.data.get("envFrom"):
            close = slip_of(name, defined)
            if close:
                yield Problem(
                    container.at(*path),
                    f"`$({name})` stays as text: there is no variable `{name}`; did you mean `{close}`?",
                    fix=_respelt(container, path, text.replace(f"$({name})", f"$({close})"), close),
                )


def _respelt(container: Container, path: Path, text: str, close: str) -> Fix:
    place = container.at(*path)
    return Fix(f"use `$({close})`", (Patch(place.subject, (Operation("replace", place.path, text),)),), safe=False)
