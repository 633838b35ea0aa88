"""The options on how a run does its work: what it remembers, and how many processes take part."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from kubelint.api import Settings
from kubelint.cache import FOLDER

Command = TypeVar("Command", bound=Callable[..., Any])

cache_dir_option = click.option(
    "--cache-dir",
    metavar="FOLDER",
    envvar="KUBELINT_CACHE_DIR",
    help=f"Remember judgements there (default: {FOLDER} beside the settings).",
)
_OPTIONS = (
    cache_dir_option,
    click.option("--no-cache", is_flag=True, envvar="KUBELINT_NO_CACHE", help="Remember nothing, recall nothing."),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        envvar="KUBELINT_JOBS",
        help="The number of processes (default: that of the processors).",
    ),
)


def work_options(command: Command) -> Command:
    """The options, on a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def cache_dir(given: Mapping[str, Any], settings: Settings) -> str | None:
    """The folder in which judgements are remembered; None where nothing is."""
    return None if given.get("no_cache") else given["cache_dir"] or str(pathlib.Path(settings.root, FOLDER))


def jobs(given: Mapping[str, Any]) -> int:
    """The number of processes: as many as this one may use processors, if nothing else is said."""
    if given["jobs"]:
        return int(given["jobs"])
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
