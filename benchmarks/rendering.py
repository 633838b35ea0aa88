"""Whether findings of charts and overlays stand at the right line: `python -m benchmarks.rendering FOLDER [SAMPLE]`.

The line is tried, not believed: what stands at the reported place is changed in a copy of the inputs, the chart or
overlay is rendered again, and the field of the object that the finding speaks of has to be another one then.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kubelint.api import open_project
from kubelint.config import Settings
from kubelint.engine import Report
from kubelint.finding import Finding, Location, Path
from kubelint.inputs.files import RENDERABLE, find
from kubelint.inputs.rendering import Renderings, render
from kubelint.kube.objects import dig
from kubelint.manifest import read_text

SAMPLE = 100
_WORD = re.compile(r"[A-Za-z0-9](?=[^A-Za-z0-9]*$)")


class Trial:
    """Findings of rendered sources, put to the test by mutation."""

    def __init__(self, folder: str) -> None:
        os.chdir(folder)
        self.settings = Settings()
        self.sources = [source for source in find(["."], self.settings) if source.real.endswith(RENDERABLE)]
        project = open_project(["."], self.settings)
        self.report: Report = project.report()
        self.renderings: Renderings = render(find(["."], self.settings), self.settings)
        self.texts = {each.name: each.text for each in self.renderings.made}

    def sample(self, size: int) -> list[Finding]:
        """Some of the findings, the same ones each time; all kinds of rules and tools in turn."""
        rendered = [finding for finding in self.report.findings if finding.rendered]
        random.Random(8).shuffle(rendered)
        return rendered[:size]

    def outcome(self, finding: Finding) -> str:
        """``right``, ``wrong``, or why nothing can be told."""
        places = [finding.location, *(r.location for r in finding.related if "is set here" in r.message)]
        outcomes = [self._tried(finding, place) for place in places]
        return next((each for each in ("right", "fails then", "wrong") if each in outcomes), outcomes[0])

    def _tried(self, finding: Finding, place: Location) -> str:
        outcome = "nothing to change"
        for changed in _mutations(self.renderings.source(place.file).text, place.start.line, place):
            outcome = self._judged(finding, place.file, changed)
            if outcome in ("right", "fails then"):
                break
        return outcome

    def _judged(self, finding: Finding, file: str, changed: str) -> str:
        subject: Any = finding.place.subject if finding.place else None
        folder = subject.file.rpartition("/")[0]
        chosen = [s for s in self.sources if s.name.rpartition("/")[0] == folder]
        after = render(chosen, self.settings, texts={file: changed.encode()})
        text = next((each.text for each in after.made if each.name == subject.file), None)
        if text is None:
            return "fails then"
        path = subject.base + finding.place.path if finding.place else ()
        before = _value(self.texts[subject.file], subject, path)
        return "right" if before != _value(text, subject, path) else "wrong"


def _value(text: str, subject: Any, path: Path) -> Any:
    """What stands at a path in the object of a finding; the next one above, where there was nothing in it."""
    documents = read_text(text, "").documents
    named = [d.data for d in documents if _identity(d.data) == _identity(subject.data)]
    if len(named) != 1:  # two of a name, or a name made by chance: then the order of the objects tells
        named = [d.data for d in documents if d.index == subject.index and dig(d.data, "kind") == subject.kind]
    while path and dig(subject.data, *path) is None:
        path = path[:-1]
    return dig(named[0], *path) if len(named) == 1 else None


def _identity(data: Any) -> tuple[Any, ...]:
    return dig(data, "kind"), dig(data, "metadata", "namespace"), dig(data, "metadata", "name")


def _mutations(text: str, line: int, place: Location) -> Iterator[str]:
    """The text with another word, without the line, or without the action at a place."""
    lines = text.split("\n")
    old = lines[line - 1]
    start = place.start.column - 1
    end = place.end.column - 1 if place.end.line == line else len(old)
    for new in _words(old, start, end):
        yield "\n".join([*lines[: line - 1], new, *lines[line:]])
    yield "\n".join([*lines[: line - 1], *lines[line:]])


def _words(line: str, start: int, end: int) -> Iterator[str]:
    part = line[start:end]
    if "{{" in part:
        before, _, rest = part.partition("{{")
        yield line[:start] + before + "mutated" + rest.partition("}}")[2] + line[end:]
    elif match := _WORD.search(part):
        other = str((int(match[0]) + 1) % 10) if match[0].isdigit() else "q"
        yield line[:start] + part[: match.start()] + other + part[match.end() :] + line[end:]


def main() -> None:
    """Print the figures."""
    began = time.perf_counter()
    trial = Trial(sys.argv[1] if len(sys.argv) > 1 else "../shared/corpus")
    taken = time.perf_counter() - began
    rendered = [finding for finding in trial.report.findings if finding.rendered]
    print(f"{len(trial.sources)} charts and kustomizations, {len(trial.renderings.made)} renderings, {taken:.1f} s")
    print("renderings:", dict(Counter(each.by for each in trial.renderings.made)))
    print("broken:", dict(Counter(rule for rule, _ in trial.renderings.problems)))
    print("skipped:", len(trial.renderings.skipped))
    print("findings:", dict(Counter((f.rendered or {})["certainty"] for f in rendered)))
    outcomes: Counter[str] = Counter()
    for finding in trial.sample(int(sys.argv[2]) if len(sys.argv) > 2 else SAMPLE):
        outcome = trial.outcome(finding)
        certain = (finding.rendered or {})["certainty"]
        outcomes[f"{outcome} ({certain})"] += 1
        if outcome != "right":
            where = finding.location
            print(f"  {outcome}: {where.file}:{where.start.line} {where.path} [{finding.rule}] {certain}")
    print(dict(outcomes))


if __name__ == "__main__":
    main()
