"""What other files beside the manifests overwrite: the images of kustomizations and of ``skaffold.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.kube.objects import Object, dig, mapping, sequence

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace


def images_set_elsewhere(workspace: Workspace) -> frozenset[str]:
    """Names of images, as manifests write them, to which a kustomization or ``skaffold.yaml`` gives another tag."""
    return frozenset(name for obj in workspace.objects for name in _names(obj) if isinstance(name, str))


def _names(obj: Object) -> Iterator[Any]:
    if obj.group == "kustomize.config.k8s.io":
        for image in sequence(obj.get("images")):
            if {"newTag", "newName", "digest"} & mapping(image).keys():
                yield mapping(image).get("name")
    elif obj.group == "skaffold" and obj.kind == "Config":
        for part in (obj.data, *sequence(obj.get("profiles"))):
            for artifact in sequence(dig(part, "build", "artifacts")):
                yield mapping(artifact).get("image")
