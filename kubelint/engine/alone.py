"""The first stage: a manifest's objects, each judged alone. It depends on nothing but the file and the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kubelint.checks.plan import Plan, Raw
from kubelint.engine.scalars import surprising
from kubelint.finding import DropKey, Fault, Fix, Patch, Path, Place, Problem
from kubelint.inputs.classify import Surroundings, half_named, skip_reason
from kubelint.kube.objects import Kinds, Object, make_object, objects_in
from kubelint.kube.versions import VersionRange
from kubelint.location import Noted, WholeDocument
from kubelint.manifest import Document, Manifest, Note
from kubelint.manifest.nodes import Mapping, Node, child, follow
from kubelint.schema import judge
from kubelint.schema.prune import prune
from kubelint.schema.repeated import unrepeated

_NOTHING_AROUND = Surroundings()


class Judged(NamedTuple):
    """A manifest with what was said of its objects, each looked at alone."""

    manifest: Manifest
    objects: list[Object]
    raw: list[Raw]
    skipped: dict[int, str]
    """Why a document was not judged, by its index."""


def judge_alone(manifest: Manifest, plan: Plan, versions: VersionRange, kinds: Kinds) -> Judged:
    """Judge the objects of a manifest, further ``kinds`` included, by the schema room and by the local checks."""
    judged = Judged(manifest, [], [], {})
    for document in manifest.documents:
        reason = skip_reason(document, _NOTHING_AROUND)
        if reason:
            judged.skipped[document.index] = reason
        else:
            _read(document, plan, versions, kinds, judged)
    return judged


def _read(document: Document, plan: Plan, versions: VersionRange, kinds: Kinds, judged: Judged) -> None:
    judged.raw.extend(_noted(document))
    found, faulty = objects_in(document, kinds), set[Path]()
    for whole in found:
        faults = judge(whole, versions)
        faulty.update(whole.base + fault.path for fault in faults)
        judged.raw.extend((fault.rule, problem_of(whole, fault)) for fault in faults)
        obj = _sound(whole, faults, kinds)
        judged.raw.extend(plan.run(obj))
        judged.objects.append(obj)
    judged.raw.extend(surprising(document, found, faulty))


def _noted(document: Document) -> Iterator[Raw]:
    missing = half_named(document.data)
    if missing:
        message = f"`{missing}` is missing: without it nobody knows what this is"
        yield "missing-field", Problem(Place(WholeDocument(document)), message)
    for note in document.notes:
        fix = _one_key(document, note) if note.rule == "duplicate-key" else None
        yield note.rule, Problem(Place(Noted(document, note), note.path), note.message, fix=fix)


def _one_key(document: Document, note: Note) -> Fix | None:
    """The removal of what Kubernetes drops anyway; a choice, where the values differ."""
    parent: Node | None = document.tree().root
    for step in note.path[:-1]:
        found = child(parent, step) if parent else None
        parent = follow(found[1]) if found else None
    if not isinstance(parent, Mapping):
        return None
    values = [entry.value.value for entry in parent.entries if entry.name == note.path[-1]]
    drop = DropKey(WholeDocument(document), note.path, 0)
    return Fix(f"keep the last `{note.path[-1]}` alone", (drop,), all(value == values[0] for value in values))


def _sound(obj: Object, faults: list[Fault], kinds: Kinds) -> Object:
    """The object as the checks get it: without what is of a wrong type."""
    if all(fault.rule != "wrong-type" for fault in faults):
        return obj
    return make_object(obj.document, prune(obj.data, faults), obj.base, kinds)


def problem_of(obj: Object, fault: Fault) -> Problem:
    """The problem that a fault of an object is."""
    fault = unrepeated(obj.data, fault)
    fix = Fix(fault.title, (Patch(obj, fault.operations),), fault.safe) if fault.operations else None
    place = Place(obj, fault.path, fault.key)
    return Problem(place, fault.message, fix=fix, severity=fault.severity, versions=fault.versions)
