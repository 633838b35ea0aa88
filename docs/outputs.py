"""Puts what kubelint really prints into the pages, below ``<!-- output of: COMMAND -->``, and the action's inputs.

Run it from the top of the repository: ``python docs/outputs.py``; with ``--check`` it only says which pages are stale.
"""

from __future__ import annotations

import pathlib
import re
import shlex
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).parent.parent
PAGES = ("README.md", *sorted(page.relative_to(ROOT).as_posix() for page in ROOT.glob("docs/*.md")))
_BLOCK = re.compile(r"(<!-- output of: (.+?) -->\n```\w+\n)(.*?)(```\n)", re.DOTALL)
_INPUTS = re.compile(r"(<!-- inputs of: (.+?) -->\n)(.*?)(<!-- end -->\n)", re.DOTALL)


def refreshed(page: str) -> str:
    """The page's text with the outputs of today."""
    text = _BLOCK.sub(lambda match: match[1] + _output(match[2]) + match[4], (ROOT / page).read_text("utf-8"))
    return _INPUTS.sub(lambda match: match[1] + _inputs(ROOT / match[2]) + match[4], text)


def stale() -> list[str]:
    """The pages that show something else than kubelint prints."""
    return [page for page in PAGES if refreshed(page) != (ROOT / page).read_text("utf-8")]


def _output(command: str) -> str:
    arguments = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "kubelint", *arguments], cwd=ROOT, text=True, capture_output=True, check=False
    )
    # people see both streams; the summary comes last
    shown = f"$ {command}\n{done.stdout}{done.stderr}" if "json" not in arguments else done.stdout
    return "".join(f"{line.rstrip()}\n" for line in shown.splitlines())


def _inputs(action: pathlib.Path) -> str:
    """The inputs of a GitHub action as a table."""
    given = yaml.safe_load(action.read_text("utf-8"))["inputs"]
    rows = (f"| `{name}` | `{each['default'] or '-'}` | {each['description']} |\n" for name, each in given.items())
    return "".join(("| input | default | what it is |\n|---|---|---|\n", *rows))


if __name__ == "__main__":
    old = stale()
    if "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(old)}; run `python docs/outputs.py`" if old else 0)
    for name in old:
        (ROOT / name).write_text(refreshed(name), "utf-8")
