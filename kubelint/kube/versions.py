"""Kubernetes versions as people write them, and ranges of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from kubelint.errors import UsageError

OLDEST = 25
NEWEST = 37
"""The minor versions of Kubernetes 1 that kubelint knows."""

_VERSION = re.compile(r"v?1\.(\d{1,3})(?:\.(?:\d+|x))?(?:[-+.][\w.+-]*)?\Z", re.ASCII)
_RANGE = re.compile(r"\s*-\s*(?=v?\d+\.\d)")


class VersionRange(NamedTuple):
    """The Kubernetes minor versions that manifests are meant for, the newest by default."""

    first: int = NEWEST
    last: int = NEWEST
    notice: str = ""
    """What people should be told about how the range was understood; empty where it is plain."""

    @classmethod
    def parse(cls, text: str) -> VersionRange:
        """Read ``1.31``, ``v1.31.4``, ``1.31.2-eks-1`` or a range ``1.29-1.34``; UsageError for anything else."""
        bounds = [_minor(part, text) for part in _RANGE.split(text.strip(), maxsplit=1)]
        first, last = bounds[0], bounds[-1]
        if first > last:
            raise UsageError(f"the Kubernetes version range `{text}` runs backwards")
        if first < OLDEST:
            raise UsageError(f"Kubernetes 1.{first} is not supported: the oldest version is {name(OLDEST)}")
        notice = ""
        if last > NEWEST:
            notice = f"Kubernetes 1.{last} is newer than the newest known version: judging by {name(NEWEST)}"
        return cls(min(first, NEWEST), min(last, NEWEST), notice)

    @property
    def minors(self) -> range:
        """The minor versions in it, oldest first."""
        return range(self.first, self.last + 1)

    @property
    def names(self) -> tuple[str, ...]:
        """``1.29``, ``1.30`` and so on."""
        return tuple(name(minor) for minor in self.minors)

    def __str__(self) -> str:
        return name(self.last) if self.first == self.last else f"{name(self.first)}-{name(self.last)}"


def name(minor: int) -> str:
    """``1.31`` for 31."""
    return f"1.{minor}"


def _minor(part: str, text: str) -> int:
    match = _VERSION.match(part)
    if match is None:
        raise UsageError(f"`{text}` is not a Kubernetes version: write `1.31` or a range such as `1.29-1.34`")
    return int(match[1])


DEFAULT = VersionRange()
