"""Small estates for the tests: texts by file name, made into a workspace."""

from __future__ import annotations

from collections.abc import Mapping

from kubelint.config import Settings
from kubelint.inputs.bundles import assign_bundles
from kubelint.kube.objects import Object, objects_in
from kubelint.manifest import read_text
from kubelint.workspace import Workspace


def workspace_of(files: Mapping[str, str], settings: Settings | None = None) -> Workspace:
    """The workspace of some files."""
    settings = settings or Settings()
    manifests = [read_text(text, name) for name, text in files.items()]
    layout = assign_bundles(manifests, settings)
    read = [m for m in manifests if m.name not in layout.patches]
    objects = [obj for m in read for document in m.documents for obj in objects_in(document)]
    return Workspace(objects, settings, layout)


def one(workspace: Workspace, kind: str, name: str, file: str = "") -> Object:
    """The only object of a kind and name (in a file)."""
    found = [o for o in workspace.objects if (o.kind, o.name) == (kind, name) and o.file.startswith(file)]
    assert len(found) == 1, found
    return found[0]


def service(name: str, namespace: str = "", **selector: str) -> str:
    """A Service."""
    where = f", namespace: {namespace}" if namespace else ""
    labels = ", ".join(f"{key}: {value}" for key, value in selector.items())
    return (
        f"---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}{where}}}\n"
        f"spec: {{selector: {{{labels}}}, ports: [{{port: 80}}]}}\n"
    )


def deployment(name: str, namespace: str = "", **labels: str) -> str:
    """A Deployment with labels on its template."""
    where = f", namespace: {namespace}" if namespace else ""
    text = ", ".join(f"{key}: {value}" for key, value in labels.items())
    return (
        f"---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}{where}}}\n"
        f"spec:\n  selector: {{matchLabels: {{{text}}}}}\n  template:\n    metadata: {{labels: {{{text}}}}}\n"
        f"    spec: {{containers: [{{name: app, image: 'example.com/app:1.0'}}]}}\n"
    )


def secret(name: str, namespace: str = "") -> str:
    """A Secret without content."""
    where = f", namespace: {namespace}" if namespace else ""
    return f"---\napiVersion: v1\nkind: Secret\nmetadata: {{name: {name}{where}}}\n"
