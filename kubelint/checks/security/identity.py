"""Whom a container runs as, inside and for the node."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from kubelint.checks.security.hardening import set_security
from kubelint.finding import Problem, Severity
from kubelint.kube.confinement import root_users
from kubelint.kube.pods import Container, Pod
from kubelint.kube.versions import VersionRange
from kubelint.workspace import Workspace
from kubelint.workspace.exemptions import spare_node_daemons
from kubelint.workspace.mending import with_field

_LOW = 10_000
_HOST = ("hostNetwork", "hostPID", "hostIPC")
"""Namespaces of the node, with none of which the server allows a user namespace of one's own."""


class RunAsRootOptions(NamedTuple):
    """Options of ``run-as-root``."""

    node_daemons: bool = False
    """Whether node daemons count as well."""
    init_containers: bool = False
    """Whether plain init containers count as well."""


class LowUserIdOptions(NamedTuple):
    """Options of ``low-user-id``."""

    unset: bool = False
    """Whether an ID that is not said counts as low."""


def run_as_root(pod: Pod, workspace: Workspace, options: RunAsRootOptions) -> Iterator[Problem]:
    """Container runs as UID 0."""
    if pod.windows:
        return iter(())
    asked = pod.containers + (pod.init_containers if options.init_containers else [])
    found = chain.from_iterable(map(_as_root, asked))
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def _as_root(container: Container) -> Iterator[Problem]:
    refused = container.effective("runAsNonRoot") is True
    for place, message, _ in root_users(container):
        if refused:
            yield Problem(
                place, f"{message}, which `runAsNonRoot: true` forbids: it will not start", severity=Severity.ERROR
            )
        else:
            yield Problem(place, message)


def possible_root_user(container: Container) -> Iterator[Problem]:
    """Container may run as root, since nothing says otherwise."""
    user = container.effective("runAsUser")
    if container.pod.windows or container.effective("runAsNonRoot") is True or user is not None:
        return
    place = container.at("securityContext", "runAsNonRoot")
    message = "may run as root: neither `runAsNonRoot: true` nor a `runAsUser` above 0 is said"
    yield Problem(place, message, fix=set_security(container, ("runAsNonRoot",), True))


def low_user_id(container: Container, options: LowUserIdOptions) -> Iterator[Problem]:
    """Container runs under an ID that may mean somebody on the node."""
    if container.pod.windows:
        return
    for field, what in (("runAsUser", "user"), ("runAsGroup", "group")):
        value = container.effective(field)
        if value is None and options.unset:
            yield Problem(container.at("securityContext", field), f"says no {what} ID (`{field}` above {_LOW})")
        elif isinstance(value, int) and value <= _LOW:
            yield Problem(
                container.effective_at(field), f"runs under the {what} ID {value}; IDs above {_LOW} meet nobody's"
            )


def host_user_namespace(pod: Pod, versions: VersionRange) -> Iterator[Problem]:
    """Pod shares the node's user namespace: root inside is root outside."""
    # The field is on by default since 1.33.
    if pod.windows or versions.first < 33 or "hostUsers" in pod.spec or any(map(pod.spec.get, _HOST)):
        return
    fix = with_field(pod.owner, pod.at("hostUsers").path, False, "set `hostUsers` to false", safe=False)
    yield Problem(pod.at(), "shares the node's user namespace: `hostUsers: false` is not said", fix=fix)
