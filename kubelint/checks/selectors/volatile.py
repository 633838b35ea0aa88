"""Selectors that hold what changes with each release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Path, Problem
from kubelint.kube.kinds import DaemonSet, Deployment, ReplicaSet, Service, StatefulSet
from kubelint.kube.objects import mapping
from kubelint.pattern import regex

_RELEASE = regex(
    r"v?\d+(\.\d+)+([-+_.].*)?"  # 1.4.2, v2.0, 1.4.2-rc1
    r"|(?=.*\d)(?=.*[a-f])[0-9a-f]{7,40}"  # a commit
    r"|20\d\d-?[01]\d-?[0-3]\d.*"  # a day
    r"|\d{4,}"  # a build's number
)
_RELEASE_KEYS = frozenset(
    {
        "app.kubernetes.io/version",
        "version",
        "tag",
        "image-tag",
        "commit",
        "git-commit",
        "git-sha",
        "sha",
        "revision",
        "build",
        "release-version",
        "date",
    }
)
_HASHES = ("pod-template-hash", "controller-revision-hash", "rollouts-pod-template-hash")


def volatile_selector_label(
    selecting: Deployment | StatefulSet | DaemonSet | ReplicaSet | Service,
) -> Iterator[Problem]:
    """A label in an immutable selector that the next release changes, or a Service that follows one revision."""
    if isinstance(selecting, Service):
        yield from _one_revision(selecting)
        return
    for key, value in mapping(selecting.get("spec", "selector", "matchLabels")).items():
        why = _volatile(key, value)
        if why:
            yield Problem(
                selecting.at("spec", "selector", "matchLabels", key),
                f"`{key}: {value}` {why}, but a selector is immutable: the next release cannot be applied",
            )


def _one_revision(service: Service) -> Iterator[Problem]:
    for key in _HASHES:
        if key in mapping(service.spec.get("selector")):
            path: Path = ("spec", "selector", key)
            yield Problem(
                service.at(*path), f"`{key}` belongs to one revision: after the next rollout it selects nothing"
            )


def _volatile(key: str, value: Any) -> str:
    if not isinstance(value, str):
        return ""
    if key in ("helm.sh/chart", "chart") and re.search(r"-v?\d+\.\d+", value):
        return "is the chart's version"
    if key in _HASHES:
        return "is one revision's hash"
    return "changes with each release" if key.lower() in _RELEASE_KEYS and _RELEASE.fullmatch(value) else ""
