"""What manifests and file names say, made fit to stand in a report: one line, and no command of whoever reads it.

Runners of CI take some lines of what a program prints for commands: GitHub's those that begin with ``::``, or have
``##[`` anywhere; Azure's those that have ``##vso[`` anywhere. Source: the parsers of both runners.
"""

from __future__ import annotations

import json
import re
from typing import Any

from kubelint.finding import Finding

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_COMMAND = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)
_APART = "##\N{ZERO WIDTH SPACE}"


def clean(text: str) -> str:
    """The text without what would make a terminal or a runner do something."""
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text) if _CONTROL.search(text) else text
    return _COMMAND.sub(_APART, text) if "##" in text else text


def message_of(finding: Finding) -> str:
    """What a finding says, and of which versions, in one line."""
    return line_of(finding.message + versions(finding))


def line_of(text: str) -> str:
    """A text in one line."""
    return clean(" ".join(text.split()))


def versions(finding: Finding) -> str:
    """`` (in 1.29 to 1.31)`` where a finding does not hold for the whole range."""
    names = finding.versions
    if not names:
        return ""
    return f" (in {names[0]})" if len(names) == 1 else f" (in {names[0]} to {names[-1]})"


def file_of(name: str) -> str:
    """A file's name as a line may begin with it."""
    name = clean(name)
    return f"./{name}" if name.lstrip().startswith("::") else name


def as_json(data: Any, indent: int | None = 1) -> str:
    """A JSON document in which no runner sees a command; whoever decodes it gets every character."""
    text = json.dumps(data, ensure_ascii=False, indent=indent).replace("##", "#\\u0023")
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
