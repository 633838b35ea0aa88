"""``kubelint check``: judge manifests."""

from __future__ import annotations

import functools
import gc
import sys
from typing import Any

import click

from kubelint.api import Project, Report, Settings, open_project
from kubelint.cli._fixing import mended, mending_options, show_difference
from kubelint.cli._ignoring import ignored, ignoring_options
from kubelint.cli._known import known, known_options
from kubelint.cli._leave import hold
from kubelint.cli._output import colored, tell, width, write
from kubelint.cli._progress import Progress
from kubelint.cli._settings import settings_of, settings_options
from kubelint.cli._work import cache_dir, jobs, work_options
from kubelint.manifest.reader import NOTICE, pure_python
from kubelint.report import Renderer, View, renderer
from kubelint.report._summary import statistics, summary

FAILED, FOUND, CLEAN = 2, 1, 0


@click.command(name="check", short_help="Judge manifests.")
@click.argument("paths", nargs=-1)
@settings_options
@click.option(
    "--output-format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="full, text, json ...; may be given several times.",
)
@click.option("--output-file", metavar="FILE", help="Write the report there instead of stdout.")
@click.option("--sarif-category", default="", metavar="NAME", help="Tell this run from others of one upload (sarif).")
@click.option("--exit-zero", is_flag=True, help="Exit 0 in spite of findings.")
@click.option("--statistics", "with_statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("-q", "--quiet", is_flag=True, help="Findings alone: no summary, no warnings.")
@click.option("-v", "--verbose", is_flag=True, help="List what was skipped, and why.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--force-exclude", is_flag=True, help="Let excludes hold for files that are named, too.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="What to call the standard input (`-`).")
@click.option("--context", multiple=True, metavar="PATH", help="Relate to the objects there without reporting on them.")
@click.option("--no-render", is_flag=True, help="Judge the files of charts and kustomizations as they are written.")
@click.option("--allow-remote", is_flag=True, help="Let kustomize fetch remote bases, with your rights and network.")
@known_options
@click.option("--watch", is_flag=True, help="Judge again whenever a file changes, until Ctrl-C.")
@mending_options
@ignoring_options
@work_options
def command(paths: tuple[str, ...], **given: Any) -> int:
    """Judge the manifests in PATHS: files, folders, or `-` for the standard input (default: the working directory)."""
    paths = paths or (".",)
    if given["watch"]:
        from kubelint.cli._watch import watch

        watch(lambda: _checked(paths, given), paths, given)
    gc.disable()  # a run makes next to no cycles and ends; looking for them is a sixth of its time
    try:
        return _checked(paths, given)
    finally:
        gc.enable()


def _checked(paths: tuple[str, ...], given: dict[str, Any]) -> int:
    outputs = _outputs(given["formats"], given["output_file"])
    settings, opener = settings_of(given), functools.partial(_open, given)
    project = opener(paths, settings, given["context"])
    project.known = known(settings, paths, given, opener)
    hold(project)
    if given["diff"] and not given["add_ignore"]:
        return show_difference(project, given)
    report, written = _changed(project, given)
    for render, file in outputs:
        if file or not ("-" in paths and (given["fix"] or given["add_ignore"])):
            write(render(report, _view(given, file, project)), file)
    _tell(report, given)
    return exit_code(report, given["exit_zero"]) if written else FAILED


def _changed(project: Project, given: dict[str, Any]) -> tuple[Report, bool]:
    """The report after what was asked for was changed, and whether all files could be written."""
    if given["add_ignore"]:
        return ignored(project, given)
    return mended(project, given) if given["fix"] else (project.report(), True)


def _open(given: dict[str, Any], paths: tuple[str, ...], settings: Settings, context: tuple[str, ...]) -> Project:
    return open_project(
        paths,
        settings,
        context=context,
        force_exclude=given["force_exclude"],
        stdin_filename=given["stdin_filename"],
        cache_dir=cache_dir(given, settings),
        jobs=jobs(given),
        progress=Progress(given["quiet"]),
        render=not given["no_render"],
        allow_remote=given["allow_remote"],
    )


def exit_code(report: Report, exit_zero: bool) -> int:
    """What a run tells its caller: an answer that cannot be trusted goes before findings."""
    if not report.trusted:
        return FAILED
    return FOUND if report.failed and not exit_zero else CLEAN


def _outputs(formats: tuple[str, ...], output_file: str | None) -> list[tuple[Renderer, str | None]]:
    """Each format and its file; the one without a file of its own goes to ``--output-file``, else to stdout."""
    pairs = [value.partition("=") for value in formats] or [("full" if sys.stdout.isatty() else "text", "", "")]
    outputs = [(renderer(name), file or output_file) for name, _, file in pairs]
    if len({file for _, file in outputs}) < len(outputs):
        raise click.UsageError("two formats go to the same place; write `--output-format FORMAT=FILE`")
    return outputs


def _view(given: dict[str, Any], file: str | None, project: Project) -> View:
    color = file is None and colored(given["color"], sys.stdout)
    return View(color, width(sys.stdout), given["sarif_category"], project.graph)


def _tell(report: Report, given: dict[str, Any]) -> None:
    """What is no finding goes to stderr."""
    if given["with_statistics"]:
        tell(statistics(report))
    if given["quiet"]:
        return
    if report.settings.versions.notice:
        tell(f"kubelint: {report.settings.versions.notice}")
    if pure_python():
        tell(f"kubelint: {NOTICE}")
    for skipped in report.skipped if given["verbose"] else ():
        where = skipped.file if skipped.document is None else f"{skipped.file}, document {skipped.document}"
        tell(f"skipped {where}: {skipped.reason}")
    if not report.objects and not report.findings:
        tell("kubelint: warning: no manifests found")
    tell(f"kubelint: {summary(report)}")
