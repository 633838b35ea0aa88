"""What kubelint says of real projects, and how much of it their maintainers would agree with.

`python -m benchmarks.accuracy CORPUS` lints each folder of CORPUS as its maintainers would, writes the counts and
draws a sample into `docs/accuracy*.tsv` (verdicts that were given before are kept), and makes `docs/accuracy.md` of
them. Without CORPUS it only makes the page.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import os
import pathlib
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, zip_longest
from typing import NamedTuple

DOCS = pathlib.Path(__file__).parent.parent / "docs"
CORE = ("exposure", "ingress", "certificates", "availability", "selectors", "workloads", "traffic")
SEED = "kubelint"
NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
"""The moment at which certificates are looked at."""
SIZE = 120
"""So many findings are drawn in the core categories, and so many outside them."""
GOALS = {"error": 95, "warning": 90, "info": 90}


class Count(NamedTuple):
    """How often a rule speaks in a project; a line without a rule counts the project's objects."""

    project: str
    category: str
    rule: str
    severity: str
    number: int


class Verdict(NamedTuple):
    """One finding, and whether a maintainer of its file would agree.

    `yes` or `no`; `copy` where the corpus lacks a file that the repository has, which counts for neither; empty: not
    judged yet.
    """

    project: str
    file: str
    line: int
    category: str
    rule: str
    severity: str
    verdict: str = ""
    reason: str = ""


def lint_projects(corpus: pathlib.Path) -> tuple[list[Count], list[Verdict]]:
    """Counts and findings of each folder, linted alone, from inside, with the recommended preset."""
    from kubelint.api import Settings, lint_paths

    settings = Settings(now=NOW)
    counts: list[Count] = []
    found: dict[tuple[object, ...], Verdict] = {}
    for folder in sorted(path.resolve() for path in corpus.iterdir() if path.is_dir()):
        os.chdir(folder)
        report = lint_paths(["."], settings)
        counts.append(Count(folder.name, "", "", "", report.objects))
        tally = Counter((each.category, each.rule, str(each.severity)) for each in report.findings)
        counts.extend(Count(folder.name, *key, number) for key, number in sorted(tally.items()))
        for each in report.findings:
            line = each.location.start.line
            verdict = Verdict(folder.name, each.file, line, each.category, each.rule, str(each.severity))
            found[verdict[:6]] = verdict
    return counts, list(found.values())


def sample(findings: Iterable[Verdict], size: int = SIZE) -> list[Verdict]:
    """So many findings, each rule and severity in turn, in an order that only ``SEED`` and the findings decide."""
    strata: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for finding in sorted(findings, key=_order):
        strata[finding.rule, finding.severity].append(finding)
    turns = zip_longest(*(strata[key] for key in sorted(strata)))
    return sorted(islice((each for each in chain.from_iterable(turns) if each is not None), size))


def _order(finding: Verdict) -> str:
    return hashlib.sha256("\0".join(map(str, (SEED, *finding[:6]))).encode()).hexdigest()


def draw(findings: Iterable[Verdict], judged: Iterable[Verdict]) -> list[Verdict]:
    """Both samples, with the verdicts that were given before."""
    parts: dict[bool, list[Verdict]] = {True: [], False: []}
    for finding in findings:
        parts[finding.category in CORE].append(finding)
    known = {verdict[:6]: verdict for verdict in judged}
    return [known.get(each[:6], each) for core in (True, False) for each in sample(parts[core])]


def page(counts: list[Count], verdicts: list[Verdict]) -> str:
    """The text of `docs/accuracy.md`."""
    objects = {each.project: each.number for each in counts if not each.rule}
    spoken = [each for each in counts if each.rule]
    sections = (
        _INTRODUCTION,
        _verdict_tables(verdicts),
        "## Findings per project\n\n" + _projects(objects, spoken),
        "## The twenty most frequent rules\n\n" + _frequent(objects, spoken),
        "## Findings per rule and project\n\n" + _rules(list(objects), spoken),
    )
    return "\n\n".join(sections) + "\n"


_INTRODUCTION = f"""\
# Accuracy

<!-- made by `python -m benchmarks.accuracy`; do not edit -->

What the recommended preset says of public repositories, each linted alone and from its own folder. A sample is drawn
by the script (seed `{SEED}`; each rule and severity in turn, so that rare rules weigh as much as frequent ones). Each
of its findings was judged by reading the manifest and what it is related to: would a maintainer of that file agree
that it is true, and worth saying at that severity? Examples and test data count as what they are. The verdicts, one by
one with their reasons, are in [accuracy.tsv](accuracy.tsv). Where a verdict was no and the rule could know better, the
rule was mended and the sample drawn again. A verdict `copy` counts for neither: the copy that was linted lacks a file
that the repository has."""


