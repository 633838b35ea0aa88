"""The commands, found by their modules' names and imported when they are called."""

from __future__ import annotations

import importlib
import pkgutil

import click

from kubelint import __version__
from kubelint.cli import __path__
from kubelint.suggestion import suggestion


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.name[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"kubelint.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not ctx.resilient_parsing:
            hint = suggestion(args[0], known)
            raise click.UsageError(f"there is no command `{args[0]}`{hint or '; there are ' + ', '.join(known)}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, name="kubelint", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="kubelint %(version)s")
def group() -> None:
    """Judge Kubernetes manifests as the API server would, and relate them as the cluster will."""
