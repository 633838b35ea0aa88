"""Host names: which covers which, and which are no public names."""

from __future__ import annotations

from collections.abc import Iterable

_PRIVATE = (
    *(".local", ".localhost", ".test", ".invalid", ".internal", ".intranet", ".lan", ".home", ".corp", ".private"),
    *(".home.arpa", ".localdomain", ".svc", ".minikube", ".k8s", ".vagrant", ".dev.local"),
)
"""Special-use names (RFC 6761, 6762, 8375, ICANN's ``internal``) and those that people use like them."""


def covers(pattern: str, host: str) -> bool:
    """Whether a certificate's name holds for a host: equal, or ``*.`` in place of one label."""
    pattern, host = pattern.lower(), host.lower()
    return pattern == host or (pattern.startswith("*.") and host.partition(".")[2] == pattern[2:])


def covered(patterns: Iterable[str], host: str) -> bool:
    """Whether one of several names covers a host."""
    return any(covers(pattern, host) for pattern in patterns)


def intersect(one: str, other: str) -> bool:
    """Whether some request's host can match both names; ``""`` and ``*`` match everything (Gateway API, Istio)."""
    if one in ("", "*") or other in ("", "*") or one.lower() == other.lower():
        return True
    return _below(one, other) or _below(other, one)


def _below(pattern: str, host: str) -> bool:
    return pattern.startswith("*.") and host.lower().endswith(pattern[1:].lower())


def public(host: str) -> bool:
    """Whether a name can be one of the Internet's: not ``localhost``, not ``shop.local``, not a bare label."""
    return not host or (("." in host or host == "*") and not host.lower().endswith(_PRIVATE))


def readable(host: str) -> bool:
    """Whether a name is a name, not text that is still to be rendered."""
    return not any(mark in host for mark in ("{{", "${", "$(", "<", "PLACEHOLDER"))
