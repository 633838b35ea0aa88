"""What is applied together: kustomizations with all that they name, charts, environments, else the folder tree."""

from __future__ import annotations

import pathlib
import posixpath
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kubelint.config import BundleSetting, Settings
from kubelint.inputs.kustomization import FILE_NAMES, Kustomization, Patched, read_kustomization
from kubelint.inputs.overrides import images_set_elsewhere
from kubelint.manifest import Manifest

if TYPE_CHECKING:
    from kubelint.inputs.rendering.model import Rendering

_ENVIRONMENT_NAMES = """dev devel develop development test testing integration int qa uat sit stage staging stg preview
    pre preprod pre-production preproduction prod prd production canary sandbox local"""
_ENVIRONMENTS = frozenset(_ENVIRONMENT_NAMES.split())


@dataclass(frozen=True, eq=False)
class Bundle:
    """Objects that are applied together."""

    path: str = ""
    """The folder that stands for it."""
    namespace: str | None = None
    """Where objects live that name no namespace; None where that is not said."""
    complete: bool = False
    """Whether the config says that nothing which its objects name lives elsewhere."""
    partial: bool = False
    """Whether it takes in what is not given: remote bases, charts, plugins."""
    assumed: bool = False
    """Whether nobody says that it is applied together: it is merely one tree of folders."""
    labels: frozenset[str] = frozenset()
    """Keys of the labels that it writes into templates (and selectors)."""
    made: frozenset[tuple[str, str]] = frozenset()
    """Kind and name of what its generators make."""
    patched: tuple[Patched, ...] = ()

    def overwrites(self, kind: str, name: str, words: Iterable[str]) -> bool:
        """Whether one of its patches on the object speaks of any of the words."""
        return any(p.aims_at(kind, name) and p.mentions(words) for p in self.patched)


class Part(NamedTuple):
    """How a bundle holds a file."""

    bundle: Bundle
    namespace: str | None = None
    """The namespace that all its objects get, whatever they say."""
    prefix: str = ""
    suffix: str = ""


@dataclass
class Layout:
    """Which bundles hold which file."""

    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    patches: frozenset[str] = frozenset()
    """Files that kustomizations use otherwise than as resources: no objects are in them."""
    images: frozenset[str] = frozenset()
    """Names of images to which a kustomization or ``skaffold.yaml`` gives another version."""

    def of(self, file: str) -> tuple[Part, ...]:
        """The bundles of a file, each with what it does to it."""
        return self.parts.get(file, _ALONE)

    def shape(self) -> tuple[Any, ...]:
        """What two layouts have in common that hold the same files in the same way; bundles count by what they say."""
        known: dict[int, tuple[int, Bundle]] = {}
        for part in (part for parts in self.parts.values() for part in parts):
            known.setdefault(id(part.bundle), (len(known), part.bundle))
        held = [(file, [(known[id(p.bundle)][0], p[1:]) for p in parts]) for file, parts in self.parts.items()]
        said = [tuple(vars(bundle).values()) for _, bundle in known.values()]
        return held, said, self.patches, self.images


_ALONE = (Part(Bundle()),)


def assign_bundles(manifests: Iterable[Manifest], settings: Settings) -> Layout:
    """Find out what is applied together.

    A file belongs to every kustomization that no other one includes and that reaches it; else to the bundle that
    the config names, the chart or the environment's folder (``staging``, ``prod``) it lies in; else to the whole tree.
    """
    files = {posixpath.normpath(manifest.name): manifest for manifest in manifests}
    folders = {
        posixpath.dirname(name): read_kustomization(manifest, files)
        for name, manifest in files.items()
        if posixpath.basename(name) in FILE_NAMES
    }
    found = _Kustomizations(folders, files, settings)
    trees = _Trees(files, settings)
    parts = {m.name: tuple(found.parts.get(name, ())) or (Part(trees.bundle(name)),) for name, m in files.items()}
    patches = frozenset(files[name].name for name in found.patches if name in files)
    return Layout(parts, patches, images_set_elsewhere(files.values()))


def rendered_parts(renderings: Iterable[Rendering], settings: Settings) -> dict[str, tuple[Part, ...]]:
    """Each rendering is a bundle of its own, of which nothing has to be guessed any more."""
    found: dict[str, tuple[Part, ...]] = {}
    for each in renderings:
        setting = _setting(each.folder + "/", settings)
        namespace = setting.namespace if setting else None
        complete = bool(setting and setting.complete)
        bundle = Bundle(each.folder, namespace or each.namespace, complete, partial=each.partial)
        found[each.name] = (Part(bundle),)
    return found


