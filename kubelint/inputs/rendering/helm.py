"""Charts, rendered by ``helm template`` in a scratch copy: once as they are, and once with marks behind their lines."""

from __future__ import annotations

import json
import os
import pathlib
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from kubelint.inputs.rendering.files import Tree
from kubelint.inputs.rendering.model import FailedError
from kubelint.inputs.rendering.running import find, run
from kubelint.inputs.rendering.templates import Line, lines_of, marked
from kubelint.kube.objects import dig, mapping, sequence

MISSING = "`helm` is not on the PATH: see https://helm.sh/docs/intro/install/"
_LARGEST = 64 * 1024 * 1024
_TEMPLATE = re.compile(r"(^|/)templates/.*\.(ya?ml|tpl|txt|json)$")


class Tool(NamedTuple):
    """The program that renders."""

    command: str
    identity: str
    """What tells its version, told without starting it."""


def tool() -> Tool | None:
    """The program on the PATH, None where there is none."""
    found = find("helm")
    if found is None:
        return None
    return Tool(str(found), f"helm {found.stat().st_size} {found.stat().st_mtime_ns}")


class Values(NamedTuple):
    """A set of values: files in the order in which they are given, and the release's namespace where one is known."""

    files: tuple[str, ...] = ()
    namespace: str | None = None
    release: str | None = None
    inline: str = ""
    """Values that stand in another file (an Application's), as JSON."""
    name: str = ""
    """The object that delivers the chart with these values."""


class Output(NamedTuple):
    """What came out of a chart: the text, and the text with marks."""

    plain: str
    marked: str


class Chart:
    """A chart's folder and all the files in it."""

    def __init__(self, folder: str, tree: Tree) -> None:
        self.folder, self.tree = folder, tree
        self.data = mapping(next((d.data for d in tree.manifest(f"{folder}/Chart.yaml").documents), None))
        self.files = dict(_files(folder, tree))
        """Contents by path below the folder."""
        self.missing = list(self._missing())
        self._lines: dict[str, tuple[int, list[Line]]] | None = None

    @property
    def name(self) -> str:
        """What the chart calls itself."""
        return str(self.data.get("name") or posixpath.basename(self.folder))

    def _missing(self) -> Iterator[str]:
        """The dependencies that are neither vendored nor folders of the same repository, which are taken in here."""
        there = {path.split("/")[1] for path in self.files if path.startswith("charts/") and path.count("/") >= 1}
        for dependency in map(mapping, sequence(self.data.get("dependencies"))):
            name, repository = str(dependency.get("name")), str(dependency.get("repository") or "")
            if any(each == name or re.fullmatch(re.escape(name) + r"-v?\d.*\.tgz", each) for each in there):
                continue
            folder = posixpath.normpath(posixpath.join(self.folder, repository.removeprefix("file://")))
            local = repository.startswith("file://") and self.tree.inside(folder, self.folder)
            if local and self.tree.content(f"{folder}/Chart.yaml") is not None and folder != self.folder:
                self.files |= {f"charts/{name}/{path}": content for path, content in _files(folder, self.tree)}
            else:
                yield name

    @property
    def templates(self) -> list[str]:
        """The paths of the templates."""
        return [path for path in self.files if _TEMPLATE.search(path) and not path.endswith("NOTES.txt")]

    @property
    def lines(self) -> dict[str, tuple[int, list[Line]]]:
        """The lines of the templates by their paths, with the number of the first one's mark."""
        if self._lines is None:
            self._lines, first = {}, 0
            for path in self.templates:
                lines = lines_of(self.files[path].decode("utf-8", "replace"))
                self._lines[path] = first, lines
                first += len(lines)
        return self._lines

    def description(self) -> bytes:
        """``Chart.yaml`` without the dependencies that are not there, which helm would insist on."""
        content = self.files["Chart.yaml"]
        if not self.missing:
            return content
        kept = [d for d in sequence(self.data.get("dependencies")) if dig(d, "name") not in self.missing]
        return json.dumps({**self.data, "dependencies": kept}).encode("utf-8", "replace")


def _files(folder: str, tree: Tree) -> Iterator[tuple[str, bytes]]:
    total = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != ".git")
        for name in sorted(names):
            path = posixpath.join(place, name)
            content = tree.content(path) if tree.inside(path, folder) else None
            total += len(content or b"")
            if total > _LARGEST:
                raise FailedError(f"the chart's files are larger than {_LARGEST:,} bytes")
            if content is not None:
                yield posixpath.relpath(path, folder), content


def render(chart: Chart, values: Values, kubernetes: str, by: Tool) -> Output:
    """Render a chart with one set of values.

    Raises:
        FailedError: helm failed, took too long, or wrote too much.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="kubelint-") as name:
        scratch = pathlib.Path(name)
        arguments = _arguments(chart, values, kubernetes, scratch)
        plain = _templated(chart, chart.files, "plain", arguments, scratch, by)
        for bodies_only in (False, True):
            output = Output(plain, _marked(chart, bodies_only, arguments, scratch, by))
            if _same_shape(output):
                break
    return output


def _arguments(chart: Chart, values: Values, kubernetes: str, scratch: pathlib.Path) -> list[str]:
    namespace = values.namespace or chart.name
    arguments = [_dns(values.release or chart.name), "--namespace", _dns(namespace), "--kube-version", kubernetes]
    for number, file in enumerate(values.files):
        target = scratch / f"values-{number}.yaml"
        target.write_bytes(chart.tree.content(file) or b"")
        arguments += ["--values", str(target)]
    if values.inline:
        target = scratch / "values-inline.yaml"
        target.write_text(values.inline, encoding="utf-8")
        arguments += ["--values", str(target)]
    return arguments


def _dns(name: str) -> str:
    """A name as Kubernetes allows it, which cannot be an option either."""
    return re.sub(r"[^a-z0-9-]", "-", name.lower())[:50].strip("-") or "release"


def _templated(
    chart: Chart, files: dict[str, bytes], folder: str, arguments: list[str], scratch: pathlib.Path, by: Tool
) -> str:
    for path, content in files.items():
        target = scratch / folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(chart.description() if path == "Chart.yaml" else content)
    name, *options = arguments
    return run([by.command, "template", name, str(scratch / folder), *options], scratch).decode("utf-8", "replace")


def _marked(chart: Chart, bodies_only: bool, arguments: list[str], scratch: pathlib.Path, by: Tool) -> str:
    """The output with marks; empty where marks make the chart fail."""
    files = dict(chart.files)
    for path, (first, lines) in chart.lines.items():
        text = files[path].decode("utf-8", "replace")
        files[path] = marked(text, lines, first, bodies_only).encode("utf-8", "replace")
    try:
        return _templated(chart, files, f"marked-{bodies_only}", arguments, scratch, by)
    except FailedError:
        return ""


def _same_shape(output: Output) -> bool:
    return output.plain.count("\n") == output.marked.count("\n")
