"""Where kubelint and kube-score disagree about kube-score's own test manifests, and why.

`python -m benchmarks.kube_score TESTDATA KUBE_SCORE` asks both of each file alone, every check switched on, and writes
`docs/kube-score.tsv` (reasons that were given before are kept) and `docs/kube-score.md`; without arguments only the
page.
"""

from __future__ import annotations

import csv
import json
import pathlib
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kubelint.aliases import Alias, aliases, mentions
from kubelint.finding import Finding

DOCS = pathlib.Path(__file__).parent.parent / "docs"
OPTIONS: dict[str, dict[str, Any]] = {
    "stale-image": {"fixed-tags": True},
    "low-user-id": {"unset": True},
    "requests-below-limits": {"resources": ["cpu", "memory", "ephemeral-storage"]},
    "missing-network-policy": {"directions": ["ingress", "egress"]},
}
"""What the notes of the aliases say of options."""
_FINE = 10
_KINDS = ("cronjob", "deployment", "horizontalpodautoscaler", "ingress", "networkpolicy", "service", "statefulset")


class Answer(NamedTuple):
    """What both say of one file under one of kube-score's checks."""

    check: str
    answer: str
    """`both`, `theirs` or `ours`: who finds fault."""
    file: str
    reason: str = ""


def ask(folder: pathlib.Path, program: str) -> Iterator[Answer]:
    """The answers of both, where either finds fault."""
    checks = [alias for alias in aliases() if alias.peer == "kube-score"]
    for path in sorted(folder.glob("*.yaml")):
        theirs, ours = _theirs(path, program), set(_ours(path, checks))
        for check in sorted(theirs | ours):
            answer = "both" if check in theirs & ours else "theirs" if check in theirs else "ours"
            yield Answer(check, answer, path.name)


def _theirs(path: pathlib.Path, program: str) -> set[str]:
    command = [program, "score", "--output-format", "json", "--all-default-optional", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    objects: list[dict[str, Any]] = json.loads(done.stdout or "[]") or []
    judged = [each for found in objects for each in found["checks"] if not each["skipped"]]
    return {each["check"]["id"] for each in judged if each["grade"] < _FINE}


def _ours(path: pathlib.Path, checks: list[Alias]) -> Iterator[str]:
    from kubelint.api import Settings, lint_paths
    from kubelint.catalogue import rules

    settings = Settings(rules=frozenset(rules()), options=OPTIONS)
    for finding in lint_paths([str(path)], settings).findings:
        yield from (each.id for each in checks if finding.rule in each.rules and _concerns(each, finding))


def _concerns(check: Alias, finding: Finding) -> bool:
    """Whether a finding is what the check is about: its words, and the kind that its id begins with."""
    kind = finding.location.object.kind.lower() if finding.location.object else ""
    wanted = check.id.partition("-")[0]
    return mentions(finding, check.only) and (wanted not in _KINDS or wanted == kind)


def page(answers: list[Answer]) -> str:
    """The text of `docs/kube-score.md`."""
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for each in answers:
        by[each.check][each.answer] += 1
    rules = {alias.id: alias.rules for alias in aliases() if alias.peer == "kube-score"}
    rows = [
        (f"`{check}`", ", ".join(f"`{rule}`" for rule in rules[check]), *(by[check][who] for who in _WHO))
        for check in sorted(rules)
    ]
    total = Counter(each.answer for each in answers)
    rows.append(("all", "", *(total[who] for who in _WHO)))
    share = f"{100 * total['both'] / total.total():.1f} %"
    return (
        f"{_INTRODUCTION.format(share=share)}\n\n{_table(('check', 'our rules', *_WHO), rows)}\n\n"
        f"## The differences\n\n{_table(('check', 'who', 'files', 'why'), _differences(answers))}\n"
    )


_WHO = ("both", "theirs", "ours")
_INTRODUCTION = """\
# Agreement with kube-score

<!-- made by `python -m benchmarks.kube_score`; do not edit -->

kube-score 1.20.0 and kubelint read each of kube-score's test manifests alone, with every check and rule switched on and
with the options that the aliases name. Counted are pairs of a check and a file: both find fault, only kube-score does
(*theirs*), or only kubelint does (*ours*). They agree in {share} of the pairs; each difference has its reason below
and, file by file, in [kube-score.tsv](kube-score.tsv)."""


def _differences(answers: list[Answer]) -> Iterator[tuple[object, ...]]:
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in answers:
        if each.answer != "both":
            grouped[each.check, each.answer, each.reason].append(each.file)
    for (check, who, reason), files in sorted(grouped.items()):
        yield f"`{check}`", who, files[0] if len(files) == 1 else len(files), reason


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines: list[Iterable[object]] = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def read() -> list[Answer]:
    """What the data file holds."""
    if not (DOCS / "kube-score.tsv").exists():
        return []
    with (DOCS / "kube-score.tsv").open(encoding="utf-8", newline="") as file:
        return [Answer._make(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


def main(arguments: list[str]) -> None:
    """Ask both, if they are given; make the page."""
    if arguments:
        known = {each[:3]: each.reason for each in read()}
        found = ask(pathlib.Path(arguments[0]), arguments[1])
        answers = [each._replace(reason=known.get(each[:3], "")) for each in found]
        lines = ["\t".join(each) + "\n" for each in (Answer._fields, *sorted(answers))]
        (DOCS / "kube-score.tsv").write_text("".join(lines), "utf-8")
    (DOCS / "kube-score.md").write_text(page(read()), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
