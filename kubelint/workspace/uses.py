"""What Secrets of the set are used for: pulling images, serving TLS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.kube.kinds import Ingress, ServiceAccount
from kubelint.kube.objects import Object, dig, sequence
from kubelint.workspace.workspace import Workspace


def pull_secret_users(workspace: Workspace) -> dict[int, Object]:
    """Who pulls images with a Secret, by the Secret's ``id``."""
    return workspace.traffic.once(_pulling)


def tls_users(workspace: Workspace) -> dict[int, Object]:
    """Who serves TLS with a Secret, by the Secret's ``id``."""
    return workspace.traffic.once(_serving)


def _pulling(workspace: Workspace) -> dict[int, Object]:
    found: dict[int, Object] = {}
    listed: list[tuple[Object, Any]] = [(pod.owner, pod.spec) for pod in workspace.pods()]
    listed += [(account, account.data) for account in workspace.of(ServiceAccount)]
    for user, data in listed:
        found |= _named(workspace, user, (dig(ref, "name") for ref in sequence(data.get("imagePullSecrets"))))
    return found


def _serving(workspace: Workspace) -> dict[int, Object]:
    found: dict[int, Object] = {}
    for ingress in workspace.of(Ingress):
        found |= _named(workspace, ingress, (dig(item, "secretName") for item in sequence(ingress.spec.get("tls"))))
    return found


def _named(workspace: Workspace, user: Object, names: Iterator[Any]) -> dict[int, Object]:
    secrets = (workspace.find("", "Secret", name, user) for name in names if isinstance(name, str))
    return {id(secret): user for secret in secrets if secret is not None}
