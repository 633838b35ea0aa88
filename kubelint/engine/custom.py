"""What only all files tell of a single object: the definitions of its kind, and the kustomization that renames it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kubelint.checks.plan import Raw
from kubelint.config import Settings
from kubelint.engine.alone import problem_of
from kubelint.engine.report import Skipped
from kubelint.inputs.bundles import Layout
from kubelint.kube.objects import Object
from kubelint.schema import judge, unchecked

if TYPE_CHECKING:
    from kubelint.schema.custom import CustomSchemas

_NAME = ("metadata", "name")
_OVERRULED = frozenset({"unknown-kind", "removed-api"})


def custom_schemas(objects: Iterable[Object], settings: Settings) -> CustomSchemas | None:
    """What the run itself brings along about further kinds; None where it brings nothing."""
    definitions = [obj for obj in objects if obj.kind == "CustomResourceDefinition"]
    if not definitions and not settings.schemas:
        return None
    from kubelint.schema.custom import CustomSchemas

    return CustomSchemas(definitions, settings.schemas)


def not_overruled(raw: Iterable[Raw], custom: CustomSchemas | None) -> Iterator[Raw]:
    """What was said of files alone, but for kinds that they could not know: a definition of the run serves them."""
    for rule, problem in raw:
        subject = problem.place.subject
        if custom is None or rule not in _OVERRULED or not (isinstance(subject, Object) and custom.serves(subject)):
            yield rule, problem


def not_renamed(raw: Iterable[Raw], layout: Layout) -> Iterator[Raw]:
    """What was said of files alone, but for the names of Namespaces that get that of their kustomization."""
    for rule, problem in raw:
        subject, path, _ = problem.place
        named = path == _NAME and isinstance(subject, Object) and subject.kind == "Namespace"
        if not named or not all(part.namespace for part in layout.of(subject.file)):
            yield rule, problem


def judge_custom(objects: Iterable[Object], settings: Settings, custom: CustomSchemas | None) -> Iterator[Raw]:
    """What the schemas say of the objects whose kinds they know."""
    for obj in objects if custom is not None else ():
        if unchecked(obj) and not unchecked(obj, custom):
            for fault in judge(obj, settings.versions, custom):
                yield fault.rule, problem_of(obj, fault)


def not_checked(objects: Iterable[Object], custom: CustomSchemas | None) -> list[Skipped]:
    """The objects of whose structure nobody knows anything."""
    reasons = ((obj, unchecked(obj, custom)) for obj in objects)
    return [Skipped(obj.file, obj.index, reason) for obj, reason in reasons if reason]
