"""Which kinds there are, where they live, and since when and until when each API version serves them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kubelint.schema.bundle import data_folder


class Api(NamedTuple):
    """One kind in one API version of Kubernetes itself."""

    api_version: str
    kind: str
    plural: str
    namespaced: bool
    since: int | None
    """The first minor version that serves it; None where that is before records begin."""
    deprecated: int | None
    removed: int | None
    replacement: tuple[str, str] | None
    """The API version and kind to use instead."""

    @property
    def group(self) -> str:
        """``apps`` of ``apps/v1``."""
        return self.api_version.rpartition("/")[0]


@cache
def apis() -> dict[tuple[str, str], Api]:
    """All built-in kinds by API version and kind."""
    lines = (data_folder() / "apis.tsv").read_text("utf-8").splitlines()
    found = [_api(line) for line in lines if line and line[0] != "#"]
    return {(api.api_version, api.kind): api for api in found}


@cache
def groups() -> frozenset[str]:
    """The built-in API groups, past and present; the empty one is the core group."""
    return frozenset(api.group for api in apis().values())


@cache
def is_namespaced(group: str, kind: str) -> bool | None:
    """Whether objects of a kind live in a namespace; None for a kind that is not built in."""
    return next((api.namespaced for api in apis().values() if api.kind == kind and api.group == group), None)


def _api(line: str) -> Api:
    api_version, kind, plural, scope, *rest = line.split("\t")
    since, deprecated, removed, replacement = [*rest, "", "", "", ""][:4]
    target = replacement.split(" ")
    return Api(
        api_version,
        kind,
        plural,
        scope == "namespaced",
        _minor(since),
        _minor(deprecated),
        _minor(removed),
        (target[0], target[-1] if len(target) > 1 else kind) if replacement else None,
    )


def _minor(version: str) -> int | None:
    return int(version.partition(".")[2]) if version else None
