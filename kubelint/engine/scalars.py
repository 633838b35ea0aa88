"""Plain scalars that fit their field and yet mean something else than they say (``surprising-scalar``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kubelint.checks.plan import Raw
from kubelint.finding import Path, Place, Problem
from kubelint.kube.objects import Object
from kubelint.manifest import Document, Surprise

_RULE = "surprising-scalar"
_OCTAL_ON_PURPOSE = ("defaultMode", "mode")
_PLAIN_WORDS = ("yes", "no", "on", "off")


def surprising(document: Document, objects: list[Object], faulty: Collection[Path]) -> Iterator[Raw]:
    """The surprises in a document's objects, but for those at paths of which the schema has already spoken."""
    for found in document.surprises():
        owner = next((obj for obj in objects if found.path[: len(obj.base)] == obj.base), None)
        if owner is not None and found.path not in faulty and not _meant(found):
            path = found.path[len(owner.base) :]
            yield _RULE, Problem(Place(owner, path, key=found.key), _message(found))


def _meant(found: Surprise) -> bool:
    """Whether the author knew: octal file modes, and words for true and false (as values)."""
    if found.key:
        return False
    return found.path[-1:] in [(name,) for name in _OCTAL_ON_PURPOSE] or found.text.lower() in _PLAIN_WORDS


def _message(found: Surprise) -> str:
    shown = str(found.value).lower() if isinstance(found.value, bool) else found.value
    if isinstance(found.value, bool) or found.key:
        noun = "the key " if found.key else ""
        return f'{noun}`{found.text}` is read as `{shown}`; write `"{found.text}"` if the text is meant'
    return f"`{found.text}` is read as `{shown}`; write the number that is meant in plain digits"
