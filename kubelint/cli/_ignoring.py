"""``--add-ignore``: suppressions written where findings stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kubelint.api import Project, Report
from kubelint.cli._fixing import rewritten, show_texts
from kubelint.cli._output import tell

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--add-ignore", is_flag=True, help="Silence each finding by a comment where it stands."),
    click.option("--reason", default="", metavar="TEXT", help="The reason that --add-ignore writes."),
)


def ignoring_options(command: Command) -> Command:
    """The options that silence."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def ignored(project: Project, given: dict[str, Any]) -> tuple[Report, bool]:
    """Silence what there is to report; what is left, and whether all files could be written."""
    if given["fix"]:
        raise click.UsageError("--fix and --add-ignore: mend first, then silence what is left")
    result = project.silence(given["reason"])
    if given["diff"]:
        show_texts(result.texts)
        return project.report(), True
    written = rewritten(project, result.texts, given["stdin_filename"])
    if not given["quiet"]:
        _tell(len(result.silenced), len(result.texts))
        for finding in result.left:
            tell(f"not silenced {finding.file}:{finding.location.start.line}: [{finding.rule}]")
    return project.report(), written


def _tell(number: int, files: int) -> None:
    tell(f"kubelint: {number} silenced in {files} files")
