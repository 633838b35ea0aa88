"""Findings that a team has agreed to live with for now: recorded once, not said again, forgotten when they vanish.

A finding is known by its fingerprint (rule, object, path and content), so it survives moved lines and renamed files.
"""

from __future__ import annotations

import json
import pathlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kubelint.errors import ConfigError
from kubelint.finding import Finding

VERSION = 1
DEFAULT_NAME = ".kubelint-baseline.json"


def written(findings: Iterable[Finding]) -> str:
    """The text of a baseline that holds these findings; sorted, so that its diffs are small."""
    rows = sorted((_row(finding) for finding in findings), key=lambda row: [str(value) for value in row.values()])
    body = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{\n  "version": {VERSION},\n  "findings": [\n{body}\n  ]\n}}\n'


def _row(finding: Finding) -> dict[str, Any]:
    name = finding.location.object
    shown = "/".join(part for part in (name.kind, name.namespace, name.name) if part) if name else ""
    return {"rule": finding.rule, "object": shown, "file": finding.file, "fingerprint": finding.fingerprint}


def read(file: pathlib.Path) -> Counter[str]:
    """The fingerprints of a recorded baseline, with how often each was found.

    Raises:
        ConfigError: the file cannot be read, or is no baseline of a known version.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{file}: there is no such baseline; `kubelint baseline` records one") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file}: this baseline cannot be read ({error}); record it again") from None
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise ConfigError(f"{file}: this is no baseline of version {VERSION}; record it again by `kubelint baseline`")
    return Counter(str(row.get("fingerprint")) for row in data["findings"] if isinstance(row, dict))


def recordable(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that a baseline may hold: all but those about the run itself."""
    return [finding for finding in findings if finding.category != "run"]


def new(findings: Iterable[Finding], known: Mapping[str, int]) -> list[Finding]:
    """The findings that the baseline does not know, in their order; a fingerprint counts as often as recorded."""
    left = Counter(known)
    found = []
    for finding in findings:
        if finding.category != "run" and left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            found.append(finding)
    return found


def still_found(findings: Iterable[Finding], known: Counter[str]) -> list[Finding]:
    """The findings that the baseline knows: what is left of it after pruning."""
    everything = list(findings)
    fresh = {id(finding) for finding in new(everything, known)}
    return [finding for finding in everything if id(finding) not in fresh]
