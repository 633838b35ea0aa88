"""Text that is still to be rendered: templates, variables and placeholders, which are unknown and never wrong."""

from __future__ import annotations

import re
from typing import Any

from kubelint.pattern import regex

_MARKS = regex(
    r"\{\{|\}\}|\{%"  # Go templates, Jinja
    r"|\$\{|\$\(|\$[A-Z_][A-Z0-9_]*"  # shell, envsubst, make and Kubernetes' own variables
    r"|<[^<>\s][^<>]*>"  # <your-registry>
    r"|\[\[|%\w+%|@\w+@|__\w+__|##\w+##|#\{"  # other tools' marks
    r"|\b(?:CHANGE_?ME|REPLACE_?ME|REPLACE_WITH_\w+|YOUR[-_]\w+)\b",
    re.IGNORECASE,
)


def unrendered(value: Any) -> bool:
    """Whether a value holds text that another tool, or the reader, has yet to fill in."""
    return isinstance(value, str) and _MARKS.search(value) is not None
