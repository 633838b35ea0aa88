"""``kubelint fix``: the plain way to say ``kubelint check --fix``."""

from __future__ import annotations

import click

from kubelint.cli import check

command = click.Command(
    "fix",
    callback=lambda **given: check.command.callback(**given, fix=True) if check.command.callback else None,
    params=[parameter for parameter in check.command.params if parameter.name != "fix"],
    help="Mend the manifests in PATHS where that is safe, and report what is left.",
    short_help="Mend manifests.",
)
