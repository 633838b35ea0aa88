"""What the files around those of a run say about them: the patches of kustomizations, the templates of charts."""

from __future__ import annotations

import os
import pathlib
import posixpath
from collections.abc import Iterable, Iterator

from kubelint.inputs.classify import Surroundings
from kubelint.inputs.files import Source
from kubelint.inputs.kustomization import FILE_NAMES, read_kustomization
from kubelint.manifest import read_bytes


def around(sources: Iterable[Source]) -> Surroundings:
    """Look into the folders of the files and those above them, up to the working directory."""
    sources = list(sources)
    folders = _folders(sources)
    patches = {target for folder in folders for target in _patches(folder)}
    charts = tuple(f"{folder}/templates/" for folder in folders if os.access(f"{folder}/Chart.yaml", os.F_OK))
    return Surroundings(
        patches=frozenset(source.name for source in sources if source.real in patches),
        templates=frozenset(source.name for source in sources if source.real.startswith(charts)),
    )


def _folders(sources: Iterable[Source]) -> list[str]:
    """The real folders of the files, with those above them as far as the working directory."""
    top = pathlib.Path.cwd().as_posix()
    found: dict[str, None] = {}
    for source in sources:
        folder = posixpath.dirname(source.real)
        while folder and folder not in found:
            found[folder] = None
            folder = "" if folder in (top, "/") else posixpath.dirname(folder)
    return list(found)


def _patches(folder: str) -> Iterator[str]:
    """The real names of the files that a folder's kustomization uses otherwise than as resources."""
    for name in FILE_NAMES:
        try:
            content = pathlib.Path(folder, name).read_bytes()
        except OSError:
            continue
        for listed in read_kustomization(read_bytes(content, name), {}).other_files:
            yield posixpath.normpath(posixpath.join(folder, listed))
