"""Which controller serves an Ingress: by its class, the IngressClass given, the default class, its annotations."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kubelint.finding import Place, Related
from kubelint.kube.kinds import Ingress, IngressClass
from kubelint.workspace.families import IngressFamily, ingress_families, owner_of_annotation
from kubelint.workspace.ingresses import CLASS_ANNOTATION, annotation, annotation_place

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

DEFAULT_ANNOTATION = "ingressclass.kubernetes.io/is-default-class"
_PRIVATE_WORDS = ("internal", "private", "intranet", "intern")


class Serving(NamedTuple):
    """Who serves an Ingress, and by what evidence."""

    family: IngressFamily | None
    place: Place
    """The class value, else ``spec``."""
    name: str = ""
    """The class."""
    by_class: bool = False
    """Whether a class says so, not the annotations alone."""
    ignored: str = ""
    """Why no controller picks the Ingress up, where none does."""
    ingress_class: IngressClass | None = None
    related: tuple[Related, ...] = ()
    nearest: str = ""
    """The class that was probably meant."""

    @property
    def inside(self) -> bool:
        """Whether the class is called internal."""
        return any(word in self.name.lower() for word in _PRIVATE_WORDS)


def serving(ingress: Ingress, workspace: Workspace) -> Serving:
    """Who serves an Ingress."""
    field, marked = ingress.spec.get("ingressClassName"), annotation(ingress, CLASS_ANNOTATION)
    if isinstance(field, str) and field and not (marked or "").startswith("gce"):
        return _by_field(ingress, field, workspace)
    if marked:
        return _by_annotation(ingress, marked, workspace)
    return _unclassed(ingress, workspace)


def _by_field(ingress: Ingress, name: str, workspace: Workspace) -> Serving:
    place = ingress.at("spec", "ingressClassName")
    given = _given(name, ingress, workspace)
    if given is not None:
        return Serving(_by_controller(given, ingress), place, name, True, ingress_class=given)
    if name == "gce" or name.startswith("gce-"):
        why = f"GKE reads only the annotation `{CLASS_ANNOTATION}: {name}`, never `ingressClassName`"
        return Serving(None, place, name, True, why)
    near = _near_class(name, ingress, workspace)
    if near is not None:
        why = f"there is no IngressClass `{name}`; did you mean `{near.name}`?"
        related = (Related(near.at("metadata", "name"), "the IngressClass that exists"),)
        return Serving(None, place, name, True, why, related=related, nearest=near.name)
    family = _conventional(name, ingress, "field_classes") or _by_prefixes(ingress)
    return Serving(family, place, name, True)


def _by_annotation(ingress: Ingress, name: str, workspace: Workspace) -> Serving:
    place = annotation_place(ingress, CLASS_ANNOTATION)
    given = _given(name, ingress, workspace)
    family = _by_controller(given, ingress) if given else _conventional(name, ingress, "annotation_classes")
    return Serving(family or _by_prefixes(ingress), place, name, True, ingress_class=given)


def _unclassed(ingress: Ingress, workspace: Workspace) -> Serving:
    place = ingress.at("spec")
    classes = [c for c in workspace.of(IngressClass) if workspace.index.beside(ingress, c)]
    default = next((c for c in classes if annotation(c, DEFAULT_ANNOTATION) == "true"), None)
    if default is not None:
        return Serving(_by_controller(default, ingress), place, default.name, True, ingress_class=default)
    family = _by_prefixes(ingress)
    if family is None and classes and not has_owned_annotation(ingress) and not workspace.traffic.platform_serves:
        names = ", ".join(f"`{c.name}`" for c in classes[:5])
        why = f"it names no class, and none of the given classes ({names}) is the default"
        return Serving(None, place, ignored=why, related=(Related(classes[0].at("metadata", "name"), "a class given"),))
    return Serving(family, place)


def _given(name: str, ingress: Ingress, workspace: Workspace) -> IngressClass | None:
    same = [c for c in workspace.of(IngressClass) if c.name == name]
    near = workspace.index.near(ingress, same)
    return next((c for c in near if isinstance(c, IngressClass)), None)


def _near_class(name: str, ingress: Ingress, workspace: Workspace) -> IngressClass | None:
    """The only class given in the bundle that is a slip away, unless the name is one that controllers bring along."""
    from kubelint.kube.nearness import one_slip

    if _conventional(name, ingress, "field_classes"):
        return None
    near = [c for c in workspace.of(IngressClass) if one_slip(name, c.name) and workspace.index.beside(ingress, c)]
    return near[0] if len(near) == 1 else None


def _by_controller(given: IngressClass, ingress: Ingress) -> IngressFamily | None:
    controller = given.spec.get("controller")
    if not isinstance(controller, str):
        return None
    for family in ingress_families():
        for known in family.controllers:
            if controller == known or (known.endswith("/") and controller.startswith(known)):
                return family
    return None


def _conventional(name: str, ingress: Ingress, field: str) -> IngressFamily | None:
    found = _called(name, field)
    if len(found) > 1:
        by_annotation = _by_prefixes(ingress)
        return by_annotation if by_annotation in found else min(found, key=lambda family: family.rarer)
    return found[0] if found else None


@lru_cache(maxsize=256)
def _called(name: str, field: str) -> list[IngressFamily]:
    """The controllers that a class is called after."""
    found = [family for family in ingress_families() if name in getattr(family, field)]
    return found or [f for f in ingress_families() if any(_variant(name, usual) for usual in getattr(f, field))]


def _variant(name: str, usual: str) -> bool:
    """Whether a class is called after a controller: ``nginx-public``, ``external-nginx``."""
    return name.startswith(f"{usual}-") or name.endswith(f"-{usual}")


def _by_prefixes(ingress: Ingress) -> IngressFamily | None:
    found = {family for key in ingress.annotations if (family := owner_of_annotation(str(key)))}
    return found.pop() if len(found) == 1 else None


def has_owned_annotation(ingress: Ingress) -> bool:
    """Whether an annotation is some controller's own."""
    return any(owner_of_annotation(str(key)) for key in ingress.annotations)