def _verdict_tables(verdicts: list[Verdict]) -> str:
    core = [each for each in verdicts if each.category in CORE]
    other = [each for each in verdicts if each.category not in CORE]
    rows = [
        (name, severity, *_agreement([each for each in part if each.severity == severity]), f"{goal} %")
        for name, part in (("core categories", core), ("all others", other))
        for severity, goal in GOALS.items()
    ]
    table = _table(("sample", "severity", "judged", "agreed", "share", "goal"), rows)
    doubts = [
        (f"`{each.rule}`", each.severity, f"{each.project}/{each.file}:{each.line}", each.reason)
        for each in verdicts
        if each.verdict == "no"
    ]
    return (
        f"## The verdicts\n\nThe core categories are {', '.join(CORE)}.\n\n{table}\n\n"
        f"Not agreed with:\n\n{_table(('rule', 'severity', 'where', 'why'), doubts)}"
    )


def _agreement(verdicts: list[Verdict]) -> tuple[object, ...]:
    judged = [each for each in verdicts if each.verdict in ("yes", "no")]
    agreed = sum(each.verdict == "yes" for each in judged)
    return len(judged), agreed, f"{100 * agreed / len(judged):.1f} %" if judged else "-"


def _projects(objects: dict[str, int], spoken: list[Count]) -> str:
    def row(name: str, found: Callable[[Count], bool], among: int) -> tuple[object, ...]:
        by: Counter[str] = Counter()
        for each in filter(found, spoken):
            by[each.severity] += each.number
        severities = (by[severity] for severity in GOALS)
        return (name, among, *severities, by.total(), f"{100 * by.total() / max(among, 1):.1f}")

    def of(project: str) -> Callable[[Count], bool]:
        return lambda each: each.project == project

    rows = [row(project, of(project), among) for project, among in objects.items()]
    rows.append(row("all", lambda _: True, sum(objects.values())))
    return _table(("project", "objects", "errors", "warnings", "infos", "findings", "per hundred objects"), rows)


def _frequent(objects: dict[str, int], spoken: list[Count]) -> str:
    by: Counter[str] = Counter()
    for each in spoken:
        by[each.rule] += each.number
    among = sum(objects.values())
    rows = [(f"`{rule}`", number, f"{100 * number / among:.1f}") for rule, number in by.most_common(20)]
    return _table(("rule", "findings", "per hundred objects"), rows)


def _rules(projects: list[str], spoken: list[Count]) -> str:
    by: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in spoken:
        by[each.category, each.rule][each.project] += each.number
    rows = [
        (f"`{rule}`", category, found.total(), *(found[project] or "" for project in projects))
        for (category, rule), found in sorted(by.items())
    ]
    legend = ", ".join(f"{number}: {project}" for number, project in enumerate(projects, 1))
    numbers = (str(number) for number, _ in enumerate(projects, 1))
    return f"{legend}.\n\n" + _table(("rule", "category", "all", *numbers), rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines: Iterator[Iterable[object]] = chain((heads, ["---"] * len(heads)), rows)
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def read() -> tuple[list[Count], list[Verdict]]:
    """What the data files hold."""
    counts = [Count._make([*row[:4], int(row[4])]) for row in _rows("accuracy-counts.tsv")]
    verdicts = [Verdict._make([*row[:2], int(row[2]), *row[3:]]) for row in _rows("accuracy.tsv")]
    return counts, verdicts


def _rows(name: str) -> list[list[str]]:
    if not (DOCS / name).exists():
        return []
    with (DOCS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def _write(name: str, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    text = "".join("\t".join(map(str, row)) + "\n" for row in chain((heads,), rows))
    (DOCS / name).write_text(text, "utf-8")


def main(arguments: list[str]) -> None:
    """Draw from a corpus, if one is given; make the page."""
    if arguments:
        counts, findings = lint_projects(pathlib.Path(arguments[0]))
        _write("accuracy-counts.tsv", Count._fields, counts)
        _write("accuracy.tsv", Verdict._fields, draw(findings, read()[1]))
    (DOCS / "accuracy.md").write_text(page(*read()), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
