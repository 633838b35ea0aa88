"""What the API server accepts: versions, structure, server rules, custom resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.finding import Fault
from kubelint.kube.objects import Object
from kubelint.kube.versions import VersionRange

if TYPE_CHECKING:
    from kubelint.schema.custom import CustomSchemas

__all__ = ["judge", "unchecked"]


def judge(obj: Object, versions: VersionRange, custom: CustomSchemas | None = None) -> list[Fault]:
    """All that the API servers of these versions would say about an object; ``custom`` knows further kinds."""
    from kubelint.schema.judgement import judged

    return judged(obj, versions, custom)


def unchecked(obj: Object, custom: CustomSchemas | None = None) -> str:
    """Why nothing could be said of an object's structure (``no schema for ...``); empty where something could."""
    from kubelint.schema.judgement import unchecked

    return unchecked(obj, custom)
