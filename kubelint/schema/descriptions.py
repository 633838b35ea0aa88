"""Kubernetes' own descriptions of its fields: not shipped, read where ``kubelint[descriptions]`` is installed."""

from __future__ import annotations

import functools
import json
import pathlib
from typing import Any


def description(definition: str, minor: int, field: str | None = None) -> str:
    """The description of a definition, or of one of its fields; empty where it is not known."""
    found = _definitions(minor).get(definition, {})
    if field is not None:
        found = found.get("properties", {}).get(field, {})
    return " ".join(str(found.get("description", "")).split())


@functools.cache
def _definitions(minor: int) -> dict[str, Any]:
    """The definitions of a version, as the package ``kubernetes-validate`` keeps them."""
    from importlib.util import find_spec

    package = find_spec("kubernetes_validate")
    if package is None or package.origin is None:
        return {}
    folder = f"kubernetes-json-schema/v1.{minor}.0-local-strict"
    try:
        text = pathlib.Path(package.origin).parent.joinpath(folder, "_definitions.json").read_text("utf-8")
    except OSError:
        return {}
    document: dict[str, Any] = json.loads(text)
    definitions: dict[str, Any] = document.get("$defs") or document.get("definitions") or {}
    return definitions
