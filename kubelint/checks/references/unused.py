"""Objects, and keys of them, that nothing in the set refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Problem
from kubelint.kube.kinds import ConfigMap, PersistentVolumeClaim, Role, Secret, ServiceAccount, Workload
from kubelint.kube.objects import Object
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Workspace
from kubelint.workspace.config import keys_of

_WORD = re.compile(r"[A-Za-z0-9_.-]+")
_OWN_LABELS = ("app.kubernetes.io/", "helm.sh/", "kustomize.toolkit.fluxcd.io/", "kubernetes.io/metadata.name")


def unused_object(workspace: Workspace) -> Iterator[Problem]:
    """A ConfigMap, Secret, ServiceAccount, role or claim, or a key of one, that nothing in the set speaks of."""
    spoken = _Spoken(workspace)
    for obj in workspace.objects:
        if isinstance(obj, ConfigMap | Secret | ServiceAccount | Role | PersistentVolumeClaim) and not _found(obj):
            if not spoken.of(obj.name, obj):
                yield Problem(obj.at("metadata", "name"), f"nothing in the set refers to this {obj.kind}")
            elif isinstance(obj, ConfigMap | Secret):
                yield from _keys(obj, spoken)


def _keys(obj: ConfigMap | Secret, spoken: _Spoken) -> Iterator[Problem]:
    asked = None if spoken.read_by_roles(obj) else spoken.keys(obj)
    for key in sorted(keys_of(obj) or ()):
        if asked is not None and key not in asked and not spoken.of(key, obj):
            field = next(f for f in ("data", "stringData", "binaryData") if key in (obj.data.get(f) or {}))
            yield Problem(obj.key(field, key), f"nothing in the set asks for the key `{key}`")


def _found(obj: Object) -> bool:
    """Whether controllers find it by its labels, type or fixed name, so that nothing need speak of it."""
    labelled = any("/" in str(key) and not str(key).startswith(_OWN_LABELS) for key in obj.labels)
    boards = any(str(key).startswith("grafana") for key in obj.labels)
    annotated = "kubernetes.io/service-account.name" in obj.annotations
    return labelled or boards or annotated or not obj.name or unrendered(obj.name) or obj.name == "default"


class _Spoken:
    """Every word in the set, with the objects that it stands in."""

    def __init__(self, workspace: Workspace) -> None:
        self._words: dict[str, set[int]] = {}
        for obj in workspace.objects:
            for word in _words({**obj.data, "metadata": {**obj.metadata, "name": None}}):
                self._words.setdefault(word, set()).add(id(obj))
        self._asked: dict[tuple[str, str], set[str] | None] = {}
        for workload in workspace.of(Workload):
            for mention in workspace.config_of(workload.pod) if workload.pod else ():
                known = self._asked.setdefault((mention.kind, mention.name), set())
                if known is None or not mention.keys:
                    self._asked[mention.kind, mention.name] = None
                else:
                    known.update(key for _, key in mention.keys)

    def of(self, word: str, apart: Object) -> bool:
        """Whether another object speaks of it."""
        return bool(self._words.get(word, set()) - {id(apart)})

    def read_by_roles(self, obj: Object) -> bool:
        """Whether a role of the set lets somebody read objects of the kind, so that they need not be mounted."""
        return bool(self._words.get(f"{obj.kind.lower()}s"))

    def keys(self, obj: Object) -> set[str] | None:
        """The keys that pods ask for; None where one of them takes all, or none is seen to ask."""
        return self._asked.get((obj.kind, obj.name))


def _words(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _words(value)
    elif isinstance(data, list):
        for item in data:
            yield from _words(item)
    elif isinstance(data, str):
        yield from _WORD.findall(data)
