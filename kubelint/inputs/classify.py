"""What counts as a manifest: everything else is recognised, named and counted, not judged as if it were one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from kubelint.inputs.kustomization import FILE_NAMES
from kubelint.manifest import Document

TEMPLATE_LINE = re.compile(r"""^[^"'#\n]*\{\{""", re.MULTILINE)
"""Go template directives outside quotes and comments, which no YAML reader understands."""
_OTHER_TOOLS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"openapi"}), "OpenAPI document"),
    (frozenset({"swagger"}), "OpenAPI document"),
    (frozenset({"true", "jobs"}), "GitHub workflow"),  # `on`, as Kubernetes reads it
    (frozenset({"on", "jobs"}), "GitHub workflow"),
    (frozenset({"runs", "name"}), "GitHub action"),
    (frozenset({"services"}), "Docker Compose file"),
)
_OTHER_FILES = re.compile(r"(^|/)(mkdocs|\.gitlab-ci|serverless|template|\.travis|cloudbuild|_config)\.ya?ml$")
"""Files of other tools that have tags and syntax of their own."""


class Surroundings(NamedTuple):
    """What the files beside a file say about it; file names as the run shows them."""

    patches: frozenset[str] = frozenset()
    """Files that a kustomization lists as patches."""
    templates: frozenset[str] = frozenset()
    """Files among the templates of a Helm chart."""


def skip_reason(document: Document, around: Surroundings) -> str | None:
    """Why a document is not judged; None where it is (or where it is empty, and there is nothing to judge)."""
    name, data = document.manifest.name, document.data
    if name in around.patches:
        return "kustomize patch: incomplete on purpose"
    if _is_template(document, around):
        return "Helm template: not rendered"
    if data is None:
        return "another tool's file" if document.notes and _OTHER_FILES.search(name) else None
    api_version, kind = _identity(data)
    if str(api_version).startswith("kustomize.config.k8s.io/") or name.rpartition("/")[2] in FILE_NAMES:
        return "kustomization"
    if api_version is not None and kind is not None:
        return "kustomize patch: incomplete on purpose" if "$patch" in data else None
    other = _other_tool(data, name.rpartition("/")[2])
    return other or (None if half_named(data) else _missing(api_version, kind))


def half_named(data: Any) -> str | None:
    """The missing one of ``apiVersion`` and ``kind``, of what is meant to be an object all the same."""
    if not isinstance(data, dict) or not isinstance(data.get("metadata"), dict):
        return None
    missing = [name for name in ("apiVersion", "kind") if data.get(name) is None]
    return missing[0] if len(missing) == 1 else None


def _identity(data: Any) -> tuple[Any, Any]:
    return (data.get("apiVersion"), data.get("kind")) if isinstance(data, dict) else (None, None)


def _is_template(document: Document, around: Surroundings) -> bool:
    """A template in a chart, or text that is no YAML because of a directive in it."""
    manifest = document.manifest
    if manifest.name in around.templates and "{{" in manifest.text:
        return True
    broken = any(note.rule == "invalid-yaml" for note in document.notes)
    return broken and TEMPLATE_LINE.search(manifest.text) is not None


def _missing(api_version: Any, kind: Any) -> str:
    words = [word for word, value in (("`apiVersion`", api_version), ("`kind`", kind)) if value is None]
    return "no " + " and no ".join(words)


def _other_tool(data: Any, file: str) -> str | None:
    if isinstance(data, list):
        return _of_list(data)
    if not isinstance(data, dict):
        return None
    if file in ("Chart.yaml", "Chart.yml"):
        return "Helm chart's description"
    if file.startswith("values") and file.endswith((".yaml", ".yml")):
        return "Helm values"
    return next((reason for needed, reason in _OTHER_TOOLS if needed <= data.keys()), None)


def _of_list(items: Iterable[Any]) -> str | None:
    mappings = [item for item in items if isinstance(item, dict)]
    if mappings and all("op" in item and "path" in item for item in mappings):
        return "JSON 6902 patch"
    if mappings and all("hosts" in item or "import_playbook" in item for item in mappings):
        return "Ansible playbook"
    if mappings and all("name" in item and len(item) > 1 for item in mappings):
        return "Ansible tasks"
    return None