class _Reached(NamedTuple):
    """A file on its way up to the outermost kustomization."""

    file: str
    namespace: str | None = None
    prefix: str = ""
    suffix: str = ""


class _Kustomizations:
    """The parts that kustomizations hold, from the outermost ones inwards."""

    def __init__(self, folders: dict[str, Kustomization], names: Collection[str], settings: Settings) -> None:
        self.folders = folders
        self.names = names
        self.parts: dict[str, list[Part]] = {}
        self.patches = {f for folder, k in folders.items() for f in _joined(folder, k.other_files)}
        for root in self._roots():
            self._assign(root, settings)

    def _roots(self) -> list[str]:
        included = {
            entry for folder, k in self.folders.items() for entry in _joined(folder, (*k.resources, *k.components))
        }
        return [folder for folder, k in self.folders.items() if folder not in included and not k.component]

    def _assign(self, root: str, settings: Settings) -> None:
        inside: dict[str, Kustomization] = {}
        reached = list(self._reach(root, inside, ()))
        setting = _setting(root + "/", settings)
        bundle = Bundle(
            path=root,
            namespace=setting.namespace if setting else None,
            complete=bool(setting and setting.complete),
            partial=any(k.partial or self._unseen(folder, k) for folder, k in inside.items()),
            labels=frozenset().union(*(k.labels for k in inside.values())),
            made=frozenset().union(*(k.made for k in inside.values())),
            patched=tuple(p for folder, k in inside.items() for p in k.patched),
        )
        for file, namespace, prefix, suffix in reached:
            self.parts.setdefault(file, []).append(Part(bundle, namespace, prefix, suffix))

    def _unseen(self, folder: str, kustomization: Kustomization) -> bool:
        entries = _joined(folder, (*kustomization.resources, *kustomization.components))
        return any(entry not in self.names and entry not in self.folders for entry in entries)

    def _reach(self, folder: str, inside: dict[str, Kustomization], above: tuple[str, ...]) -> Iterator[_Reached]:
        if folder in above:
            return
        k = inside[folder] = self.folders[folder]
        for file in (posixpath.join(folder, name) for name in FILE_NAMES):
            if file in self.names:
                yield _Reached(file, k.namespace, k.prefix, k.suffix)
        for entry in _joined(folder, (*k.resources, *k.components)):
            if entry in self.folders:
                found: Iterable[_Reached] = self._reach(entry, inside, (*above, folder))
            else:
                found = [_Reached(entry)] if entry in self.names else []
            for file, namespace, prefix, suffix in found:
                yield _Reached(file, k.namespace or namespace, k.prefix + prefix, suffix + k.suffix)


class _Trees:
    """The bundles of files that no kustomization holds, by folder."""

    def __init__(self, names: Iterable[str], settings: Settings) -> None:
        self.settings = settings
        self.charts = {posixpath.dirname(n) for n in names if posixpath.basename(n) == "Chart.yaml"}
        self.bundles: dict[str, Bundle] = {}

    def bundle(self, name: str) -> Bundle:
        """The bundle of a file."""
        setting = _setting(name, self.settings)
        path = posixpath.normpath(setting.path) if setting else self._folder(name)
        if path not in self.bundles:
            given = setting or BundleSetting(path)
            self.bundles[path] = Bundle(path, given.namespace, given.complete, assumed=setting is None)
        return self.bundles[path]

    def _folder(self, name: str) -> str:
        steps = name.split("/")[:-1]
        for number, step in enumerate(steps, 1):
            folder = "/".join(steps[:number])
            if step.lower() in _ENVIRONMENTS or folder in self.charts:
                return folder
        return ""


def _setting(file: str, settings: Settings) -> BundleSetting | None:
    holds = [s for s in settings.bundles if _inside(file, posixpath.normpath(s.path))]
    return max(holds, key=lambda s: len(s.path), default=None)


def _inside(file: str, folder: str) -> bool:
    if file.startswith("/") and not folder.startswith("/"):
        folder = str(pathlib.Path(folder).absolute())
    return folder == "." or file == folder or file.startswith(folder + "/")


def _joined(folder: str, entries: Iterable[str]) -> list[str]:
    joined = [posixpath.normpath(posixpath.join(folder, entry)) for entry in entries]
    return ["" if entry == "." else entry for entry in joined]
