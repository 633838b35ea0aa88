"""Whether the servers of a version range know an object's kind, and in that API version."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Fault
from kubelint.kube.objects import Object
from kubelint.kube.versions import VersionRange
from kubelint.kube.versions import name as version_name
from kubelint.schema.apis import Api

_PATH = ("apiVersion",)


def served(api: Api, versions: VersionRange) -> list[int]:
    """The minor versions of the range that serve an API."""
    return [minor for minor in versions.minors if (api.since or 0) <= minor < (api.removed or minor + 1)]


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
    if api.replacement is None:
        return Fault(rule, _PATH, f"{message}; nothing replaces it", versions=_names(minors, versions))
    target, kind = api.replacement
    message += f"; use `{target}`" + (f" {kind}" if kind != api.kind else "")
    return Fault(rule, _PATH, message, versions=_names(minors, versions))


def _names(minors: range, versions: VersionRange) -> tuple[str, ...] | None:
    return None if len(minors) == len(versions.minors) else tuple(version_name(minor) for minor in minors)
