"""The terminal: one module per command, exit codes, nothing else. A module without underscore is a command."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the console script."""
    if sys.argv[1:] == ["--version"]:
        import kubelint

        sys.stdout.write(f"kubelint {kubelint.__version__}\n")
        return
    from kubelint.cli._leave import leave

    try:
        from kubelint.cli._run import run

        code = run()
    except KeyboardInterrupt:
        code = 130
    leave(code)
