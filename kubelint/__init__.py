"""kubelint: Kubernetes manifests, judged as the API server would and related as the cluster will."""

from __future__ import annotations

TYPE_CHECKING = False  # the real one costs a tenth of what `kubelint --version` takes
if TYPE_CHECKING:
    from kubelint.api import lint_paths, lint_text
    from kubelint.finding import Finding

__version__ = "0.1.0"
__all__ = ["Finding", "__version__", "lint_paths", "lint_text"]

_HOMES = {"Finding": "kubelint.finding", "lint_paths": "kubelint.api", "lint_text": "kubelint.api"}


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that ``import kubelint`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kubelint' has no attribute {name!r}")
    import importlib

    found: object = getattr(importlib.import_module(_HOMES[name]), name)
    return found
