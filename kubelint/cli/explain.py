"""``kubelint explain``: the page of a rule."""

from __future__ import annotations

import click

from kubelint.aliases import Alias, aliases, aliases_of
from kubelint.catalogue import categories, page, rules
from kubelint.cli._output import write
from kubelint.errors import UsageError
from kubelint.suggestion import suggestion


@click.command(name="explain", short_help="Show the page of a rule.")
@click.argument("name")
def command(name: str) -> None:
    """Show the page of a rule, by its NAME or by the name that another linter gives to the check."""
    if name in rules():
        write(_page(name))
        return
    found = aliases_of(name)
    if not found:
        known = [*rules(), *(alias.id for alias in aliases())]
        raise UsageError(f"there is no rule `{name}`{_category(name) or suggestion(name, known)}")
    write("\n".join(_alias(alias) for alias in found))


def _category(name: str) -> str:
    return f"; it is a category: `kubelint rules {name}` lists its rules" if name in categories() else ""


def _page(name: str) -> str:
    rule = rules()[name]
    severities = " or ".join(str(severity) for severity in rule.severities)
    traits = [severities, "on by default" if rule.enabled else "off by default", *(f"{fix} fix" for fix in rule.fixes)]
    return f"# {name}\n\n{rule.summary}\n\nCategory {rule.category}; {', '.join(traits)}.\n\n{page(name)}"


def _alias(alias: Alias) -> str:
    if not alias.rules:
        return f"{alias.peer} {alias.id}: kubelint has no such rule: {alias.note}\n"
    names = ", ".join(f"`{rule}`" for rule in alias.rules)
    note = f" ({alias.note})" if alias.note else ""
    pages = "\n".join(_page(rule) for rule in alias.rules[:1] if rule in rules())
    return f"{alias.peer} {alias.id} is {names}{note}\n\n{pages}"
