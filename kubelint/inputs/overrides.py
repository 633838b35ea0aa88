"""What other files beside the manifests overwrite: the images of kustomizations and of ``skaffold.yaml``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.inputs.kustomization import FILE_NAMES
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.manifest import Manifest

_SKAFFOLD = ("skaffold.yaml", "skaffold.yml")


def images_set_elsewhere(manifests: Iterable[Manifest]) -> frozenset[str]:
    """Names of images, as manifests write them, to which a kustomization or ``skaffold.yaml`` gives another version."""
    return frozenset(
        name
        for manifest in manifests
        for name in _names(posixpath.basename(manifest.name), manifest)
        if isinstance(name, str)
    )


def _names(file: str, manifest: Manifest) -> Iterator[Any]:
    for document in manifest.documents if file in (*FILE_NAMES, *_SKAFFOLD) else ():
        data = mapping(document.data)
        yield from _of_skaffold(data) if file in _SKAFFOLD else _of_kustomization(data)


def _of_kustomization(data: dict[str, Any]) -> Iterator[Any]:
    for image in map(mapping, sequence(data.get("images"))):
        if {"newTag", "newName", "digest"} & image.keys():
            yield image.get("name")


def _of_skaffold(data: dict[str, Any]) -> Iterator[Any]:
    for part in (data, *sequence(data.get("profiles"))):
        for artifact in sequence(dig(part, "build", "artifacts")):
            yield mapping(artifact).get("image")
