"""The fields and types of a kind, for people: what ``kubelint schema`` and the editor show."""

from __future__ import annotations

import re
from typing import NamedTuple

from kubelint.errors import UsageError
from kubelint.finding import Path
from kubelint.schema.apis import Api, apis
from kubelint.schema.bundle import Shape, bundle
from kubelint.schema.descriptions import description
from kubelint.schema.required import enforced
from kubelint.schema.server.registry import facts_for
from kubelint.schema.types import BundleTypes
from kubelint.suggestion import suggestion


class Field(NamedTuple):
    """A member of a type."""

    name: str
    type: str
    required: bool
    description: str
    """Kubernetes' own words, where the extra ``descriptions`` is installed; else empty."""
    allowed: tuple[str, ...] = ()
    """The values of an enumeration."""


class Described(NamedTuple):
    """A type at a path of a kind."""

    api_version: str
    kind: str
    type: str
    description: str
    fields: tuple[Field, ...]
    allowed: tuple[str, ...] = ()
    """The values of an enumeration."""


def describe(path: str, minor: int) -> Described:
    """What stands at a path such as ``Deployment.spec.strategy`` (or ``apps/v1/Deployment.spec``) in a minor version.

    Raises:
        UsageError: that version has no such kind or field.
    """
    head, *steps = re.split(r"(?<=[A-Za-z])\.(?![^/]*/)", path.strip("."))
    return describe_at(*_kind(head, minor), tuple(steps), minor)


def describe_at(api_version: str, kind: str, path: Path, minor: int) -> Described:
    """What stands at a path of a kind that the version has; indices in the path are passed over.

    Raises:
        UsageError: there is no such field.
    """
    steps = [step for step in path if isinstance(step, str)]
    types, shape = BundleTypes(bundle(), minor), f"#{bundle().kinds[f'{api_version} {kind}']}"
    words, allowed = "", tuple[str, ...]()
    for number, step in enumerate(steps):
        owner = _owner(types, shape)
        members = types.members(owner)
        if step not in members:
            where = ".".join((kind, *steps[:number]))
            raise UsageError(f"`{where}` has no field `{step}`{suggestion(step, members)}")
        words, allowed = description(owner[1:], minor, step), _allowed(owner[1:], step, minor)
        shape = members[step]
    return _described(types, shape, api_version, kind, words, minor)._replace(allowed=allowed)


def _described(types: BundleTypes, shape: Shape, api_version: str, kind: str, words: str, minor: int) -> Described:
    owner = _owner(types, shape)
    members = types.members(owner)
    needed = enforced(bundle().definition(owner[1:], minor)) if members else ()
    fields = (
        Field(
            name,
            type_name(member),
            name in needed,
            description(owner[1:], minor, name),
            _allowed(owner[1:], name, minor),
        )
        for name, member in members.items()
    )
    found = words or (description(owner[1:], minor) if members else "")
    return Described(api_version, kind, type_name(shape), found, tuple(fields))


def _allowed(definition: str, field: str, minor: int) -> tuple[str, ...]:
    """The values that the server's rules list for a field."""
    fact = facts_for(definition, minor)[1].get(field)
    return tuple(getattr(fact.check, "allowed", ())) if fact else ()


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
    wanted = kind.lower()
    found = [
        (api_version, name)
        for api_version, name in served
        if wanted in (name.lower(), apis()[api_version, name].plural) and wanted_version in ("", api_version)
    ]
    if not found:
        raise UsageError(f"Kubernetes 1.{minor} has no kind `{name}`{suggestion(kind, {pair[1] for pair in served})}")
    return min(found, key=lambda pair: _rank(apis()[pair]))


def _rank(api: Api) -> tuple[bool, bool, int, str]:
    """Stable before beta, what is not deprecated before what is, newer before older."""
    digits = re.sub(r"\D.*", "", api.api_version.rpartition("/")[2][1:])
    unstable = "alpha" in api.api_version or "beta" in api.api_version
    return unstable, api.deprecated is not None, -int(digits or 0), api.api_version
