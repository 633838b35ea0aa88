"""Whether the servers of a version range know an object's kind, and in that API version."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Fault, Operation
from kubelint.kube.objects import Object
from kubelint.kube.versions import VersionRange
from kubelint.kube.versions import name as version_name
from kubelint.schema.apis import Api, apis
from kubelint.schema.migrations import migration

_PATH = ("apiVersion",)


def served(api: Api, versions: VersionRange) -> list[int]:
    """The minor versions of the range that serve an API."""
    return [minor for minor in versions.minors if (api.since or 0) <= minor < (api.removed or minor + 1)]


def is_settled(api: Api, versions: VersionRange) -> bool:
    """Whether all versions of the range serve an API and none deprecates it."""
    ends = (api.deprecated or versions.last + 1, api.removed or versions.last + 1)
    return (api.since or 0) <= versions.first and versions.last < min(ends)


def availability(obj: Object, api: Api, versions: VersionRange) -> Iterator[Fault]:
    """What is to be said of a built-in kind's API version: gone, going, or not there yet."""
    first, last = versions.first, versions.last
    if api.removed is not None and last >= api.removed:
        message = f"`{api.api_version}` {api.kind} is not served since Kubernetes {version_name(api.removed)}"
        yield _fault("removed-api", obj, api, message, versions, range(max(api.removed, first), last + 1))
    elif api.deprecated is not None and last >= api.deprecated:
        message = f"`{api.api_version}` {api.kind} is deprecated since Kubernetes {version_name(api.deprecated)}"
        if api.removed:
            message += f" and not served from {version_name(api.removed)} on"
        yield _fault("deprecated-api", obj, api, message, versions, range(max(api.deprecated, first), last + 1))
    if api.since is not None and first < api.since:
        message = f"`{api.api_version}` {api.kind} is served only from Kubernetes {version_name(api.since)} on"
        early = range(first, min(api.since, last + 1))
        yield Fault("api-not-yet-available", _PATH, message, versions=_names(early, versions))


def _fault(rule: str, obj: Object, api: Api, message: str, versions: VersionRange, minors: range) -> Fault:
    change = migration(api, obj.data)
    fault = Fault(rule, _PATH, message, versions=_names(minors, versions))
    if api.replacement is None:
        return fault._replace(message=f"{message}; nothing replaces it" + (f": {change.moves}" if change.moves else ""))
    target, kind = api.replacement
    message += f"; use `{target}`" + (f" {kind}" if kind != api.kind else "")
    message += f" ({change.moves})" if change.moves else ""
    if change.operations is None or kind != api.kind or not _is_served(target, kind, versions):
        return fault._replace(message=message)
    operations = (Operation("replace", _PATH, target), *change.operations)
    return fault._replace(message=message, operations=operations, title=f"move to `{target}`", safe=change.safe)


def _is_served(api_version: str, kind: str, versions: VersionRange) -> bool:
    """Whether all versions of the range serve an API."""
    return len(served(apis()[api_version, kind], versions)) == len(versions.minors)


def _names(minors: range, versions: VersionRange) -> tuple[str, ...] | None:
    return None if len(minors) == len(versions.minors) else tuple(version_name(minor) for minor in minors)
