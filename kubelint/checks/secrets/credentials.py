"""Credentials written out in manifests."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Path, Place, Problem, Severity
from kubelint.kube.credentials import credential, may_hold_token, password_in_url, token
from kubelint.kube.kinds import ConfigMap, Secret, Workload
from kubelint.kube.material import encrypted
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.pods import Container
from kubelint.kube.strings import strings
from kubelint.kube.x509 import decoded
from kubelint.manifest import Manifest

_ADVICE = "keep it in a Secret that no manifest spells out"


def hardcoded_credential(obj: Object) -> Iterator[Problem]:
    """A literal password, token or key."""
    if encrypted(obj):
        return
    shaped = set()
    for path, what in _tokens(obj):
        shaped.add(path)
        yield Problem(obj.at(*path), f"holds a credential, shaped as {what}s are; {_ADVICE}", severity=Severity.ERROR)
    for place, name in _named(obj):
        if place.path not in shaped:
            yield Problem(place, f"`{name}` holds a credential in clear text; {_ADVICE}")


def _tokens(obj: Object) -> Iterator[tuple[Path, str]]:
    secret = isinstance(obj, Secret)
    if not secret and not _suspicious(obj.document.manifest):
        return
    for path, value in strings(obj.data):
        found = token(value) or (token(decoded(value) or "") if secret and path[0] == "data" else None)
        if found:
            yield path, found


@functools.lru_cache(maxsize=1)
def _suspicious(manifest: Manifest) -> bool:
    """One look at a file spares its objects a search string by string."""
    return may_hold_token(manifest.text)


def _named(obj: Object) -> Iterator[tuple[Place, str]]:
    if isinstance(obj, ConfigMap):
        for key, value in mapping(obj.data.get("data")).items():
            if isinstance(value, str) and "\n" not in value and _revealing(key, value):
                yield obj.at("data", key), key
    elif isinstance(obj, Workload) and obj.pod is not None:
        for container in (*obj.pod.containers, *obj.pod.init_containers):
            yield from _in_environment(container)
            yield from _in_arguments(container)


def _revealing(name: str, value: str) -> bool:
    return credential(name, value) or ("://" in value and password_in_url(value))


def _in_environment(container: Container) -> Iterator[tuple[Place, str]]:
    for number, variable in enumerate(sequence(container.data.get("env"))):
        name, value = (variable.get("name"), variable.get("value")) if isinstance(variable, dict) else (None, None)
        if isinstance(name, str) and isinstance(value, str) and _revealing(name, value):
            yield container.at("env", number, "value"), name


def _in_arguments(container: Container) -> Iterator[tuple[Place, str]]:
    for field in ("command", "args"):
        items: list[Any] = sequence(container.data.get(field))
        for number, item in enumerate(items):
            if isinstance(item, str) and item.startswith("-"):
                name, given, value = item.lstrip("-").partition("=")
                if given and _revealing(name, value):
                    yield container.at(field, number), f"--{name}"
