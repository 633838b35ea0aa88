"""The rules as SARIF's reporting descriptors, with what GitHub asks of them.

Source: GitHub's support for SARIF (texts of at most 1,024 characters; a rule with a `security-severity` is a security
alert; help as Markdown is shown in place of the text).
"""

from __future__ import annotations

from typing import Any

from kubelint.catalogue import Rule, page, sections, url
from kubelint.finding import Severity

LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_KIND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_SECURITY = {"security", "rbac", "secrets", "exposure", "certificates"}
_SCORE = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "2.0"}
_LONGEST = 1024


def descriptor(rule: Rule) -> dict[str, Any]:
    """A rule, with its page as help."""
    text, address = page(rule.name), url(rule.name)
    described = {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _reason(text) or rule.summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
        "properties": _properties(rule),
    }
    return described | ({"helpUri": address} if address else {})


def _properties(rule: Rule) -> dict[str, Any]:
    if rule.category not in _SECURITY:
        return {"tags": [rule.category], "precision": "high", "problem.severity": _KIND[rule.severity]}
    return {
        "tags": sorted({rule.category, "security"}),
        "precision": "high",
        "security-severity": _SCORE[rule.severity],
    }


def _reason(text: str) -> str:
    """The first paragraph of Why."""
    first = sections(text).get("Why", "").split("\n\n")[0]
    return " ".join(first.split())[:_LONGEST]
