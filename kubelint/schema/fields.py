"""The fields and types of a kind, for people: what ``kubelint schema`` and the editor show."""

from __future__ import annotations

import re
from typing import NamedTuple

from kubelint.errors import UsageError
from kubelint.schema.bundle import Shape, bundle
from kubelint.schema.descriptions import description
from kubelint.schema.required import enforced
from kubelint.schema.types import BundleTypes
from kubelint.suggestion import suggestion


class Field(NamedTuple):
    """A member of a type."""

    name: str
    type: str
    required: bool
    description: str
    """Kubernetes' own words, where the extra ``descriptions`` is installed; else empty."""


class Described(NamedTuple):
    """A type at a path of a kind."""

    api_version: str
    kind: str
    type: str
    description: str
    fields: tuple[Field, ...]


def describe(path: str, minor: int) -> Described:
    """What stands at a path such as ``Deployment.spec.strategy`` (or ``apps/v1/Deployment.spec``) in a minor version.

    Raises:
        UsageError: that version has no such kind or field.
    """
    head, *steps = re.split(r"(?<=[A-Za-z])\.(?![^/]*/)", path.strip("."))
    api_version, kind = _kind(head, minor)
    types, shape = BundleTypes(bundle(), minor), f"#{bundle().kinds[f'{api_version} {kind}']}"
    words = ""
    for number, step in enumerate(steps):
        owner = _owner(types, shape)
        members = types.members(owner)
        if step not in members:
            where = ".".join((kind, *steps[:number]))
            raise UsageError(f"`{where}` has no field `{step}`{suggestion(step, members)}")
        words = description(owner[1:], minor, step)
        shape = members[step]
    return _described(types, shape, api_version, kind, words, minor)


def _described(types: BundleTypes, shape: Shape, api_version: str, kind: str, words: str, minor: int) -> Described:
    owner = _owner(types, shape)
    members = types.members(owner)
    needed = enforced(bundle().definition(owner[1:], minor)) if members else ()
    fields = (
        Field(name, type_name(member), name in needed, description(owner[1:], minor, name))
        for name, member in members.items()
    )
    found = words or (description(owner[1:], minor) if members else "")
    return Described(api_version, kind, type_name(shape), found, tuple(fields))


def type_name(shape: Shape) -> str:
    """A shape in words: ``Container``, ``list of Container``, ``map of string``."""
    if isinstance(shape, str):
        return shape.rpartition(".")[2] if shape[0] == "#" else shape
    return f"list of {type_name(shape[0])}" if isinstance(shape, list) else f"map of {type_name(shape['*'])}"


def _owner(types: BundleTypes, shape: Shape) -> Shape:
    """The definition whose fields a path goes on in: of a list, that of its items."""
    while (inner := types.inner(shape)) is not None:
        shape = inner
    return shape


def _kind(name: str, minor: int) -> tuple[str, str]:
    wanted_version, _, kind = name.rpartition("/")
    served = [key.split(" ") for key, definition in bundle().kinds.items() if bundle().edition(definition, minor)]
    found = [pair for pair in served if pair[1].lower() == kind.lower() and wanted_version in ("", pair[0])]
    if not found:
        raise UsageError(f"Kubernetes 1.{minor} has no kind `{name}`{suggestion(kind, {pair[1] for pair in served})}")
    api_version, kind = min(found, key=_maturity)
    return api_version, kind


def _maturity(pair: list[str]) -> tuple[bool, str]:
    return "alpha" in pair[0] or "beta" in pair[0], pair[0]
