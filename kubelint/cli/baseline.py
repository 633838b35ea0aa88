"""``kubelint baseline``: record the findings of today, so that later runs report only new ones."""

from __future__ import annotations

import pathlib
from typing import Any

import click

from kubelint import baseline
from kubelint.api import Report, open_project
from kubelint.cli._output import tell, write
from kubelint.cli._settings import settings_of, settings_options
from kubelint.cli._work import cache_dir, jobs, work_options


@click.command(name="baseline", short_help="Record today's findings.")
@click.argument("paths", nargs=-1)
@settings_options
@click.option(
    "--output-file", metavar="FILE", help="Where to; default: the configured one, or .kubelint-baseline.json."
)
@click.option("--prune", is_flag=True, help="Only forget what is no longer found; record nothing new.")
@click.option("--context", multiple=True, metavar="PATH", help="Relate to the objects there without recording.")
@click.option("--no-render", is_flag=True, help="Judge the files of charts and kustomizations as they are written.")
@work_options
def command(paths: tuple[str, ...], **given: Any) -> int:
    """Record the findings in PATHS (default: the working directory): `kubelint check` then reports only new ones."""
    settings = settings_of(given)
    usual = pathlib.Path(settings.root, baseline.DEFAULT_NAME)
    file = pathlib.Path(given["output_file"] or settings.baseline or usual)
    known = baseline.read(file) if given["prune"] else None
    report = open_project(
        paths or (".",),
        settings,
        context=given["context"],
        cache_dir=cache_dir(given, settings),
        jobs=jobs(given),
        render=not given["no_render"],
    ).report()
    findings = baseline.recordable(report.findings)
    if known is not None:
        findings = baseline.still_found(findings, known)
    write(baseline.written(findings), str(file))
    _tell(report, file, len(findings), known.total() if known is not None else None)
    return 0 if report.trusted else 2


def _tell(report: Report, file: pathlib.Path, recorded: int, before: int | None) -> None:
    if not report.trusted:
        tell("kubelint: not everything could be judged; run `kubelint check`")
    gone = f", {before - recorded} forgotten" if before is not None else ""
    found = f"{recorded} finding" + ("" if recorded == 1 else "s")
    tell(f"kubelint: {found} recorded in {file.as_posix()}{gone}")
