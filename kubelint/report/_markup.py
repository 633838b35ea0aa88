"""Text for XML and HTML: escaped, and without the characters that XML 1.0 forbids."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_IN_ATTRIBUTES = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escaped(value: object) -> str:
    """Text as it may stand between tags; ``##`` is no beginning of a runner's command."""
    text = _FORBIDDEN.sub("\ufffd", str(value)).translate(_ESCAPES)
    return text.replace("##", "#&#35;")


def attributes(**values: object) -> str:
    """`` name="value"`` for each; those that are None are left out."""
    given = ((name, value) for name, value in values.items() if value is not None)
    return "".join(f' {name}="{escaped(value).translate(_IN_ATTRIBUTES)}"' for name, value in given)
