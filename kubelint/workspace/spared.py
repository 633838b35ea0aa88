"""Entry points of which neither TLS nor a redirect is asked."""

from __future__ import annotations

from kubelint.kube.objects import Object
from kubelint.workspace.entries import Entry

_SOLVER_LABEL = "acme.cert-manager.io/http01-solver"


def spared(entry: Entry) -> bool:
    """Internal ones, and the solvers of certificate authorities' challenges, which need plain HTTP."""
    return entry.scope == "inside" or _solver(entry.object) or _challenge_only(entry)


def _solver(obj: Object) -> bool:
    return obj.labels.get(_SOLVER_LABEL) == "true" or obj.name.startswith("cm-acme-http-solver-")


def _challenge_only(entry: Entry) -> bool:
    paths = [route.path for route in entry.routes]
    return bool(paths) and all(path.startswith("/.well-known/acme-challenge") for path in paths)
