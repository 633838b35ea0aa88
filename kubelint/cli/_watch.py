"""``--watch``: the same check again whenever a file or a setting has changed."""

from __future__ import annotations

import dataclasses
import gc
import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import click

from kubelint.api import state_of
from kubelint.cli._output import tell
from kubelint.cli._settings import settings_of
from kubelint.errors import KubelintError

_PAUSE = 0.3
"""Seconds between two looks at the files."""


def watch(check: Callable[[], Any], paths: tuple[str, ...], given: Mapping[str, Any]) -> NoReturn:
    """Check now and after every change, until somebody interrupts.

    Raises:
        KubelintError: the first check cannot be made.
    """
    if "-" in paths or given["fix"] or given["diff"]:
        raise click.UsageError("--watch goes neither with `-` nor with --fix or --diff")
    seen = _state(paths, given)
    check()
    while True:
        gc.collect()
        time.sleep(_PAUSE)
        try:
            state = _state(paths, given)
            if state != seen:
                seen = state
                tell(f"kubelint: {time.strftime('%H:%M:%S')}")
                check()
        except KubelintError as error:
            if str(error) != seen:
                seen = str(error)
                tell(f"kubelint: {error}")


def _state(paths: tuple[str, ...], given: Mapping[str, Any]) -> object:
    settings = settings_of(given)
    files = state_of(paths, settings, given["context"], given["force_exclude"])
    return dataclasses.replace(settings, now=settings.now.min), files
