"""What the edges and other people's programs call."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kubelint.cache import Cache
from kubelint.config import Settings
from kubelint.config import file as config_file
from kubelint.config.origin import Setting, in_force
from kubelint.config.resolve import settings_from
from kubelint.engine import File, Report, Run, Session, lint, load, stamp
from kubelint.inputs.classify import Surroundings
from kubelint.inputs.files import PARTS, RENDERABLE, STDIN, Source, find
from kubelint.inputs.reading import content_of
from kubelint.inputs.surroundings import around
from kubelint.manifest import Manifest, read_text

if TYPE_CHECKING:
    from kubelint.fixer import Mended, Silenced
    from kubelint.inputs.rendering import Renderings
    from kubelint.inputs.rendering.model import Rendering
    from kubelint.workspace.graph import Graph

__all__ = [
    "Progress",
    "Project",
    "Report",
    "Settings",
    "config_schema",
    "lint_paths",
    "lint_text",
    "load_settings",
    "open_project",
    "settings_in_force",
    "state_of",
]

Progress = Callable[[int, int], Any]
"""Called with the number of files read and the number of all."""


def lint_text(text: str, filename: str = "stdin.yaml", settings: Settings | None = None) -> Report:
    """Judge one text. ``filename`` is the name that findings carry; nothing is read from the disk."""
    return lint([read_text(text, filename)], settings or Settings())


class Project:
    """Files, to be reported on, mended, or watched; they are judged when somebody asks."""

    def __init__(
        self,
        fill: Callable[[], Session],
        around: Surroundings,
        files: frozenset[str] | None,
        run: Run | None = None,
    ) -> None:
        self._fill = fill
        self._run = run
        self.around = around
        self.files = files
        """The names of the files that are reported on; None for all."""
        self.known: Mapping[str, int] = {}
        """Fingerprints of findings that are only counted."""

    @cached_property
    def session(self) -> Session:
        """The files, judged alone. Whoever changes it gets no report of an earlier run."""
        self._run = None
        return self._fill()

    def report(self) -> Report:
        """Everything there is to say."""
        run = self._run
        known = run.recall() if run else None
        return self._fresh(known or self._reported(run))

    def _reported(self, run: Run | None) -> Report:
        report = self.session.report(self.around, self.files)
        if run and not self.session.workspace(self.around).dated:
            run.keep(report)
        return report

    def mend(self, unsafe: bool = False) -> Mended:
        """Apply fixes, the unsafe ones only if asked for, without writing any file."""
        from kubelint.fixer import mend

        result = mend(self.session, self.around, self.files, unsafe)
        return result._replace(report=self._fresh(result.report))

    def silence(self, reason: str = "") -> Silenced:
        """Write suppressions for all that is reported, without writing any file.

        Raises:
            UsageError: the settings ask for a reason, and there is none.
        """
        from kubelint.fixer import silence

        findings = self._fresh(self.session.report(self.around, self.files)).findings
        return silence(self.session, self.around, self.files, findings, reason)

    def _fresh(self, report: Report) -> Report:
        """The report without what is known."""
        if not self.known:
            return report
        from kubelint.baseline import new

        left = new(report.findings, self.known)
        return dataclasses.replace(report, findings=left, known=len(report.findings) - len(left))

    def graph(self, report: Report | None = None) -> Graph:
        """The path of traffic into the cluster; what the rules say of a reference marks the edge as broken.

        ``report`` is what ``report()`` gave, where that was asked already.
        """
        from kubelint.workspace.graph import graph, spot

        places = ((finding.place, finding.message) for finding in (report or self.report()).findings)
        faults = {spot(place): message for place, message in places if place is not None}
        return graph(self.session.workspace(self.around), faults)


def lint_paths(paths: Iterable[str], settings: Settings | None = None, **given: Any) -> Report:
    """Judge files and folders; ``-`` is the standard input. ``given`` is what ``open_project`` takes.

    Raises:
        UsageError: none of the paths exists.
    """
    return open_project(paths, settings, **given).report()


def open_project(
    paths: Iterable[str],
    settings: Settings | None = None,
    *,
    context: Iterable[str] = (),
    force_exclude: bool = False,
    stdin_filename: str = "<stdin>",
    cache_dir: str | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    render: bool = True,
    allow_remote: bool = False,
) -> Project:
    """Take files and folders in; ``-`` is the standard input.

    ``context`` names files and folders whose objects are related to those of ``paths`` without being reported on.
    ``force_exclude`` lets the settings' ``exclude`` hold for files that are named, too. ``cache_dir`` is a folder in
    which judgements are remembered by the content of files; ``jobs`` is the number of processes that share the work.
    ``render`` judges charts and kustomizations as helm and kustomize render them; ``allow_remote`` lets kustomize
    fetch what lies elsewhere.

    Raises:
        UsageError: none of the paths exists.
    """
    settings = settings or Settings()
    reported = find(paths, settings, force_exclude)
    known = {source.real for source in reported}
    sources = [*reported, *(source for source in find(context, settings) if source.real not in known)]
    cache = Cache(pathlib.Path(cache_dir), stamp(settings)) if cache_dir else None
    given = [_file(source, settings, stdin_filename) for source in sources if not source.real.endswith(PARTS)]
    renderings = _rendered(sources, given, settings, cache, allow_remote, render)
    made = [File(each.name, each.text.encode()) for each in renderings.made] if renderings else []

    def filled() -> Session:
        session = Session(settings)
        load(session, [*given, *made], cache, jobs, progress)
        stream = session.manifest(stdin_filename) if render and not renderings else None
        if found := renderings or (_traced(stream, settings) if stream else None):
            session.render(found)
        return session

    files = frozenset(_shown(source, stdin_filename) for source in reported) if context else None
    if files is not None and renderings:
        files |= {each.name for each in renderings.made if _concerned(each, files)}
    surroundings = around(sources)
    piped = any(source.name == STDIN for source in sources)  # which may lead to files that are not among those given
    inputs = renderings.inputs() if renderings else {}
    told = [*given, *made, *(File(name, content) for name, content in inputs.items())]
    recalled = _run(cache, settings, told, surroundings, files) if cache and not (piped or allow_remote) else None
    return Project(filled, surroundings, files, recalled)


def _run(
    cache: Cache,
    settings: Settings,
    told: list[File | Manifest],
    surroundings: Surroundings,
    files: frozenset[str] | None,
) -> Run | None:
    """The run as it may be remembered whole; None where a file could not be read."""
    read = _all_read(told)
    return Run(cache, settings, read, surroundings, files) if read else None


def _all_read(given: list[File | Manifest]) -> list[File] | None:
    """The files, where each could be read."""
    files = [file for file in given if isinstance(file, File)]
    return files if len(files) == len(given) else None


def _concerned(rendering: Rendering, files: frozenset[str]) -> bool:
    """Whether one of the files has a part in a rendering; in a chart, its values and everything else in its folder."""
    if not files.isdisjoint(rendering.covers):
        return True
    folder = "" if rendering.folder in ("", ".") else f"{rendering.folder}/"
    return rendering.by == "helm" and any(file.startswith(folder) for file in files)


def state_of(
    paths: Iterable[str], settings: Settings, context: Iterable[str] = (), force_exclude: bool = False
) -> list[tuple[str, int, int]]:
    """What can be told of a run's files without reading them: their names, ages and sizes.

    Raises:
        UsageError: a path does not exist.
    """
    sources = [*find(paths, settings, force_exclude), *find(context, settings)]
    return [(source.real, *_age_and_size(source.real)) for source in sources]


def _age_and_size(file: str) -> tuple[int, int]:
    try:
        found = pathlib.Path(file).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _rendered(
    sources: list[Source],
    given: list[File | Manifest],
    settings: Settings,
    cache: Cache | None,
    remote: bool,
    tools: bool,
) -> Renderings | None:
    """What comes out of the charts and kustomizations among the files; None where there are none."""
    if not any(source.real.endswith(RENDERABLE) for source in sources):
        return None
    from kubelint.inputs.rendering import look, render

    texts = {file.name: file.content for file in given if isinstance(file, File)}
    return render(sources, settings, cache, remote=remote, texts=texts) if tools else look(sources, settings)


def _traced(stream: Manifest, settings: Settings) -> Renderings | None:
    """The files that a rendered stream was made of; None where it does not say so."""
    if "# Source: " not in stream.text and "config.kubernetes.io/origin" not in stream.text:
        return None
    from kubelint.inputs.rendering.streams import trace_stream

    return trace_stream(stream, settings)


def _file(source: Source, settings: Settings, stdin_filename: str) -> File | Manifest:
    content = content_of(source, settings.max_file_size)
    return content if isinstance(content, Manifest) else File(_shown(source, stdin_filename), content)


def _shown(source: Source, stdin_filename: str) -> str:
    return stdin_filename if source.name == STDIN else source.name


def load_settings(
    said: Mapping[str, Any] | None = None, *, config: str | None = None, isolated: bool = False
) -> Settings:
    """The settings that a configuration file makes, with ``said`` (the same keys) in force before it.

    Without ``config`` the nearest ``.kubelint.yaml`` above the working directory is read; ``isolated`` reads none.

    Raises:
        ConfigError: the file cannot be used.
        UsageError: an unknown rule, preset, version or date.
    """
    from kubelint.checks.options import has_option, option_schema

    file = None if isolated else config_file.load(config, option_schema)
    return settings_from(file.said if file else {}, said or {}, file.root if file else ".", has_option)


def settings_in_force(
    said: Mapping[str, Any] | None = None, *, config: str | None = None, isolated: bool = False
) -> list[Setting]:
    """What ``load_settings`` would weigh, key by key, with the origin of each value.

    Raises:
        ConfigError: the file cannot be used.
    """
    from kubelint.checks.options import option_schema

    return in_force(None if isolated else config_file.load(config, option_schema), said or {})


def config_schema() -> dict[str, Any]:
    """The JSON Schema of ``.kubelint.yaml``, with every rule's name and options."""
    from kubelint.checks.options import option_schema
    from kubelint.config.schema import schema

    return schema(option_schema)
