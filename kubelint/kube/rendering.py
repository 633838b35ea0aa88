"""Text that a tool has yet to render: unknown, never wrong."""

from __future__ import annotations

import re
from typing import Any

_OPEN = re.compile(r"\{\{|\$\{|\$\(|<[A-Za-z][\w .-]*>|%[A-Z_]+%|\$[A-Z_]{2,}").search


def unrendered(value: Any) -> bool:
    """Whether a value still holds a placeholder: ``{{ }}``, ``${VAR}``, ``$(VAR)``, ``<placeholder>``."""
    return isinstance(value, str) and _OPEN(value) is not None
