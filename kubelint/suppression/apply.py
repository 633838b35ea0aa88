"""Takes the suppressed findings out, and says which suppressions suppress nothing."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

from kubelint.catalogue import rules
from kubelint.checks.run import UnusedSuppressionOptions as Options
from kubelint.config import Settings
from kubelint.finding import Change, Finding, Fix, Place, Problem
from kubelint.kube.objects import Object
from kubelint.location import Noted, finding_of
from kubelint.manifest import Manifest, Note
from kubelint.suggestion import suggestion
from kubelint.suppression.annotations import in_annotations
from kubelint.suppression.comments import in_comments
from kubelint.suppression.foreign import foreign_annotations, foreign_comments
from kubelint.suppression.suppression import Suppression

RULE = "unused-suppression"
UNSUPPRESSIBLE = {"invalid-yaml"}
"""Beside all of the category ``run``: only the config silences these."""

_BLOCK = 200
"""Lines; a longer block is looked up by its file."""


def suppress(
    findings: list[Finding],
    manifests: Iterable[Manifest],
    objects: Iterable[Object],
    settings: Settings,
    chosen: frozenset[str],
    unjudged: Collection[tuple[str, int]] = (),
) -> list[Finding]:
    """The findings that are left, with those about the suppressions themselves.

    ``chosen`` are the rules of this run: a suppression of a rule that does not speak is not called unused, nor is one
    in an ``unjudged`` document (by file and index), of which not everything was said.
    """
    options = options_of(settings)
    today = settings.now.date()
    found = list(_collect(manifests, objects, options))
    if not found:
        return findings
    working = (s for s in found if not (complaint(s, options, today) and s.origin != "foreign"))
    at = _by_place(s for s in working if not s.expired(today))
    left = [f for f in findings if not _suppressed(f, at)]
    if RULE in chosen:
        asked = [s for s in found if (s.document.manifest.name, s.document.index) not in unjudged]
        left += (finding_of(RULE, problem, settings) for s in asked for problem in _about(s, options, today, chosen))
    return left


def options_of(settings: Settings) -> Options:
    """The suppressions' options."""
    given = settings.options.get(RULE, {})
    return Options(**{name.replace("-", "_"): value for name, value in given.items()})


def _collect(manifests: Iterable[Manifest], objects: Iterable[Object], options: Options) -> Iterator[Suppression]:
    for manifest in manifests:
        yield from in_comments(manifest)
        if options.honour_foreign:
            yield from foreign_comments(manifest)
    for obj in objects:
        yield from in_annotations(obj)
        if options.honour_foreign:
            yield from foreign_annotations(obj)


def _by_place(suppressions: Iterable[Suppression]) -> dict[Hashable, list[Suppression]]:
    """Suppressions by where they may meet a finding: its object, its line, its document, its file."""
    found: dict[Hashable, list[Suppression]] = defaultdict(list)
    for suppression in suppressions:
        scope = suppression.scope
        keys: Iterable[Hashable] = [scope.file]
        if scope.subject is not None:
            keys = [id(scope.subject)]
        elif scope.lines is not None and scope.lines[1] - scope.lines[0] < _BLOCK:
            keys = [(scope.file, "line", line) for line in range(scope.lines[0], scope.lines[1] + 1)]
        elif scope.document is not None:
            keys = [(scope.file, "document", scope.document)]
        for key in keys:
            found[key].append(suppression)
    return found


def _suppressed(finding: Finding, at: Mapping[Hashable, list[Suppression]]) -> bool:
    if finding.category == "run" or finding.rule in UNSUPPRESSIBLE:
        return False
    where, subject = finding.location, finding.place.subject if finding.place else None
    keys = (id(subject), (where.file, "line", where.start.line), (where.file, "document", where.document), where.file)
    near = (suppression for key in keys for suppression in at.get(key, ()))
    hits = [s for s in near if s.names(finding.rule) and s.scope.covers(finding)]
    for suppression in hits:
        suppression.used |= {finding.rule}
    return bool(hits)


def complaint(suppression: Suppression, options: Options, today: datetime.date) -> str:
    """Why a suppression has no effect whatever there is to suppress, or an empty text."""
    if suppression.misplaced:
        return suppression.misplaced
    if not suppression.rules and not options.allow_blanket:
        return "a suppression names the rules that it silences: `ignore[rule]`"
    if options.require_reason and not suppression.reason:
        return "a suppression needs a reason here"
    if suppression.expired(today):
        return f"this suppression ended on {suppression.until}"
    return ""


def _about(s: Suppression, options: Options, today: datetime.date, chosen: frozenset[str]) -> Iterator[Problem]:
    if s.origin == "foreign" or s.document.origin is not None:  # another rendering may need it
        return
    text = complaint(s, options, today)
    if text:
        expired = s.expired(today)
        yield _problem(s, text, s.removal if expired else ())
        return
    idle = [name for name in s.rules if name not in s.used]
    for name in idle:
        if name not in rules():
            yield _problem(s, f"there is no rule `{name}`" + suggestion(name, rules()))
        elif name in chosen:
            yield _problem(s, f"suppresses nothing: `{name}` finds nothing here", s.shorter.get(name, s.removal))
    if not s.rules and not s.used:
        yield _problem(s, "suppresses nothing", s.removal)


def _problem(s: Suppression, message: str, changes: tuple[Change, ...] = ()) -> Problem:
    place = Place(Noted(s.document, Note(RULE, s.span, message)))
    title = "remove the suppression" if changes == s.removal else "take the rule out of the suppression"
    fix = Fix(title, changes) if changes else None
    return Problem(place, message, fix=fix)
