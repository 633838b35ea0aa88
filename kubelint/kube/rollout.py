"""The arithmetic of rolling updates, as the controllers do it (ResolveFenceposts in the Deployment controller)."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from kubelint.kube.objects import Object

_DEFAULT_SHARE = "25%"


class Update(NamedTuple):
    """What a rolling update may do to so many replicas."""

    replicas: int
    surge: int
    unavailable: int

    @property
    def available(self) -> int:
        """The pods that certainly stay up."""
        return self.replicas - self.unavailable


def share(value: Any, total: int, up: bool) -> int | None:
    """A count, or a percentage of ``total`` rounded up or down; None where it is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not value.endswith("%") or not value[:-1].isdigit():
        return None
    part = int(value[:-1]) * total / 100
    return math.ceil(part) if up else math.floor(part)


def update(replicas: int, max_surge: Any = None, max_unavailable: Any = None) -> Update | None:
    """A Deployment's rolling update: 25 % each where unset, surge rounded up, unavailability down.

    Where both come out as 0 the controller takes one pod down, or it could never move. None for text to be rendered.
    """
    surge = share(_DEFAULT_SHARE if max_surge is None else max_surge, replicas, up=True)
    unavailable = share(_DEFAULT_SHARE if max_unavailable is None else max_unavailable, replicas, up=False)
    if surge is None or unavailable is None:
        return None
    return Update(replicas, surge, 1 if surge == unavailable == 0 else unavailable)


def replicas(workload: Object) -> int | None:
    """The replicas that a workload asks for, 1 where it says nothing; None where the text has yet to be rendered."""
    value = workload.spec.get("replicas", 1)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
