"""``--baseline`` and ``--new-since``: what was known before is not said again, but counted."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import click

from kubelint import baseline
from kubelint.api import Project, Settings

Command = TypeVar("Command", bound=Callable[..., Any])
Open = Callable[[tuple[str, ...], Settings, tuple[str, ...]], Project]
"""Opens paths with settings and a context, as the command line's other options say."""

_OPTIONS = (
    click.option("--baseline", metavar="FILE", help="Do not report what is recorded there (`kubelint baseline`)."),
    click.option("--new-since", metavar="REV", help="Report only what came since the branch left that git revision."),
)


def known_options(command: Command) -> Command:
    """The options that name what is known."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def recorded(settings: Settings, given: dict[str, Any]) -> pathlib.Path | None:
    """The baseline's file: the option's, else the configuration's, else the usual name beside that, if it is there."""
    named = given["baseline"] or settings.baseline
    if named or given["isolated"]:
        return pathlib.Path(named) if named else None
    usual = pathlib.Path(settings.root, baseline.DEFAULT_NAME)
    return usual if usual.is_file() else None


def known(settings: Settings, paths: tuple[str, ...], given: dict[str, Any], opener: Open) -> Counter[str]:
    """The fingerprints of what need not be said, with their numbers.

    Raises:
        KubelintError: there is no such baseline, revision or repository.
    """
    file = recorded(settings, given)
    found = baseline.read(file) if file else Counter()
    return found | _before(settings, paths, given, opener) if given["new_since"] else found


def _before(settings: Settings, paths: tuple[str, ...], given: dict[str, Any], opener: Open) -> Counter[str]:
    """The findings of the same paths, by the same settings, where the branch left the revision."""
    from kubelint.inputs.history import common_past

    with common_past(given["new_since"], settings.max_file_size) as past:
        here = past.path(".")
        pathlib.Path(here).mkdir(parents=True, exist_ok=True)  # the working directory may be younger
        schemas = tuple(
            os.path.abspath(path)  # noqa: PTH100 - templates, too, which may not be resolved
            for path in settings.schemas
        )
        then = dataclasses.replace(settings, root=_back(settings.root, past.path), schemas=schemas)
        named = [given["stdin_filename"] if path == "-" else path for path in paths]
        with contextlib.chdir(here):
            # a file that was renamed may have been anywhere
            there = (name if pathlib.Path(name).exists() else "." for name in _all(named, past.path))
            beside = filter(os.path.exists, _all(given["context"], past.path))
            findings = opener(tuple(there), then, tuple(beside)).report().findings
    return Counter(finding.fingerprint for finding in findings)


def _all(names: Any, back: Callable[[str], str]) -> list[str]:
    return [_back(name, back) for name in names]


def _back(path: str, back: Callable[[str], str]) -> str:
    """A relative path means the same from the past's working directory; an absolute one has to be moved there."""
    return back(path) if pathlib.Path(path).is_absolute() else path
