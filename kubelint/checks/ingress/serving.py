"""Who serves an Ingress: nobody, or a controller that is no longer maintained."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Change, Fix, Operation, Patch, Problem
from kubelint.kube.kinds import Ingress
from kubelint.workspace import Workspace
from kubelint.workspace.classes import Serving
from kubelint.workspace.entries import State
from kubelint.workspace.ingresses import CLASS_ANNOTATION
from kubelint.workspace.mending import setting_annotations


def unserved_ingress(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    """No controller will pick this Ingress up."""
    served = workspace.traffic.controller_of(ingress)
    if served.ignored:
        message = f"no controller picks this Ingress up: {served.ignored}"
        yield Problem(served.place, message, served.related, _fix(ingress, served))
        return
    for entry in workspace.traffic.entries_of(ingress):
        dropped = [host.verdict for host in entry.hosts if host.verdict.state is State.IGNORED]
        if dropped:
            place = dropped[0].opener or served.place
            yield Problem(place, f"no controller serves this Ingress: {dropped[0].why}", fix=dropped[0].fix)


def _fix(ingress: Ingress, served: Serving) -> Fix | None:
    if served.nearest:
        replace = Operation("replace", ("spec", "ingressClassName"), served.nearest)
        return Fix(f"name the class `{served.nearest}`", (Patch(ingress, (replace,)),), safe=False)
    if not served.name.startswith("gce"):
        return None
    remove = Operation("remove", ("spec", "ingressClassName"))
    operations = (*setting_annotations(ingress, {CLASS_ANNOTATION: served.name}), remove)
    changes: tuple[Change, ...] = (Patch(ingress, operations),)
    return Fix(f"move the class to the annotation `{CLASS_ANNOTATION}`", changes)


def retired_ingress_controller(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    """The serving controller is retired."""
    served = workspace.traffic.controller_of(ingress)
    if served.family is None or not served.by_class or not served.family.retired or _supported(served):
        return
    yield Problem(served.place, f"{served.family.name} is retired {served.family.retired}")


def _supported(served: Serving) -> bool:
    """Azure's managed copy, which can be told by its class."""
    return served.name.startswith("webapprouting.kubernetes.azure.com")
