"""What a finding is known by from one run to the next, whatever moves around it."""

from __future__ import annotations

from typing import Any

from kubelint.finding import Location, Path, Place
from kubelint.kube.objects import dig
from kubelint.secrecy import confidential


def fingerprint(rule: str, place: Place, location: Location) -> str:
    """A hash of the rule, the object, the path with list items called by their names, and the value at fault.

    No line, no file name: a finding keeps it when it moves (one without an object is known by its file). No value
    where that may be a secret.
    """
    from hashlib import blake2b

    subject: Any = place.subject
    data = getattr(subject, "data", None) or subject.document.data
    value = None if confidential(rule, location) else dig(data, *place.path)
    shown = "" if isinstance(value, (dict, list)) or value is None else str(value)
    owner = location.object or (location.file,)
    words = [rule, *(part or "" for part in owner), *_named(data, place.path), "\0", shown]
    return blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _named(data: Any, path: Path) -> list[str]:
    """The steps of a path, indices replaced by the names of the items where they have any."""
    steps = []
    for number, step in enumerate(path):
        name = dig(data, *path[: number + 1], "name") if isinstance(step, int) else None
        steps.append(f"[{name}]" if isinstance(name, str) else str(step))
    return steps
