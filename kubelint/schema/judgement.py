"""The judgement of one object: its API version, its structure, the server's own rules, over a range of versions."""

from __future__ import annotations

from functools import cache
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import Object
from kubelint.kube.versions import VersionRange
from kubelint.kube.versions import name as version_name
from kubelint.schema.apis import Api, apis
from kubelint.schema.availability import availability, served
from kubelint.schema.bundle import bundle
from kubelint.schema.facts import Visitors
from kubelint.schema.report import Node, Report
from kubelint.schema.server.registry import Context
from kubelint.schema.structure import Compiler


def judged(obj: Object, versions: VersionRange) -> list[Fault]:
    """All that the API servers of these versions would say about an object."""
    api = apis().get((obj.api_version, obj.kind))
    if api is None:
        return []
    faults = list(availability(obj, api, versions))
    minors = served(api, versions)
    if len(minors) == 1 and len(versions.minors) == 1:
        return faults + _by_one(obj, api, minors[0])
    return faults + _merged({minor: _by_one(obj, api, minor) for minor in minors}, versions)


def _by_one(obj: Object, api: Api, minor: int) -> list[Fault]:
    name = bundle().kinds.get(f"{api.api_version} {api.kind}")
    if name is None or bundle().edition(name, minor) is None:
        return []
    report = _node(name, minor).walk(obj.data) or Report([], obj.data)  # type: ignore[misc]
    context = Context(minor, obj.kind, obj.group, report.value, name)
    return report.faults + _visitors(minor).judge(name, report.value, context)


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
def _node(name: str, minor: int) -> Node:
    return _compiler(minor).node(name)


@cache
def _compiler(minor: int) -> Compiler:
    return Compiler(bundle(), minor)


@cache
def _visitors(minor: int) -> Visitors:
    return Visitors(bundle(), minor)
