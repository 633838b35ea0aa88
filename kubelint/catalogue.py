"""The rule book: names, severities and pages. The only room that knows ``rules/``."""

from __future__ import annotations

import functools
import pathlib
import re
from typing import NamedTuple

from kubelint.finding import Severity


class Rule(NamedTuple):
    """A rule, as its page's front matter states it. The folder is the category, the file's name the rule's."""

    name: str
    category: str
    summary: str
    severities: tuple[Severity, ...]
    """The usual one first, then those that it may be raised or lowered to."""
    fixes: tuple[str, ...]
    enabled: bool
    file: pathlib.Path

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
    pages = sorted(home().glob("*/*.md"))
    return {page.stem: _rule(page) for page in pages}


def page(name: str) -> str:
    """The page's text without its front matter.

    Raises:
        KeyError: there is no such rule.
    """
    return rules()[name].file.read_text(encoding="utf-8").split("---\n", 2)[2].lstrip("\n")


def sections(text: str) -> dict[str, str]:
    """A page's ``## `` sections by title, each without its heading."""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return {title.strip(): body.strip("\n") for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def _rule(page: pathlib.Path) -> Rule:
    meta = _front_matter(page)
    return Rule(
        name=page.stem,
        category=page.parent.name,
        summary=meta["summary"],
        severities=tuple(Severity[word.upper()] for word in _words(meta["severity"])),
        fixes=tuple(_words(meta.get("fix", ""))),
        enabled=meta.get("enabled", "true") != "false",
        file=page,
    )


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _front_matter(page: pathlib.Path) -> dict[str, str]:
    meta: dict[str, str] = {}
    with page.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            if line.startswith("---"):
                break
            key, _, value = line.partition(":")
            meta[key.strip()] = value.strip()
    return meta
