"""Which places may hold what must not be shown."""

from __future__ import annotations

from kubelint.finding import Location

_CATEGORIES = ("certificates", "secrets")


def confidential(rule: str, location: Location) -> bool:
    """Whether the text at a place may be a secret: in a Secret, or where a rule about secrets and keys points."""
    from kubelint.catalogue import rules

    found = rules().get(rule)
    if found is not None and found.category in _CATEGORIES:
        return True
    owner = location.object
    return owner is not None and owner.kind == "Secret" and "/metadata" not in location.path
