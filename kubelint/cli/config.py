"""``kubelint config``: the settings in force, and where they came from."""

from __future__ import annotations

import json
from typing import Any

import click

from kubelint.api import config_schema, settings_in_force
from kubelint.cli._output import write
from kubelint.cli._settings import said_in, settings_options


@click.command(name="config", short_help="Show the settings in force.")
@settings_options
@click.option("--schema", is_flag=True, help="Print the JSON Schema of .kubelint.yaml, for editors.")
def command(schema: bool, **given: Any) -> None:
    """Show the settings in force, each with its origin: the default, the file or the command line."""
    if schema:
        write(json.dumps(config_schema(), indent=2) + "\n")
        return
    found = settings_in_force(said_in(given), config=given["config"], isolated=given["isolated"])
    rows = [(f"{setting.key}: {json.dumps(setting.value, ensure_ascii=False)}", setting.origin) for setting in found]
    width = max(len(text) for text, _ in rows)
    write("".join(f"{text:<{min(width, 60)}}  # {origin}\n" for text, origin in rows))
