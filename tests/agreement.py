"""What kubelint says against what a real API server said: `python -m tests.agreement` prints the table."""

from __future__ import annotations

import collections
import json
import pathlib
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

from kubelint.api import lint_paths
from kubelint.config import Settings
from kubelint.kube.versions import VersionRange
from tests.shared import SHARED, script

ORACLE = SHARED / "oracle"
FOLDERS = {"mutations": ORACLE / "mutations", "corpus": SHARED / "corpus"}


class Family(NamedTuple):
    """Counts of one kind of mistake, among the documents that the server refuses."""

    refused: int
    caught: int
    at_place: int
    at_line: int


class Agreement(NamedTuple):
    """The comparison of one set of documents."""

    refused: int
    caught: int
    at_place: int
    at_line: int
    accepted: int
    missed: list[dict[str, Any]]
    alarms: list[tuple[str, str]]
    """File, and the message that should not have been there."""
    families: dict[str, Family]


@cache
def agreement(name: str) -> Agreement:
    """Compare one set (``mutations`` or ``corpus``), judged as of the server's version."""
    rows = [json.loads(line) for line in (ORACLE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    report = judged(FOLDERS[name])
    counted = counter()
    total, _, missed, alarms = counted.compare(rows, report)
    families = _families(rows, counted, counted.verdicts(report))
    at_place, at_line = (sum(family[index] for family in families.values()) for index in (2, 3))
    said = [(row["file"], f"{finding['rule']}: {finding['message']}") for row, finding in alarms]
    return Agreement(total["refused"], total["caught"], at_place, at_line, total["accepted"], missed, said, families)


def judged(folder: pathlib.Path) -> dict[str, Any]:
    """The findings of a folder, as the JSON report shows them."""
    findings = lint_paths([folder.as_posix()], Settings(versions=VersionRange(36, 36))).findings
    return {
        "findings": [
            {
                "rule": finding.rule,
                "category": finding.category,
                "severity": str(finding.severity),
                "message": finding.message,
                "file": pathlib.Path(finding.file).relative_to(folder).as_posix(),
                "start": {"line": finding.location.start.line},
                "path": finding.location.path,
            }
            for finding in findings
        ]
    }


def counter() -> ModuleType:
    """The comparison that belongs to the records."""
    return script(ORACLE / "agreement.py")


def _families(rows: list[dict[str, Any]], counted: ModuleType, found: Any) -> dict[str, Family]:
    counts: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        if row["verdict"] not in ("reject", "unparsable") or "mutation" not in row:
            continue
        hits = found.get(row["file"], [])
        place = any(counted.near(hit["path"] or "/", row["path"]) for hit in hits)
        line = any(abs(hit["start"]["line"] - row["line"]) <= 1 for hit in hits)
        for index, value in enumerate((True, bool(hits), place, line)):
            counts[row["mutation"]][index] += value
    return {name: Family(*numbers) for name, numbers in sorted(counts.items())}


def table(name: str) -> str:
    """The comparison as text."""
    found = agreement(name)
    lines = [f"{'kind of mistake':32} refused caught place  line"] if found.families else []
    lines += [
        f"{kind:32} {f.refused:7} {f.caught:6} {f.at_place:5} {f.at_line:5}" for kind, f in found.families.items()
    ]
    lines += [f"missed: {row['file']}:{row['line']} {(row.get('message') or '')[:120]}" for row in found.missed]
    lines += [f"false alarm: {file} {message[:120]}" for file, message in found.alarms]
    lines.append(
        f"{name}: caught {found.caught} of {found.refused} refused"
        + (f" ({found.at_place} at the record's path, {found.at_line} at its line)" if found.families else "")
        + f", {len(found.alarms)} false alarms among {found.accepted} accepted"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    for each in FOLDERS:
        print(table(each))  # noqa: T201
