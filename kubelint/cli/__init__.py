"""The terminal: one module per command."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the console script."""
    from kubelint.api import lint_paths

    report = lint_paths(sys.argv[2:] or ["."])
    for finding in report.findings:
        place = finding.location
        where = f"{place.file}:{place.start.line}:{place.start.column}"
        sys.stdout.write(f"{where}: {finding.severity}: {finding.message} [{finding.rule}]\n")
    sys.exit(1 if report.findings else 0)
