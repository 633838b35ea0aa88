"""Objects and their faults, from text."""

from __future__ import annotations

from kubelint.finding import Fault
from kubelint.kube.objects import Object, objects_in
from kubelint.kube.versions import VersionRange
from kubelint.manifest import read_text
from kubelint.schema import judge


def objects(text: str) -> list[Object]:
    """All objects of a manifest."""
    return [obj for document in read_text(text, "given.yaml").documents for obj in objects_in(document)]


def faults(text: str, versions: str = "1.37") -> list[Fault]:
    """What is said of a manifest's objects."""
    return [fault for obj in objects(text) for fault in judge(obj, VersionRange.parse(versions))]
