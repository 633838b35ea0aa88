"""``kubelint graph``: the path of traffic into the cluster."""

from __future__ import annotations

from typing import Any

import click

from kubelint.api import open_project
from kubelint.cli._output import write
from kubelint.cli._settings import settings_of, settings_options
from kubelint.report._graph import draw, formats


@click.command(name="graph", short_help="Draw the path of traffic.")
@click.argument("paths", nargs=-1)
@settings_options
@click.option("--output-format", type=click.Choice(formats()), default="text", show_default=True)
@click.option("--output-file", metavar="FILE", help="Write the drawing there instead of stdout.")
@click.option("--context", multiple=True, metavar="PATH", help="Relate to the objects there, too.")
def command(paths: tuple[str, ...], **given: Any) -> None:
    """Draw the entry points of PATHS with their hosts and states, and the Services and workloads behind them."""
    project = open_project(paths or (".",), settings_of(given), context=given["context"])
    write(draw(given["output_format"], project.graph()), given["output_file"])
