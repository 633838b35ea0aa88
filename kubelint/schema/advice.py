"""What somebody who wrote an unknown field probably meant: another name, or another place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kubelint.finding import Fault, Operation, Path
from kubelint.kube.objects import dig
from kubelint.schema.bundle import Shape
from kubelint.schema.types import Types, fits, shape_at
from kubelint.suggestion import closest

_PLAIN = 0.8
_FAINT = 0.65
_DEPTH = 3
_SHOWN = 3
_RESOURCES = {"*": "quantity"}
_RESOURCE_NAMES = frozenset({"cpu", "memory", "ephemeral-storage", "storage"})


class _Elsewhere(NamedTuple):
    """A mapping that has the field; with ``items``, the items of the list there have it."""

    path: Path
    items: bool


def advise(fault: Fault, types: Types, root: Shape, data: dict[str, Any]) -> Fault:
    """The fault on an unknown field, with the nearest thing that would be right, and what would mend it."""
    *parent, key = fault.path
    value = dig(data, *fault.path)
    members = types.members(shape_at(types, root, tuple(parent)))
    fitting = [name for name, shape in members.items() if fits(types, shape, value)]
    near = closest(str(key), fitting, _PLAIN)
    if near is None:
        if places := _elsewhere(types, root, fault.path, data):
            return _move(fault, places, data)
        if inner := _folded(types, members, str(key)):
            return fault._replace(message=f"{fault.message}; did you mean `{inner}`?")
        near = closest(str(key), fitting, _FAINT)
    return fault if near is None else _rename(fault, near, data)


def _folded(types: Types, members: Mapping[str, Shape], key: str) -> str | None:
    """A member and its own member that make up the name together: ``service.name`` of ``serviceName``."""
    pairs = ((name, inner) for name, shape in members.items() for inner in types.members(shape))
    return next((f"{name}.{inner}" for name, inner in pairs if key == name + inner[0].upper() + inner[1:]), None)


def _rename(fault: Fault, near: str, data: dict[str, Any]) -> Fault:
    message = f"{fault.message}; did you mean `{near}`?"
    *parent, key = fault.path
    siblings = dig(data, *parent)
    if near in siblings:
        return fault._replace(message=f"{fault.message}; `{near}` is there as well")
    safe = abs(len(near) - len(str(key))) < 2
    mend = (Operation("rename", fault.path, near),)
    return fault._replace(message=message, operations=mend, title=f"rename to `{near}`", safe=safe)


def _elsewhere(types: Types, root: Shape, path: Path, data: dict[str, Any]) -> list[_Elsewhere]:
    """The nearest places with the field: inside the mappings beside it, then further and further up and down again.

    Of lists, those that are there are preferred.
    """
    here, key, value = path[:-1], str(path[-1]), dig(data, *path)
    for height in range(len(here), -1, -1):
        shape = shape_at(types, root, here[:height])
        if shape is None or not types.members(shape):
            continue
        for level in _levels(types, shape, here[:height]):
            places = [place for place in level if place.path != here and _has(types, root, place, key, value)]
            if places:
                return [place for place in places if not place.items or dig(data, *place.path)] or places
    return []


def _has(types: Types, root: Shape, place: _Elsewhere, key: str, value: Any) -> bool:
    shape = shape_at(types, root, (*place.path, 0) if place.items else place.path)
    if shape == _RESOURCES:
        return key in _RESOURCE_NAMES
    found = types.members(shape).get(key)
    return found is not None and fits(types, found, value)


def _levels(types: Types, shape: Shape, path: Path) -> Iterator[list[_Elsewhere]]:
    """A mapping, then the mappings and lists of mappings in it, then those in them; status apart."""
    level = [(shape, path)]
    for _ in range(_DEPTH):
        yield [_Elsewhere(at, types.family(current) is list) for current, at in level]
        below = [
            (part, (*at, name))
            for current, at in level
            for name, part in types.members(current).items()
            if name != "status"
        ]
        level = [(part, at) for part, at in below if _is_searched(types, part)]


def _is_searched(types: Types, shape: Shape) -> bool:
    if types.family(shape) is list:
        return bool(types.members(types.inner(shape)))
    return bool(types.members(shape)) or shape == _RESOURCES


def _move(fault: Fault, places: list[_Elsewhere], data: dict[str, Any]) -> Fault:
    named = [_named(place) for place in places[:_SHOWN]]
    where = " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    message = f"{fault.message} here; it belongs in {where}"
    if len(places) > 1:
        return fault._replace(message=message)
    operations = _moving(fault.path, places[0], data)
    return fault._replace(message=message, operations=operations, title=f"move it to {where}", safe=False)


def _named(place: _Elsewhere) -> str:
    where = ""
    for step in place.path:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else step
    return f"an item of `{where}`" if place.items else f"`{where}`" if where else "the object itself"


def _moving(source: Path, place: _Elsewhere, data: dict[str, Any]) -> tuple[Operation, ...]:
    """Operations for the move; none where it is not plain which item of a list is meant, or where the field is set."""
    target = place.path
    if place.items:
        items = dig(data, *target)
        if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], dict):
            return ()
        target = (*target, 0)
    existing = dig(data, *target)
    if isinstance(existing, dict):
        return () if source[-1] in existing else (Operation("move", (*target, source[-1]), source=source),)
    if existing is None and isinstance(dig(data, *target[:-1]), dict):
        value = {source[-1]: dig(data, *source)}
        return (Operation("remove", source), Operation("add", target, value))
    return ()
