"""Brings README, docs/ and the rule pages into the site, with an index of the rules."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from itertools import groupby

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kubelint.aliases import aliases
from kubelint.catalogue import Rule, page, rules

ROOT = pathlib.Path(__file__).parent.parent
_SHOWN = {".png", ".svg", ".json", ".tsv"}
_FENCE = re.compile(r"^(```+)(\w+) (.+)$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie elsewhere."""
    for name, text in (*_guides(), *_rules()):
        files.append(File.generated(config, name, content=text))
    for file in sorted((ROOT / "docs").rglob("*")):
        if file.suffix in _SHOWN:
            name = file.relative_to(ROOT / "docs").as_posix()
            files.append(File.generated(config, name, abs_src_path=str(file)))
    return files


def _guides() -> Iterator[tuple[str, str]]:
    yield "index.md", (ROOT / "README.md").read_text("utf-8").replace("](docs/", "](")
    for file in sorted((ROOT / "docs").glob("*.md")):
        yield file.name, file.read_text("utf-8").replace("](../rules/", "](rules/")


def _rules() -> Iterator[tuple[str, str]]:
    yield "rules/index.md", _index()
    for rule in rules().values():
        yield f"rules/{rule.category}/{rule.name}.md", _rule(rule)


def _index() -> str:
    return f"# Rules\n\n{len(rules())} rules, by category.\n\n" + "\n".join(
        f"## {category}\n\n| rule | severity | what it finds |\n|---|---|---|\n{''.join(map(_row, found))}"
        for category, found in groupby(rules().values(), key=lambda rule: rule.category)
    )


def _row(rule: Rule) -> str:
    traits = ["" if rule.enabled else "off by default", *(f"{fix} fix" for fix in rule.fixes)]
    shown = ", ".join(trait for trait in traits if trait)
    link = f"[`{rule.name}`]({rule.category}/{rule.name}.md)"
    return f"| {link} | {rule.severity} | {_cell(rule.summary)}{f' ({shown})' if shown else ''} |\n"


def _rule(rule: Rule) -> str:
    severities = " or ".join(str(severity) for severity in rule.severities)
    traits = [severities, "on by default" if rule.enabled else "off by default", *(f"{fix} fix" for fix in rule.fixes)]
    head = f"# {rule.name}\n\n{rule.summary}\n\n*{rule.category}: {', '.join(traits)}.*"
    note = "In Bad, what is reported stands in the lines that end in `# finding`."
    return f"{head} {note}\n\n{_FENCE.sub(_fence, page(rule.name))}{_names(rule)}"


def _fence(match: re.Match[str]) -> str:
    """What a fence says of its example, in words above it: Python's Markdown has no place for it."""
    said = (word.partition("=") for word in match[3].split())
    told = ", ".join(f"`{value}`" if key == "file" else f"{key} `{value}`" for key, _, value in said)
    return f"{told}:\n\n{match[1]}{match[2]}"


def _names(rule: Rule) -> str:
    listed = [f"- {alias.peer}: `{alias.id}`\n" for alias in aliases() if rule.name in alias.rules]
    return f"\n## In other linters\n\n{''.join(listed)}" if listed else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
