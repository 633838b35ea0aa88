"""The judgement of one object: its API version, its structure, the server's own rules, over a range of versions."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kubelint.finding import Fault, Path
from kubelint.kube.objects import Object, dig, mapping
from kubelint.kube.versions import VersionRange
from kubelint.kube.versions import name as version_name
from kubelint.schema import deprecated as deprecated  # its judges register themselves
from kubelint.schema.advice import advise
from kubelint.schema.apis import apis
from kubelint.schema.availability import availability, is_settled, served
from kubelint.schema.bundle import bundle
from kubelint.schema.facts import Visitors, judge_root
from kubelint.schema.history import other_versions
from kubelint.schema.report import Report
from kubelint.schema.server.registry import Context
from kubelint.schema.structure import Compiler
from kubelint.schema.types import BundleTypes
from kubelint.schema.unknown import unknown

if TYPE_CHECKING:
    from kubelint.schema.custom import CustomSchemas

# Where SOPS keeps its own data; it takes it out again when it decrypts.
_ENCRYPTION = ("sops",)


def judged(obj: Object, versions: VersionRange, custom: CustomSchemas | None = None) -> list[Fault]:
    """All that the API servers of these versions would say about an object."""
    settled = _settled(obj.api_version, obj.kind, versions)
    if settled is not None:
        return _by_rules(obj, *settled, _walked(settled[0], settled[1], obj))
    api = apis().get((obj.api_version.lstrip("/"), obj.kind))
    if api is None:
        return _custom(obj, versions, custom) if custom is not None and custom.knows(obj) else list(unknown(obj))
    faults = list(availability(obj, api, versions))
    minors = served(api, versions)
    name = bundle().kinds.get(f"{api.api_version} {api.kind}")
    if name is None or not minors:
        return faults
    return faults + _over_range(obj, name, minors, versions)


@cache
def _settled(api_version: str, kind: str, versions: VersionRange) -> tuple[str, int, int] | None:
    """In the common case, of one version that serves a kind for good: its definition, the version in which to look
    it up, and the version meant."""
    api = apis().get((api_version, kind))
    name = bundle().kinds.get(f"{api_version} {kind}")
    if api is None or name is None or versions.first != versions.last or not is_settled(api, versions):
        return None
    return name, _known(name, versions.last), versions.last


def unchecked(obj: Object, custom: CustomSchemas | None = None) -> str:
    """Why nothing could be said of an object's structure; empty where something could."""
    kind = f"{obj.api_version.lstrip('/')} {obj.kind}"
    if kind in bundle().kinds or (custom is not None and custom.knows(obj)):
        return ""
    return f"no schema for `{obj.api_version}` {obj.kind}" if obj.api_version and obj.kind else "not of any kind"


def _custom(obj: Object, versions: VersionRange, custom: CustomSchemas) -> list[Fault]:
    """The faults of a custom resource, by its definition or else by a schema that the user brought."""
    known = custom.find(obj)
    if known is None:
        return custom.foreign(obj)
    report = known.walked(obj)
    context = Context(versions.last, obj.kind, obj.group, report.value, "")
    return report.faults + judge_root(report.value, context)


def _over_range(obj: Object, name: str, minors: list[int], versions: VersionRange) -> list[Fault]:
    """The faults by version. Versions with the same structure share its walk.

    The server's rules change with a version for good, so that versions between two that agree agree with them.
    """
    judgements = {}
    for twin, group in groupby(minors, lambda minor: _twin(name, minor)):
        report = _walked(name, twin, obj)
        alike = list(group)
        ends = {minor: _by_rules(obj, name, twin, minor, report) for minor in {alike[0], alike[-1]}}
        same = ends[alike[0]] == ends[alike[-1]]
        for minor in alike:
            judgements[minor] = ends[alike[0]] if same else _by_rules(obj, name, twin, minor, report)
    return _merged(judgements, versions)


def _by_rules(obj: Object, name: str, known: int, minor: int, report: Report) -> list[Fault]:
    context = Context(minor, obj.kind, obj.group, report.value, name)
    found = _visitors(known).judge(name, report.value, context)
    if report.value is not obj.data:
        found = [fault for fault in found if not (fault.rule == "missing-field" and _unread(fault.path, obj, report))]
    return report.faults + found


def _unread(path: Path, obj: Object, report: Report) -> bool:
    """Whether what is missing at a path, or in the mapping there, is written but could not be used."""
    written, read = dig(obj.data, *path), dig(report.value, *path)
    if read is None:
        return written is not None
    return isinstance(written, dict) and any(written[key] is not None for key in written.keys() - mapping(read).keys())


def _walked(name: str, minor: int, obj: Object) -> Report:
    """The structure's report on an object, its unknown fields explained."""
    walk = _compiler(minor).node(name).walk
    report = walk(obj.data) if walk is not None else None
    if report is None:
        return Report([], obj.data)
    faults = [
        _explained(fault, name, minor, obj) if fault.rule == "unknown-field" else fault
        for fault in report.faults
        if fault.path != _ENCRYPTION
    ]
    return report._replace(faults=faults)


def _explained(fault: Fault, name: str, minor: int, obj: Object) -> Fault:
    if elsewhere := other_versions(name, fault.path, minor):
        return fault._replace(message=f"{fault.message}, {elsewhere}")
    return advise(fault, BundleTypes(bundle(), minor), "#" + name, obj.data)


def _merged(judgements: dict[int, list[Fault]], versions: VersionRange) -> list[Fault]:
    """Faults of several versions, each once, with the versions that it holds for where those are not all."""
    first: dict[Any, Fault] = {}
    holds: dict[Any, list[str]] = {}
    for minor, faults in judgements.items():
        for fault in faults:
            key = (fault.rule, fault.path, fault.message, fault.key)
            first.setdefault(key, fault)
            holds.setdefault(key, []).append(version_name(minor))
    return [
        fault if len(holds[key]) == len(versions.minors) else fault._replace(versions=tuple(holds[key]))
        for key, fault in first.items()
    ]


@cache
def _known(name: str, minor: int) -> int:
    """The version nearest to this one whose published schema has a definition; alpha ones come and go in it."""
    having = [known for known in bundle().minors if bundle().edition(name, known) is not None]
    return min(having, key=lambda known: abs(known - minor))


@cache
def _twin(name: str, minor: int) -> int:
    """The oldest version in which a kind has the structure that it has in this one."""
    reach = bundle().reach(name, _known(name, minor))
    return next(known for known in bundle().minors if bundle().reach(name, known) == reach)


@cache
def _compiler(minor: int) -> Compiler:
    return Compiler(bundle(), minor)


@cache
def _visitors(minor: int) -> Visitors:
    return Visitors(bundle(), minor)
