"""Whether findings of charts and overlays stand at the right line: `python -m benchmarks.rendering FOLDER [SAMPLE]`.

The line is tried, not believed: what stands at the reported place is changed in a copy of the inputs, the chart or
overlay is rendered again, and the field of the object that the finding speaks of has to be another one then. Fields
of rendered objects of which nothing is said are tried in the same way.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kubelint.api import open_project
from kubelint.config import Settings
from kubelint.finding import Finding, Path, Span
from kubelint.inputs.files import RENDERABLE, find
from kubelint.inputs.rendering import render
from kubelint.kube.objects import dig
from kubelint.manifest import Document, Manifest, read_text

SAMPLE = 100
_WORD = re.compile(r"[A-Za-z0-9](?=[^A-Za-z0-9]*$)")


class Place(NamedTuple):
    """A place in a source file."""

    manifest: Manifest
    span: Span


class Case(NamedTuple):
    """A field of a rendered object, and the places that are said to set it."""

    name: str
    document: Document
    path: Path
    places: list[Place]
    certain: bool


class Trial:
    """Places that are put to the test by mutation."""

    def __init__(self, folder: str) -> None:
        os.chdir(folder)
        self.settings = Settings()
        given = find(["."], self.settings)
        self.sources = [source for source in given if source.real.endswith(RENDERABLE)]
        self.findings = [f for f in open_project(["."], self.settings).report().findings if f.rendered]
        self.renderings = render(given, self.settings)

    def of_findings(self) -> Iterator[Case]:
        """What the findings say."""
        for finding in self.findings:
            subject: Any = finding.place.subject if finding.place else None
            path = subject.base + finding.place.path if finding.place else ()
            yield self._case(finding.rule, subject.document, path, finding)

    def _case(self, name: str, document: Document, path: Path, finding: Finding | None = None) -> Case:
        assert document.origin
        key = bool(finding and finding.place and finding.place.key)
        written = document.origin.locate(path, key)
        places = [Place(each.document.manifest, each.span) for each in (written, *(w for w, _ in written.values))]
        return Case(name, document, path, places, written.certain)

    def of_fields(self) -> Iterator[Case]:
        """All scalars of all rendered objects."""
        for each in self.renderings.made:
            manifest = read_text(each.text, each.name)
            each.tracer.attach(manifest)
            for document in manifest.documents:
                for path in _scalars(document.data, ()):
                    yield self._case(f"{each.by} {each.variant}", document, path)

    def outcome(self, case: Case) -> str:
        """``right`` if a change at one of the places changes the field; else ``wrong``, or why nothing can be told."""
        outcomes = {self._tried(case, place, text) for place in case.places for text in _mutations(place)}
        return next((each for each in ("right", "fails then", "wrong") if each in outcomes), "nothing to change")

    def _tried(self, case: Case, place: Place, text: str) -> str:
        name = case.document.manifest.name
        chosen = [s for s in self.sources if s.name.rpartition("/")[0] == name.rpartition("/")[0]]
        after = render(chosen, self.settings, texts={place.manifest.name: text.encode()})
        made = next((each.text for each in after.made if each.name == name), None)
        if made is None:
            return "fails then"
        before = _value(case.document.manifest.documents, case)
        return "right" if before != _value(read_text(made, name).documents, case) else "wrong"


def _scalars(data: Any, path: Path) -> Iterator[Path]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, item in items:
        yield from _scalars(item, (*path, step))
    if not isinstance(data, (dict, list)) and data is not None:
        yield path


def _value(documents: Iterable[Document], case: Case) -> Any:
    """What stands at a path in the object of a case; the next one above, where there was nothing in it."""
    own, path = case.document, case.path
    given = list(documents)
    named = [d.data for d in given if _identity(d.data) == _identity(own.data)]
    if len(named) != 1:  # two of a name, or a name made by chance: then the order of the objects tells
        named = [d.data for d in given if d.index == own.index and dig(d.data, "kind") == dig(own.data, "kind")]
    while path and dig(own.data, *path) is None:
        path = path[:-1]
    return dig(named[0], *path) if len(named) == 1 else None


def _identity(data: Any) -> tuple[Any, ...]:
    return dig(data, "kind"), dig(data, "metadata", "namespace"), dig(data, "metadata", "name")


def _mutations(place: Place) -> Iterator[str]:
    """The text with another word at a place, then without its first line."""
    text, (start, end) = place.manifest.text, place.span
    line = place.manifest.line(place.manifest.position(start).line)
    end = min(end, line.end)
    for new in _words(text[start:end]):
        yield text[:start] + new + text[end:]
    yield text[: line.start] + text[line.end + 1 :]


def _words(part: str) -> Iterator[str]:
    if "{{" in part:
        before, _, rest = part.partition("{{")
        yield before + "mutated" + rest.rpartition("}}")[2]
    elif match := _WORD.search(part):
        other = str((int(match[0]) + 1) % 10) if match[0].isdigit() else "q"
        yield part[: match.start()] + other + part[match.end() :]


def _show(title: str, trial: Trial, cases: list[Case], size: int) -> None:
    random.Random(8).shuffle(cases)
    outcomes: Counter[str] = Counter()
    for case in cases[:size]:
        outcome = trial.outcome(case)
        outcomes[f"{outcome}, {'certain' if case.certain else 'near'}"] += 1
        if outcome == "wrong":
            place = case.places[0]
            line = place.manifest.position(place.span.start).line
            print(f"  wrong: {place.manifest.name}:{line} {case.path} [{case.name}] certain: {case.certain}")
    print(f"{title}: {dict(outcomes)} of {len(cases)}")


def main() -> None:
    """Print the figures."""
    began = time.perf_counter()
    trial = Trial(sys.argv[1] if len(sys.argv) > 1 else "../shared/corpus")
    size = int(sys.argv[2]) if len(sys.argv) > 2 else SAMPLE
    made, taken = trial.renderings.made, time.perf_counter() - began
    print(f"{len(trial.sources)} charts and kustomizations, {len(made)} renderings, {taken:.1f} s for both rounds")
    print("renderings:", dict(Counter(each.by for each in made)))
    print("problems:", dict(Counter(rule for rule, _ in trial.renderings.problems)))
    print("skipped:", [each.reason for each in trial.renderings.skipped])
    _show("findings", trial, list(trial.of_findings()), size)
    _show("fields", trial, list(trial.of_fields()), size)


if __name__ == "__main__":
    main()
