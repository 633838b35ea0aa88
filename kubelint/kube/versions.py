"""Kubernetes versions and ranges of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from kubelint.errors import UsageError

OLDEST, NEWEST = 25, 37


class VersionRange(NamedTuple):
    """The minors of Kubernetes 1 that a team runs, both ends included."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> VersionRange:
        """Read ``1.31``, ``v1.31.4`` or ``1.29-1.34``.

        Raises:
            UsageError: not a version, or an unknown one.
        """
        match = re.fullmatch(r"v?1\.(\d+)(?:-v?1\.(\d+))?", text.strip())
        if not match:
            raise UsageError(f"`{text}` is no Kubernetes version; write one like `1.31` or a range like `1.29-1.34`")
        first = int(match[1])
        return cls(first, int(match[2] or first))

    @property
    def minors(self) -> range:
        """29, 30, 31 ... of 1.29 to the last."""
        return range(self.first, self.last + 1)

    @property
    def names(self) -> tuple[str, ...]:
        """``1.29``, ``1.30`` ..."""
        return tuple(f"1.{minor}" for minor in self.minors)


DEFAULT = VersionRange(NEWEST, NEWEST)
