"""``kubelint completion``: what a shell needs to complete our commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kubelint.cli._output import write


@click.command(name="completion", short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script of SHELL; in bash: `source <(kubelint completion bash)`."""
    completion = get_completion_class(shell)
    assert completion is not None  # noqa: S101 - click has these three
    write(completion(context.find_root().command, {}, "kubelint", "_KUBELINT_COMPLETE").source() + "\n")
