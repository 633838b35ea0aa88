"""References: resolved, provably wrong within what was given, or unknown."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import islice
from typing import NamedTuple

from kubelint.config import Settings
from kubelint.finding import Severity
from kubelint.kube.objects import Object
from kubelint.kube.placeholders import unrendered
from kubelint.workspace.index import Index
from kubelint.workspace.makers import Makers
from kubelint.workspace.platform import CLUSTER_SCOPED, always_exists, plural

_LISTED, _LOOKED_AT = 4, 50


class Answer(NamedTuple):
    """What is known about a reference: resolved (``found``), provably wrong (``wrong``), else unknown."""

    target: Object | None = None
    """The object itself, where it is given."""
    maker: Object | None = None
    """What will make it, where something given does."""
    wrong: bool = False
    """Whether the reference is provably wrong."""
    severity: Severity | None = None
    """For the problem, where it is wrong: None for the rule's own, lower where the evidence is thin."""
    nearest: Object | None = None
    """The near miss, where there is one."""
    hint: str = ""
    """Words for the message: what exists instead (``did you mean `web`?``)."""

    @property
    def found(self) -> bool:
        """Whether it is resolved."""
        return self.target is not None or self.maker is not None


class Reference(NamedTuple):
    """What is looked for, and from where."""

    group: str
    kind: str
    name: str
    near: Object
    namespace: str | None = None


class Resolver:
    """Resolves references by name."""

    def __init__(self, index: Index, makers: Makers, settings: Settings) -> None:
        self.index = index
        self.makers = makers
        self.settings = settings

    def resolve(self, wanted: Reference, beside: bool) -> Answer:
        """The answer to a reference, by the three answers."""
        targets = self.index.look_up(*wanted)
        if targets:
            return Answer(targets[0])
        if not wanted.name or unrendered(wanted.name) or unrendered(wanted.namespace):
            return Answer()
        maker = self.makers.maker(wanted.kind, wanted.name, wanted.near, wanted.namespace)
        if maker is not None:
            return Answer(maker=maker)
        return Answer() if self._lives_elsewhere(wanted) else self._missing(wanted, beside)

    def _lives_elsewhere(self, wanted: Reference) -> bool:
        spaces = self.index.spaces(wanted.near, wanted.namespace)
        return (
            any(always_exists(wanted.kind, wanted.name, space) for space in spaces)
            or any(self.external(plural(wanted.kind), wanted.name, space) for space in spaces)
            or self.makers.generated(wanted.kind, wanted.name, wanted.near)
            or self._overwritten(wanted)
        )

    def external(self, kinds: str, name: str, namespace: str | None) -> bool:
        """Whether the config says that the object (or its namespace) lives elsewhere."""
        full = f"{namespace or ''}/{name}"
        globs = self.settings.external.get(kinds, ())
        spaces = self.settings.external.get("namespaces", ()) if namespace else ()
        return any(fnmatchcase(full if "/" in glob else name, glob) for glob in globs) or any(
            fnmatchcase(namespace or "", glob) for glob in spaces
        )

    def _overwritten(self, wanted: Reference) -> bool:
        """Whether a patch may give the user another name to look for."""
        words = (wanted.kind, wanted.name)
        near = wanted.near
        return any(home.bundle.overwrites(near.kind, near.name, words) for home in self.index.homes.of(near))

    def _missing(self, wanted: Reference, beside: bool) -> Answer:
        group, kind, name, near, namespace = wanted
        close = self.index.slips(group, kind, name, near, namespace)
        if len({obj.name for obj in close}) == 1:
            return Answer(wrong=True, nearest=close[0], hint=f"did you mean `{close[0].name}`?")
        astray = self._in_other_namespace(wanted)
        if astray is not None:
            where = self.index.homes.of(astray)[0].space
            return Answer(wrong=True, nearest=astray, hint=f"`{name}` exists in namespace `{where}`")
        bundles = {home.bundle for home in self.index.homes.of(near)}
        complete = all(bundle.complete for bundle in bundles)
        peers = self.index.peers(group, kind, near, namespace) if complete or beside else iter(())
        known = list(dict.fromkeys(peer.name for peer in islice(peers, _LOOKED_AT)))
        if complete or (known and not any(bundle.partial for bundle in bundles)):
            return Answer(wrong=True, severity=None if complete else Severity.WARNING, hint=_listing(known, kind))
        return Answer()

    def _in_other_namespace(self, wanted: Reference) -> Object | None:
        if wanted.kind in CLUSTER_SCOPED or not (wanted.namespace or self.index.stated(wanted.near)):
            return None
        everywhere = self.index.everywhere(wanted.group, wanted.kind, wanted.name)
        return next((o for o in everywhere if self.index.stated(o) and self.index.beside(wanted.near, o)), None)


def _listing(names: Sequence[str], kind: str) -> str:
    listed = [f"`{name}`" for name in sorted(names) if name]
    more = ", ..." if len(listed) > _LISTED else ""
    return f"there is {', '.join(listed[:_LISTED])}{more}" if listed else f"no {kind} is given there"
