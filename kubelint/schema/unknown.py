"""Kinds that Kubernetes itself does not have: retired custom resources, and built-in kinds misspelt or misplaced."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kubelint.finding import Fault, Operation
from kubelint.kube.nearness import one_edit
from kubelint.kube.objects import Object
from kubelint.schema.apis import Api, apis, groups
from kubelint.schema.bundle import data_folder
from kubelint.schema.report import moved, wrong_type
from kubelint.schema.scalars import is_pending
from kubelint.suggestion import closest

# Read by other programs, or made only in requests: no objects, yet nothing that could be misspelt.
_OTHER_KINDS = frozenset({"Config", "List", "Status", "DeleteOptions", "Eviction"})
_NEAR_GROUP = 0.92
_NEAR_KIND = 0.8


class Retired(NamedTuple):
    """A version of a custom resource that its makers gave up."""

    state: str
    by: str
    replacement: str


@cache
def retired() -> dict[tuple[str, str], Retired]:
    """Retired custom resources by API version and kind (``*`` for all kinds)."""
    lines = (data_folder() / "custom-apis.tsv").read_text("utf-8").splitlines()
    rows = [(line + "\t\t").split("\t") for line in lines if line and line[0] != "#"]
    return {(row[0], row[1]): Retired(*row[2:5]) for row in rows}


def unknown(obj: Object) -> Iterator[Fault]:
    """What is to be said of an object whose kind is neither built in nor defined by what was given."""
    if not (obj.api_version and obj.kind):
        yield from _nameless(obj)
        return
    if is_pending(obj.api_version) or is_pending(obj.kind):
        return
    known = retired()
    entry = known.get((obj.api_version, obj.kind)) or known.get((obj.api_version, "*"))
    if entry is not None:
        yield _retired(obj, entry)
    elif obj.kind.endswith("List") and isinstance(obj.data.get("items"), str | dict | int):
        yield from moved(wrong_type("a list", obj.data["items"], None), "items")
    elif obj.group in groups() and obj.kind not in _OTHER_KINDS and not obj.kind.endswith("List"):
        yield _misplaced(obj)
    elif (api := _near_group(obj)) is not None:
        yield _fault(obj, f"`{obj.group}` is no API group of Kubernetes; did you mean `{api.api_version}`?", api)


def _nameless(obj: Object) -> Iterator[Fault]:
    """What is said of an object whose kind or version is no text, or is not there."""
    for field in ("apiVersion", "kind"):
        value = obj.data.get(field)
        if value in (None, ""):
            yield Fault("missing-field", (), f"`{field}` is missing: without it nobody knows what this is")
        elif not isinstance(value, str):
            yield from moved(wrong_type("a string", value, None), field)


def _retired(obj: Object, entry: Retired) -> Fault:
    what = f"`{obj.api_version}` {obj.kind}"
    since = f" since {entry.by}" if entry.by else ""
    state = f"is not served{since or ' any more'}" if entry.state == "removed" else f"is deprecated{since}"
    target, _, kind = entry.replacement.partition(" ")
    advice = f"use `{target}`" + (f" {kind}" if kind else "") if target else "nothing replaces it"
    return Fault(f"{entry.state}-api", ("apiVersion",), f"{what} {state}; {advice}")


def _misplaced(obj: Object) -> Fault:
    """A kind that its built-in group, or this version of it, never had."""
    here = f"`{obj.api_version}` has no kind `{obj.kind}`"
    same_group = [api for api in apis().values() if api.group == obj.group]
    same_kind = [api for api in apis().values() if api.kind == obj.kind]
    elsewhere = _newest([api for api in same_kind if api.group == obj.group and not api.removed]) or _newest(same_kind)
    if elsewhere is not None:
        return _fault(obj, f"{here}; it is in `{elsewhere.api_version}`", elsewhere)
    near = closest(obj.kind, {api.kind for api in same_group}, _NEAR_KIND)
    near = near or closest(obj.kind, {api.kind for api in apis().values()}, _NEAR_KIND)
    guess = _newest([api for api in same_group if api.kind == near] or [a for a in apis().values() if a.kind == near])
    if guess is None:
        return Fault("unknown-kind", ("kind",), here)
    where = f" of `{guess.api_version}`" if guess.api_version != obj.api_version else ""
    return _fault(obj, f"{here}; did you mean `{guess.kind}`{where}?", guess)


def _near_group(obj: Object) -> Api | None:
    """The API meant by a group that is all but one that has the kind."""
    if "/" not in obj.api_version:
        return None
    same_kind = [api for api in apis().values() if api.kind == obj.kind and api.group]
    groups_of_kind = {api.group for api in same_kind}
    group = next((other for other in groups_of_kind if one_edit(obj.group, other)), None)
    group = group or closest(obj.group, groups_of_kind, _NEAR_GROUP)
    return _newest([api for api in same_kind if api.group == group])


def _fault(obj: Object, message: str, api: Api) -> Fault:
    wanted = {"apiVersion": api.api_version, "kind": api.kind}
    changed = tuple(Operation("replace", (key,), value) for key, value in wanted.items() if obj.data.get(key) != value)
    title = f"write `{api.kind}` of `{api.api_version}`"
    safe = api.kind.lower() == obj.kind.lower() and api.api_version == obj.api_version
    return Fault("unknown-kind", ("kind",), message, operations=changed, title=title, safe=safe)


def _newest(candidates: list[Api]) -> Api | None:
    """The one to recommend: still served, and stable before beta before alpha."""
    return min(candidates, key=lambda api: (api.removed is not None, _maturity(api.api_version)), default=None)


def _maturity(api_version: str) -> int:
    return 2 if "alpha" in api_version else 1 if "beta" in api_version else 0
