"""From the arguments to the exit code, whatever happens on the way."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from kubelint.cli._group import group
from kubelint.cli._output import silence, tell
from kubelint.errors import KubelintError

INTERRUPTED = 130
FAILED = 2


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; every failure is one sentence on stderr."""
    try:
        return _guarded(arguments)
    except click.Abort:  # click's word for Ctrl-C
        silence()
        return INTERRUPTED


def _guarded(arguments: Sequence[str] | None) -> int:
    try:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        result = group.main(arguments, prog_name="kubelint", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except KubelintError as error:
        tell(f"kubelint: {error}")
    except click.ClickException as error:
        error.show()
    except OSError as error:
        tell(f"kubelint: {error.filename or 'output'}: {(error.strerror or str(error)).lower()}")
    except click.Abort:
        raise
    except Exception:
        import traceback

        tell(f"{traceback.format_exc()}kubelint: this is a mistake in kubelint; please report it")
    return FAILED
