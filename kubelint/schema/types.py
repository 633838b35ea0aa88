"""A way to walk through types without data: for advice, descriptions and completion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from kubelint.finding import Path
from kubelint.schema.bundle import Bundle, Shape


class Types(Protocol):
    """How one source of types, the bundle or a custom resource's schema, is read."""

    def members(self, shape: Shape) -> Mapping[str, Shape]:
        """The members of a mapping whose members are known; none for other shapes."""

    def inner(self, shape: Shape) -> Shape | None:
        """The items of a list, or the values of a map."""

    def family(self, shape: Shape) -> type | None:
        """``dict``, ``list`` or ``str`` for all scalars; None where anything goes."""


class BundleTypes:
    """The types of one minor version of Kubernetes."""

    def __init__(self, bundle: Bundle, minor: int) -> None:
        self._bundle = bundle
        self._minor = minor

    def members(self, shape: Shape) -> Mapping[str, Shape]:
        """The fields of a definition."""
        if not isinstance(shape, str) or shape[0] != "#":
            return {}
        return self._bundle.definition(shape[1:], self._minor).fields

    def inner(self, shape: Shape) -> Shape | None:
        """The items of a list, or the values of a map."""
        return shape[0] if isinstance(shape, list) else shape["*"] if isinstance(shape, dict) else None

    def family(self, shape: Shape) -> type | None:
        """``dict``, ``list`` or ``str`` for all scalars; None where anything goes."""
        if isinstance(shape, str):
            return dict if shape[0] == "#" or shape == "object" else None if shape == "any" else str
        return type(shape)


def shape_at(types: Types, root: Shape, path: Path) -> Shape | None:
    """The shape at a path of data; None where the types know nothing of it."""
    shape: Shape | None = root
    for step in path:
        if shape is None:
            return None
        members = types.members(shape)
        shape = members.get(step) if members and isinstance(step, str) else types.inner(shape)
    return shape


def fits(types: Types, shape: Shape, value: Any) -> bool:
    """Whether a value is of a shape's family; null fits everywhere."""
    family = types.family(shape)
    if family is None or value is None:
        return True
    return isinstance(value, family) if family is not str else not isinstance(value, dict | list)
