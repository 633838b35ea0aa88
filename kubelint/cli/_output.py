"""Where reports go, in which colours, and what becomes of a reader who went away."""

from __future__ import annotations

import os
import pathlib
import sys
from typing import TextIO

import click

from kubelint.errors import UsageError


def write(text: str, file: str | None = None) -> None:
    """Write a report to a file, or to stdout; a closed pipe there costs nothing, the exit code still tells.

    Raises:
        UsageError: the file cannot be written.
    """
    if file is None:
        _write_out(text)
        return
    try:
        pathlib.Path(file).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write `{file}`: {(error.strerror or str(error)).lower()}") from None


def tell(text: str) -> None:
    """Say something that is no report, on stderr; what it names is no command for a runner."""
    from kubelint.report._inert import file_of

    click.echo("\n".join(map(file_of, text.splitlines())), err=True)


def write_verbatim(text: str) -> None:
    """Write a text as it is; where GitHub's runner reads along, it is told to take no commands from it."""
    if not text or not os.environ.get("GITHUB_ACTIONS"):
        _write_out(text)
        return
    import secrets

    token = secrets.token_hex(16)
    _write_out(f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n")


def _write_out(text: str) -> None:
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()


def silence() -> None:
    """What is still in stdout's buffer has no reader; without this the interpreter would complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def colored(wanted: str, stream: TextIO) -> bool:
    """Whether to colour what goes to a stream (no-color.org, bixense.com/clicolors): the option first."""
    if wanted != "auto":
        return wanted == "always"
    environment = os.environ
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") != "0" for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    plain = environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb"
    return not plain and stream.isatty()


def width(stream: TextIO) -> int:
    """The columns of the terminal, or a fixed number where nobody looks."""
    if not stream.isatty():
        return 120
    import shutil

    return shutil.get_terminal_size().columns
