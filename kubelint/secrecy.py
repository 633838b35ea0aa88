"""Which places may hold what must not be shown."""

from __future__ import annotations

from kubelint.catalogue import rules
from kubelint.finding import Location


def confidential(rule: str, location: Location) -> bool:
    """Whether the text at a place may be a secret: in a Secret, or where a rule about credentials and keys points."""
    found = rules().get(rule)
    if rule == "private-key-in-manifest" or (found is not None and found.category == "secrets"):
        return True
    owner = location.object
    return owner is not None and owner.kind == "Secret" and "/metadata" not in location.path
