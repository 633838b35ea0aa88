"""A session: files come and go, each is judged alone once, and relations are judged over what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kubelint.catalogue import rules
from kubelint.checks import checks
from kubelint.checks.plan import Plan, Raw
from kubelint.config import Settings
from kubelint.config.overrides import overridden
from kubelint.engine.alone import Judged, judge_alone
from kubelint.engine.custom import custom_schemas, judge_custom, not_checked, not_overruled, not_renamed
from kubelint.engine.merging import merged
from kubelint.engine.report import Report, Skipped
from kubelint.finding import Finding
from kubelint.inputs.bundles import Layout, assign_bundles, rendered_parts
from kubelint.inputs.classify import Surroundings, skip_reason
from kubelint.kube.kinds import workload_classes
from kubelint.kube.objects import Object
from kubelint.location import Noted, finding_of
from kubelint.manifest import Manifest, read_text
from kubelint.suppression import suppress
from kubelint.workspace import Workspace

if TYPE_CHECKING:
    from kubelint.inputs.rendering import Renderings


def lint(manifests: Iterable[Manifest], settings: Settings, around: Surroundings | None = None) -> Report:
    """Judge manifests, each object alone and then all in relation."""
    session = Session(settings)
    for manifest in manifests:
        session.put(manifest)
    return session.report(around)


def selected_rules(settings: Settings) -> frozenset[str]:
    """The names of the rules that speak in this run."""
    if settings.rules is not None:
        return settings.rules
    return frozenset(rule.name for rule in rules().values() if rule.enabled)


class Session:
    """The files of a run (or of an editor's workspace) and what was said of each alone."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.chosen = selected_rules(settings)
        self.kinds = workload_classes(settings.workloads)
        """Classes of the kinds that the settings call workloads."""
        self._checks = checks(self.chosen)
        self._alone = Plan(self._checks, settings)
        self._files: dict[str, Judged] = {}
        self._workspace: Workspace | None = None
        self._before: Workspace | None = None
        """The last one that there was, before the latest change."""
        self._rendered: Renderings | None = None
        self._edited: dict[str, bytes] = {}
        """New contents of files that are judged through a rendering."""

    def render(self, renderings: Renderings) -> None:
        """Judge what was rendered, whose files are in the session already, in place of what it was made of."""
        for old in self._rendered.made if self._rendered else ():
            if old.name not in {new.name for new in renderings.made}:
                self.remove(old.name)
        self._rendered = renderings
        self._workspace = None
        for rendering in renderings.made:
            rendering.tracer.attach(self._files[rendering.name].manifest)

    def renders(self, names: Collection[str]) -> bool:
        """Whether any of the files is judged through a rendering."""
        return self._rendered is not None and not self._rendered.covered.keys().isdisjoint(names)

    def _render_again(self) -> None:
        """Render with the contents that came since."""
        texts, self._edited = self._edited, {}
        if self._rendered is None or not texts:
            return
        renderings = self._rendered.again(texts)
        for rendering in renderings.made:
            self.put(read_text(rendering.text, rendering.name))
        self.render(renderings)

    def put(self, manifest: Manifest) -> None:
        """Take a file in, in place of an earlier one of its name."""
        if manifest.name in self._files and self.renders([manifest.name]):
            self._edited[manifest.name] = manifest.encode(manifest.text)
        self.put_judged(self.judge(manifest))

    def judge(self, manifest: Manifest) -> Judged:
        """What there is to say of a file alone."""
        return judge_alone(manifest, self._alone, self.settings.versions, self.kinds)

    def put_judged(self, judged: Judged) -> None:
        """Take in a file of which is known already what there is to say of it alone."""
        self._files[judged.manifest.name] = judged
        self._workspace = None

    def judged(self, name: str) -> Judged:
        """What was said of a file alone. Raises KeyError where there is no such file."""
        return self._files[name]

    def remove(self, name: str) -> None:
        """Forget a file."""
        if self._files.pop(name, None):
            self._workspace = None

    def names(self) -> list[str]:
        """The names of all files."""
        return list(self._files)

    def manifest(self, name: str) -> Manifest | None:
        """The file of a name, None where there is none."""
        judged = self._files.get(name)
        return judged.manifest if judged else None

    def workspace(self, around: Surroundings | None = None) -> Workspace:
        """All objects in relation; made anew after a change."""
        if self._edited:
            self._render_again()
        if self._workspace is None:
            layout = self._layout()
            skipped = self._skipped(layout, around or Surroundings())
            every = (o for judged in self._files.values() for o in judged.objects)
            objects = [o for o in every if _key(o) not in skipped] if skipped else list(every)
            self._workspace = Workspace(objects, self.settings, layout)
            if self._before is not None:
                self._workspace.inherit(self._before)
            self._before = self._workspace
        return self._workspace

    def _layout(self) -> Layout:
        made = {rendering.name: rendering for rendering in self._rendered.made} if self._rendered else {}
        covered = self._rendered.covered if self._rendered else {}
        files = (judged.manifest for name, judged in self._files.items() if name not in made and name not in covered)
        layout = assign_bundles(files, self.settings)
        layout.parts.update(rendered_parts(made.values(), self.settings))
        return layout

    def report(self, around: Surroundings | None = None, files: Collection[str] | None = None) -> Report:
        """Everything there is to say; with ``files``, of these alone, though related to all."""
        around, workspace = around or Surroundings(), self.workspace(around)
        chosen = [judged for name, judged in self._files.items() if files is None or name in files]
        skipped = self._skipped(workspace.layout, around)
        objects = [o for judged in chosen for o in judged.objects if _key(o) not in skipped]
        judged_so = self._covered()
        custom = custom_schemas(workspace.objects, self.settings)
        alone = not_renamed(self._raw(chosen, skipped), workspace.layout)
        raw = [*not_overruled(alone, custom), *self._related(workspace, objects, files)]
        raw += judge_custom(objects, self.settings, custom)
        strange = not_checked(objects, custom)
        report = Report(self.settings, objects=len(objects), checked=len(objects) - len(strange))
        made = {each.name for each in self._rendered.made} if self._rendered else ()
        report.names = tuple(judged.manifest.name for judged in chosen if judged.manifest.name not in made)
        report.documents = sum(len(judged.manifest.documents) for judged in chosen)
        report.skipped = [
            Skipped(*k, why) for k, why in skipped.items() if (files is None or k[0] in files) and k not in judged_so
        ]
        report.skipped += strange
        if self._rendered:
            report.skipped += [Skipped(file, None, reason) for file, reason in self._rendered.skipped]
        report.findings = self._findings(raw, [judged.manifest for judged in chosen], objects, skipped)
        return report

    def _raw(self, chosen: list[Judged], skipped: dict[tuple[str, int], str]) -> Iterator[Raw]:
        covered = self._rendered.covered if self._rendered else {}
        for judged in chosen:
            if judged.manifest.name in covered:
                if covered[judged.manifest.name] == "kustomize":  # helm hands the text itself on
                    yield from (raw for raw in judged.raw if _of_text(raw))
            else:
                yield from (raw for raw in judged.raw if not skipped or _key(raw[1].place.subject) not in skipped)
        yield from self._rendered.problems if self._rendered else ()

    def _related(self, workspace: Workspace, objects: list[Object], files: Collection[str] | None) -> Iterator[Raw]:
        plan = Plan(self._checks, self.settings, workspace)
        for rule, problem in plan.run_once():
            if files is None or problem.place.subject.file in files:
                yield rule, problem
        for obj in objects:
            yield from plan.run(obj)

    def _skipped(self, layout: Layout, around: Surroundings) -> dict[tuple[str, int], str]:
        """Why documents are not judged, by file and index: for what they are, or for what the files around say."""
        around = around._replace(patches=around.patches | layout.patches)
        special = around.patches | around.templates
        found: dict[tuple[str, int], str] = {}
        for name, judged in self._files.items():
            found.update({(name, index): reason for index, reason in judged.skipped.items()})
            for document in judged.manifest.documents if name in special else ():
                if reason := skip_reason(document, around):
                    found[name, document.index] = reason
        return found | self._covered()

    def _beyond(self, findings: list[Finding]) -> list[Manifest]:
        """The files beyond those of the run that findings stand in."""
        names = dict.fromkeys(f.location.file for f in findings if f.rendered and f.location.file not in self._files)
        return [self._rendered.source(name) for name in names] if self._rendered else []

    def _covered(self) -> dict[tuple[str, int], str]:
        """The documents that are judged through a rendering."""
        covered = self._rendered.covered if self._rendered else {}
        known = ((self._files[name].manifest, by) for name, by in covered.items() if name in self._files)
        return {(m.name, d.index): f"judged as {by} renders it" for m, by in known for d in m.documents}

    def _findings(
        self, raw: Iterable[Raw], manifests: list[Manifest], objects: list[Object], skipped: Collection[tuple[str, int]]
    ) -> list[Finding]:
        chosen = (finding_of(rule, problem, self.settings) for rule, problem in raw if rule in self.chosen)
        found = list(overridden(chosen, self.settings) if self.settings.paths else chosen)
        beyond = self._beyond(found)
        covered = self._rendered.covered if self._rendered else {}
        unjudged = {key for key in skipped if covered.get(key[0]) != "kustomize"}
        unjudged |= {(manifest.name, document.index) for manifest in beyond for document in manifest.documents}
        left = suppress(found, [*manifests, *beyond], objects, self.settings, self.chosen, unjudged)
        return sorted(merged(left, self._rendered.made) if self._rendered else _once(left), key=_order)


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Each finding once: where aliases repeat a text, its mistake is still a single one."""
    return {(*_order(finding), finding.location.object): finding for finding in reversed([*findings])}.values()


def _of_text(raw: Raw) -> bool:
    """Whether something was said of a text, which rendering does not hand on, rather than of what it means."""
    rule, problem = raw
    return isinstance(problem.place.subject, Noted) or rule == "surprising-scalar"


def _key(subject: Any) -> tuple[str, int]:
    return subject.file, subject.index


def _order(finding: Finding) -> tuple[Any, ...]:
    where = finding.location
    return where.file, where.start, where.end, finding.rule, finding.message
