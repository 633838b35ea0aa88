"""Kustomizations: what one names, makes and overwrites. Source: kustomize ``api/types/kustomization.go``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kubelint.kube.objects import mapping, sequence
from kubelint.manifest import Manifest, read_text
from kubelint.pattern import regex

FILE_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_OTHER_FILES = ("patchesStrategicMerge", "transformers", "generators", "validators", "configurations", "crds")
_FOREIGN = ("helmCharts", "helmChartInflationGenerator", "generators", "transformers")
_REMOTE = regex(r"^(\w+://|git@|github\.com|[\w.-]+\.\w+/[^/]+/.*\?ref=)|\?ref=")


class Patched(NamedTuple):
    """What a patch aims at (empty: anything), and its text."""

    kind: str
    name: str
    text: str

    def aims_at(self, kind: str, name: str) -> bool:
        """Whether it changes the object."""
        return self.kind in ("", kind) and self.name in ("", name)

    def mentions(self, words: Iterable[str]) -> bool:
        """Whether any of the words stands in it, in whatever case."""
        text = self.text.casefold()
        return any(word.casefold() in text for word in words)


@dataclass(frozen=True)
class Kustomization:
    """A kustomization file, as far as it says what belongs together."""

    component: bool = False
    resources: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    other_files: tuple[str, ...] = ()
    """Files that it uses as patches or as its own configuration."""
    namespace: str | None = None
    prefix: str = ""
    suffix: str = ""
    labels: frozenset[str] = frozenset()
    made: frozenset[tuple[str, str]] = frozenset()
    patched: tuple[Patched, ...] = ()
    partial: bool = False


def read_kustomization(manifest: Manifest, files: Mapping[str, Manifest]) -> Kustomization:
    """Read a kustomization; members of a wrong type count as absent. Patches are looked up in ``files``."""
    data = mapping(next((d.data for d in manifest.documents if isinstance(d.data, dict)), None))
    listed = _texts(data.get("resources")) + _texts(data.get("bases"))
    folder = posixpath.dirname(posixpath.normpath(manifest.name))

    def content(path: str) -> str:
        file = files.get(posixpath.normpath(posixpath.join(folder, path)))
        return file.text if file and path else ""

    return Kustomization(
        component=data.get("kind") == "Component",
        resources=tuple(entry for entry in listed if not _REMOTE.search(entry)),
        components=tuple(entry for entry in _texts(data.get("components")) if not _REMOTE.search(entry)),
        other_files=tuple(_other_files(data)),
        namespace=_text(data.get("namespace")) or None,
        prefix=_text(data.get("namePrefix")),
        suffix=_text(data.get("nameSuffix")),
        labels=frozenset(_labels(data)),
        made=frozenset(_made(data)),
        patched=tuple(_patched(data, content)),
        partial=any(data.get(name) for name in _FOREIGN) or any(_REMOTE.search(entry) for entry in listed),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [entry for entry in sequence(value) if isinstance(entry, str) and entry]


def _other_files(data: dict[str, Any]) -> Iterator[str]:
    for name in _OTHER_FILES:
        yield from (entry for entry in _texts(data.get(name)) if "\n" not in entry)
    for name in ("patches", "patchesJson6902", "replacements"):
        yield from filter(None, (_text(mapping(entry).get("path")) for entry in sequence(data.get(name))))


def _labels(data: dict[str, Any]) -> Iterator[str]:
    yield from mapping(data.get("commonLabels"))
    for entry in map(mapping, sequence(data.get("labels"))):
        if entry.get("includeSelectors") or entry.get("includeTemplates"):
            yield from mapping(entry.get("pairs"))


def _made(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
        for entry in map(mapping, sequence(data.get(field))):
            yield kind, _text(entry.get("name"))


def _patched(data: dict[str, Any], content: Callable[[str], str]) -> Iterator[Patched]:
    for entry in map(mapping, sequence(data.get("patches")) + sequence(data.get("patchesJson6902"))):
        text = _text(entry.get("patch")) or content(_text(entry.get("path")))
        target = mapping(entry.get("target"))
        yield from [Patched(_text(target.get("kind")), _plain(target.get("name")), text)] if target else _merged(text)
    for patch in _texts(data.get("patchesStrategicMerge")):
        yield from _merged(patch if "\n" in patch else content(patch))
    for entry in map(mapping, sequence(data.get("replicas"))):
        yield Patched("", _plain(entry.get("name")), "replicas")
    for entry in map(mapping, sequence(data.get("replacements"))):
        for target in map(mapping, sequence(entry.get("targets"))):
            select = mapping(target.get("select"))
            fields = "\n".join(_texts(target.get("fieldPaths")))
            yield Patched(_text(select.get("kind")), _plain(select.get("name")), fields)


def _plain(name: Any) -> str:
    """A target's name, empty where it is a pattern."""
    return name if isinstance(name, str) and re.fullmatch(r"[a-z0-9-]+", name) else ""


def _merged(text: str) -> Iterator[Patched]:
    for document in read_text(text, "").documents:
        if isinstance(document.data, dict):
            name = mapping(document.data.get("metadata")).get("name")
            yield Patched(_text(document.data.get("kind")), _text(name), text)
