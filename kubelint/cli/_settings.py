"""The options that every command takes which depends on settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from kubelint.api import Settings, load_settings

Command = TypeVar("Command", bound=Callable[..., Any])

_SEVERITIES = ["error", "warning", "info"]
_OPTIONS = [
    click.option("--config", metavar="FILE", help="Read settings there, not in the nearest .kubelint.yaml."),
    click.option("--isolated", is_flag=True, help="Read no settings from any file."),
    click.option("--kubernetes-version", metavar="VERSION", help="`1.31`, or a range as in `1.29-1.34`."),
    click.option("--preset", multiple=True, metavar="NAME", help="recommended, strict, security, availability."),
    click.option("--select", multiple=True, metavar="NAMES", help="These rules and categories alone."),
    click.option("--extend-select", multiple=True, metavar="NAMES", help="These rules and categories, too."),
    click.option("--ignore", multiple=True, metavar="NAMES", help="Not these rules and categories."),
    click.option("--fail-on", type=click.Choice(_SEVERITIES), help="The least severity that fails the run."),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave these files out (as in .gitignore)."),
    click.option("--schema-location", multiple=True, metavar="PATH", help="Schemas: a folder, file or template."),
    click.option("--max-file-size", type=click.IntRange(1), metavar="BYTES", help="Do not read larger files."),
    click.option("--now", metavar="DATE", help="Judge dates as if it were this day."),
]
_KEYS = {
    "kubernetes_version": "kubernetes",
    "fail_on": "fail-on",
    "max_file_size": "max-file-size",
    "now": "now",
}
_LISTS = {"preset": "presets", "select": "select", "extend_select": "extend-select", "ignore": "ignore"}
_REPEATED = {"exclude": "exclude", "schema_location": "schemas"}


def settings_options(command: Command) -> Command:
    """The options, on a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def settings_of(given: Mapping[str, Any]) -> Settings:
    """The settings that a command's options and the configuration file make.

    Raises:
        KubelintError: one of them is wrong.
    """
    return load_settings(said_in(given), config=given["config"], isolated=given["isolated"])


def said_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the options say, with the keys of the configuration file."""
    said: dict[str, Any] = {key: given[name] for name, key in _KEYS.items() if given[name] is not None}
    said |= {key: _split(given[name]) for name, key in _LISTS.items() if given[name]}
    return said | {key: list(given[name]) for name, key in _REPEATED.items() if given[name]}


def _split(values: tuple[str, ...]) -> list[str]:
    """Names given one by one, or several with commas between."""
    return [name.strip() for value in values for name in value.split(",") if name.strip()]
