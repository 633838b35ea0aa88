"""``kubelint clean``: forget what earlier runs remembered."""

from __future__ import annotations

import pathlib

import click

from kubelint.api import load_settings
from kubelint.cache import FOLDER, clean
from kubelint.cli._output import tell
from kubelint.cli._work import cache_dir_option


@click.command(name="clean", short_help="Forget earlier runs.")
@click.option("--config", metavar="FILE", help="The folder beside this file, not beside the nearest .kubelint.yaml.")
@cache_dir_option
def command(config: str | None, cache_dir: str | None) -> None:
    """Delete the folder in which earlier runs remembered their judgements."""
    folder = pathlib.Path(cache_dir) if cache_dir else pathlib.Path(load_settings(config=config).root, FOLDER)
    done = clean(folder)
    tell(f"kubelint: {folder} is gone" if done else f"kubelint: there is nothing of ours in {folder}")
