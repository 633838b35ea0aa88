"""``--fix`` and ``--diff``: mended files written or shown, and what became of the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kubelint.api import Project, Report
from kubelint.cli._output import tell, write_verbatim
from kubelint.errors import InputError
from kubelint.manifest import Manifest

if TYPE_CHECKING:
    from kubelint.fixer import Mended

Command = TypeVar("Command", bound=Callable[..., Any])
Texts = Mapping[str, tuple[Manifest, str]]

FOUND, CLEAN = 1, 0
_OPTIONS = (
    click.option("--fix", is_flag=True, help="Mend what can be mended safely."),
    click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing."),
    click.option("--unsafe-fixes", is_flag=True, help="Also fixes that are a choice: look at them before you commit."),
)


def mending_options(command: Command) -> Command:
    """The options that mend."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def show_difference(project: Project, given: dict[str, Any]) -> int:
    """Print what a mending would change, and return 1 where that is anything."""
    result = project.mend(given["unsafe_fixes"])
    show_texts(result.texts)
    return FOUND if result.texts and not given["exit_zero"] else CLEAN


def mended(project: Project, given: dict[str, Any]) -> tuple[Report, bool]:
    """Mend and write the files; what is left, and whether all of them could be written.

    The text of the standard input is printed, changed or not.
    """
    result = project.mend(given["unsafe_fixes"])
    written = rewritten(project, result.texts, given["stdin_filename"])
    if not given["quiet"]:
        _tell(result)
    return result.report, written


def show_texts(texts: Texts) -> None:
    """Print changes as unified diffs."""
    from kubelint.fixer import difference

    changed = sorted(texts.items())
    write_verbatim("".join(difference(name, manifest.text, text) for name, (manifest, text) in changed))


def rewritten(project: Project, texts: Texts, stdin: str) -> bool:
    """Write the files, print what came from the standard input; whether all could be written."""
    from_stdin = project.session.manifest(stdin)
    if from_stdin is not None:
        click.echo(from_stdin.text, nl=False)
    failures = list(_written((name, *both) for name, both in sorted(texts.items()) if name != stdin))
    for failure in failures:
        tell(f"kubelint: {failure}")
    return not failures


def _written(texts: Iterable[tuple[str, Manifest, str]]) -> Iterator[str]:
    """Write the files, and say of which that failed."""
    from kubelint.fixer import replace

    for name, manifest, text in texts:
        try:
            replace(name, manifest.encode(manifest.text), manifest.encode(text))
        except InputError as error:
            yield str(error)


def _tell(result: Mended) -> None:
    for finding in result.fixed:
        where = finding.location
        title = finding.fix.title if finding.fix else ""
        tell(f"fixed {where.file}:{where.start.line}: {title} [{finding.rule}]")
    for finding, reason in result.dropped:
        tell(f"not fixed {finding.file}:{finding.location.start.line}: {reason} [{finding.rule}]")
    left = result.report
    unsafe = sum(1 for finding in left.findings if finding.fix and not finding.fix.safe)
    hint = f"; {unsafe} more could be mended by --unsafe-fixes" if unsafe else ""
    tell(f"kubelint: {len(result.fixed)} fixed in {len(result.texts)} files, {len(left.findings)} left{hint}")
