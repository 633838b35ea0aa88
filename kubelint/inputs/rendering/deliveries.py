"""Objects that deliver a folder of the same repository: Argo CD's Applications, Flux' HelmReleases and Kustomizations.

Sources: argo-cd ``pkg/apis/application/v1alpha1/types.go``; the APIs of Flux' helm-controller (v2) and
kustomize-controller (v1).
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kubelint.inputs.rendering.files import Tree
from kubelint.kube.objects import dig, mapping, sequence

_SIGNS = (b"argoproj.io/", b"helm.toolkit.fluxcd.io/", b"kustomize.toolkit.fluxcd.io/")
_URL = re.compile(r"^\s*url\s*=\s*(\S+)", re.MULTILINE)


class Delivery(NamedTuple):
    """A folder that an object delivers, and what it says about it."""

    folder: str
    """The real path."""
    name: str
    """The object's kind and name."""
    namespace: str | None = None
    release: str | None = None
    files: tuple[str, ...] = ()
    """Real paths of files of values."""
    inline: str = ""
    """Values that stand in the object, as JSON."""


def deliveries(files: Iterable[str], tree: Tree) -> list[Delivery]:
    """What the objects in the files deliver of the repository that they lie in."""
    found = []
    for file in files:
        content = tree.content(file)
        if content and any(sign in content for sign in _SIGNS):
            root = tree.root(posixpath.dirname(file))
            for document in tree.manifest(file).documents:
                found += [each for each in _of(mapping(document.data), root, tree) if os.path.isdir(each.folder)]  # noqa: PTH112
    return found


def _of(data: dict[str, Any], root: str, tree: Tree) -> Iterator[Delivery]:
    group = str(data.get("apiVersion")).partition("/")[0]
    spec = mapping(data.get("spec"))
    name = f"{data.get('kind')} {dig(data, 'metadata', 'name')}"
    if (group, data.get("kind")) == ("argoproj.io", "Application"):
        for source in [spec.get("source"), *sequence(spec.get("sources"))]:
            yield from _application(mapping(source), dig(spec, "destination", "namespace"), name, root, tree)
    elif (group, data.get("kind")) == ("helm.toolkit.fluxcd.io", "HelmRelease"):
        yield from _release(data, mapping(dig(spec, "chart", "spec")), name, root)
    elif (group, data.get("kind")) == ("kustomize.toolkit.fluxcd.io", "Kustomization"):
        path, kind = spec.get("path"), dig(spec, "sourceRef", "kind")
        if isinstance(path, str) and kind == "GitRepository":
            yield Delivery(_joined(root, path), name, _text(spec.get("targetNamespace")))


def _application(source: dict[str, Any], namespace: Any, name: str, root: str, tree: Tree) -> Iterator[Delivery]:
    path, helm = source.get("path"), mapping(source.get("helm"))
    if not isinstance(path, str) or not _same_repository(source.get("repoURL"), root, tree):
        return
    folder = _joined(root, path)
    named = [file for file in sequence(helm.get("valueFiles")) if isinstance(file, str) and not file.startswith("$")]
    files = tuple(_joined(root if file.startswith("/") else folder, file) for file in named if "://" not in file)
    inline = helm.get("valuesObject") or _read(helm.get("values"))
    yield Delivery(folder, name, _text(namespace), _text(helm.get("releaseName")), files, _json(inline))


def _release(data: dict[str, Any], chart: dict[str, Any], name: str, root: str) -> Iterator[Delivery]:
    path, spec = chart.get("chart"), mapping(data.get("spec"))
    if not isinstance(path, str) or dig(chart, "sourceRef", "kind") != "GitRepository":
        return
    namespace = _text(spec.get("targetNamespace")) or _text(dig(data, "metadata", "namespace"))
    files = tuple(_joined(root, file) for file in sequence(chart.get("valuesFiles")) if isinstance(file, str))
    release = _text(spec.get("releaseName")) or _text(dig(data, "metadata", "name"))
    yield Delivery(_joined(root, path), name, namespace, release, files, _json(spec.get("values")))


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path.lstrip("/")))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _json(values: Any) -> str:
    return json.dumps(values, sort_keys=True) if isinstance(values, dict) and values else ""


def _read(text: Any) -> Any:
    from kubelint.manifest import read_text

    documents = read_text(text, "").documents if isinstance(text, str) else []
    return documents[0].data if documents else None


def _same_repository(url: Any, root: str, tree: Tree) -> bool:
    """Whether an address may be the repository's own: it ends like one of its remotes, where these are known."""
    content = tree.content(f"{root}/.git/config")
    remotes = [_last(match) for match in _URL.findall(content.decode("utf-8", "replace"))] if content else []
    return not remotes or _last(str(url)) in remotes


def _last(url: str) -> str:
    return re.split(r"[/:]", url.removesuffix("/").removesuffix(".git"))[-1].lower()
