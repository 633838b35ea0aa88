"""The rule book: names, severities and pages. The only room that knows ``rules/``."""

from __future__ import annotations

import functools
import os
import pathlib
import re
from typing import NamedTuple

from kubelint.finding import Severity

PAGES = ""
"""Where the rule pages are published, as in ``https://example.com/rules`` (``CONTRIBUTING.md``); empty: nowhere yet."""
_HEAD = 1024
"""Bytes in which every page's front matter ends."""


class Rule(NamedTuple):
    """A rule, as its page's front matter states it. The folder is the category, the file's name the rule's."""

    name: str
    category: str
    summary: str
    severities: tuple[Severity, ...]
    """The usual one first, then those that it may be raised or lowered to."""
    fixes: tuple[str, ...]
    enabled: bool
    file: str

    @property
    def severity(self) -> Severity:
        """The usual severity."""
        return self.severities[0]


def home() -> pathlib.Path:
    """The folder of the rule pages: inside the installed package, or beside it in a checkout."""
    inside = pathlib.Path(__file__).parent / "rules"
    return inside if inside.is_dir() else pathlib.Path(__file__).parent.parent / "rules"


@functools.cache
def rules() -> dict[str, Rule]:
    """Every rule by name, in the order of category and name."""
    top = str(home())
    categories = sorted(entry.name for entry in os.scandir(top) if entry.is_dir())
    return {rule.name: rule for category in categories for rule in _category(f"{top}/{category}", category)}


def categories() -> list[str]:
    """The categories, sorted."""
    return list(dict.fromkeys(rule.category for rule in rules().values()))


def url(name: str) -> str | None:
    """The address of a rule's page, None where pages are not published."""
    return f"{PAGES}/{rules()[name].category}/{name}/" if PAGES else None


def page(name: str) -> str:
    """The page's text without its front matter.

    Raises:
        KeyError: there is no such rule.
    """
    text = pathlib.Path(rules()[name].file).read_text(encoding="utf-8")
    return text.split("---\n", 2)[2].lstrip("\n")


def sections(text: str) -> dict[str, str]:
    """A page's ``## `` sections by title, each without its heading."""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return {title.strip(): body.strip("\n") for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def _category(folder: str, category: str) -> list[Rule]:
    files = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".md"))
    return [_rule(f"{folder}/{file}", category, file[:-3]) for file in files]


def _rule(file: str, category: str, name: str) -> Rule:
    meta = _front_matter(file)
    return Rule(
        name=name,
        category=category,
        summary=meta["summary"],
        severities=tuple(Severity[word.upper()] for word in _words(meta["severity"])),
        fixes=tuple(_words(meta.get("fix", ""))),
        enabled=meta.get("enabled", "true") != "false",
        file=file,
    )


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _front_matter(file: str) -> dict[str, str]:
    with open(file, "rb", buffering=0) as page:  # noqa: PTH123 - two hundred pages at each start
        head = page.read(_HEAD).decode("utf-8", errors="replace")
    lines = head.split("---\n", 2)[1].splitlines()
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
