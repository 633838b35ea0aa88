"""Going from a name to what it means, and from there to all who speak of it."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from kubelint.finding import Place
from kubelint.location import locate
from kubelint.lsp.mirror import Mirror
from kubelint.lsp.server import Server
from kubelint.lsp.spots import Spot, spot_at


def definition(server: Server, params: types.DefinitionParams) -> list[types.Location]:
    """Where the thing stands that is spoken of at a position."""
    spot = _spot(server.mirror, params)
    link = server.mirror.links.at(spot.object, spot.path) if spot else None
    return _locations(server.mirror, link.targets if link else ())


def references(server: Server, params: types.ReferenceParams) -> list[types.Location]:
    """Who speaks of what stands at a position, or of what is spoken of there."""
    spot = _spot(server.mirror, params)
    if spot is None:
        return []
    link = server.mirror.links.at(spot.object, spot.path)
    targets = link.targets if link else (spot.object.at(*_named(spot)),)
    found = server.mirror.links.to(targets)
    return _locations(server.mirror, [*targets, *found] if params.context.include_declaration else found)


def _named(spot: Spot) -> tuple[str | int, ...]:
    """What is meant at a spot: the object itself, where its kind is pointed at."""
    return ("metadata", "name") if len(spot.path) == 1 else spot.path


def _spot(mirror: Mirror, params: types.DefinitionParams | types.ReferenceParams) -> Spot | None:
    name = mirror.name(params.text_document.uri)
    return spot_at(mirror, name, mirror.offset(name, params.position))


def _locations(mirror: Mirror, places: Iterable[Place]) -> list[types.Location]:
    located = dict.fromkeys(locate(place) for place in places)
    return [types.Location(mirror.uri(where.file), mirror.range(where)) for where in located]
