"""In which versions a field of a built-in kind is known."""

from __future__ import annotations

from functools import cache

from kubelint.finding import Path
from kubelint.kube.versions import name as version_name
from kubelint.schema.bundle import bundle
from kubelint.schema.types import BundleTypes, shape_at


def other_versions(definition: str, path: Path, minor: int) -> str:
    """Words on where a field that one version does not know is known; empty where no version knows it."""
    known = _known_in(definition, tuple(0 if isinstance(step, int) else step for step in path))
    if not known:
        return ""
    if known[0] > minor:
        return f"known from Kubernetes {version_name(known[0])} on"
    return f"known up to Kubernetes {version_name(max(other for other in known if other < minor))}"


@cache
def _known_in(definition: str, path: Path) -> tuple[int, ...]:
    return tuple(
        minor
        for minor in bundle().minors
        if bundle().edition(definition, minor) is not None
        and shape_at(BundleTypes(bundle(), minor), "#" + definition, path) is not None
    )
