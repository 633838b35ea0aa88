"""``kubelint rules``: what there is."""

from __future__ import annotations

import itertools
import json
from typing import Any

import click

from kubelint.aliases import aliases
from kubelint.catalogue import Rule, categories, rules, url
from kubelint.cli._output import write
from kubelint.config import choice, presets
from kubelint.errors import UsageError
from kubelint.suggestion import suggestion


@click.command(name="rules", short_help="List the rules.")
@click.argument("category", required=False)
@click.option("--preset", multiple=True, metavar="NAME", help="The rules that a preset takes.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(category: str | None, preset: tuple[str, ...], output_format: str) -> None:
    """List the rules: all of them, those of a CATEGORY, or those of a preset."""
    if category is not None and category not in categories():
        hint = suggestion(category, categories()) or f"; there are {', '.join(categories())}"
        raise UsageError(f"there is no category `{category}`{hint}")
    taken = choice.of_presets(preset) if preset else frozenset(rules())
    found = [rule for rule in rules().values() if rule.name in taken and category in (None, rule.category)]
    write(_json(found) if output_format == "json" else _table(found))


def _table(found: list[Rule]) -> str:
    width = max((len(rule.name) for rule in found), default=0)
    return "\n".join(
        f"{category}\n" + "".join(_row(rule, width) for rule in of_category)
        for category, of_category in itertools.groupby(found, key=lambda rule: rule.category)
    )


def _row(rule: Rule, width: int) -> str:
    marks = ("" if rule.enabled else " (off)") + (" (fix)" if rule.fixes else "")
    return f"  {rule.name:<{width}}  {rule.severity!s:<7}  {rule.summary}{marks}\n"


def _json(found: list[Rule]) -> str:
    return json.dumps([_data(rule) for rule in found], indent=2, ensure_ascii=False) + "\n"


def _data(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "category": rule.category,
        "summary": rule.summary,
        "severity": str(rule.severity),
        "severities": [str(severity) for severity in rule.severities],
        "enabled": rule.enabled,
        "fix": list(rule.fixes),
        "presets": [preset for preset in presets.names() if rule.name in presets.rules_of(preset)],
        "aliases": [{"peer": alias.peer, "id": alias.id} for alias in aliases() if rule.name in alias.rules],
        "url": url(rule.name),
    }
