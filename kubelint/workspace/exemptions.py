"""Pods and accounts that rules spare: node daemons, which work on the node itself, and GitOps engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kubelint.finding import Problem
from kubelint.kube.kinds import BarePod, DaemonSet, Namespace
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod
from kubelint.workspace.workspace import Workspace

ENFORCE = "pod-security.kubernetes.io/enforce"
"""The label by which a Namespace enforces a Pod Security level."""

GITOPS_ACCOUNTS = frozenset(
    [
        "argocd-application-controller",
        "argocd-server",
        "config-management-operator",
        "fleet-agent",
        "flux",
        "flux-operator",
        "fleet-controller",
        "helm-controller",
        "kustomize-controller",
        "root-reconciler",
    ]
)
"""Accounts of engines that apply whatever stands in a repository, and so have to be allowed everything."""

_STATIC_POD = re.compile(r"(?:^|/)etc/kubernetes/manifests/|(?:^|/)static-?pods?/").search


class NodeDaemonOptions(NamedTuple):
    """Options of the rules that spare node daemons."""

    node_daemons: bool = False
    """Whether node daemons count as well."""


def node_daemon(pod: Pod, workspace: Workspace) -> bool:
    """Whether a pod works for the node: DaemonSets, static pods, ``kube-system``, privileged Namespaces."""
    owner = pod.owner
    if isinstance(owner, DaemonSet) or _static(pod):
        return True
    return workspace.namespace(owner) == "kube-system" or enforced_level(owner, workspace) == "privileged"


def _static(pod: Pod) -> bool:
    if not isinstance(pod.owner, BarePod):
        return False
    return any(key.startswith("kubernetes.io/config.") for key in pod.annotations) or bool(_STATIC_POD(pod.owner.file))


def namespace_of(obj: Object, workspace: Workspace) -> Namespace | None:
    """The Namespace object that an object lives in; None where several of that name enforce different levels."""
    found = workspace.index.look_up("", "Namespace", workspace.namespace(obj), obj)
    near = [namespace for namespace in found if isinstance(namespace, Namespace)]
    return near[0] if len({str(namespace.labels.get(ENFORCE)) for namespace in near}) == 1 else None


def enforced_level(obj: Object, workspace: Workspace) -> str | None:
    """The Pod Security level that an object's Namespace enforces, where it is in the set and says so."""
    found = namespace_of(obj, workspace)
    level = found.labels.get(ENFORCE) if found else None
    return level if isinstance(level, str) else None


def spare_node_daemons(
    problems: Iterator[Problem], pod: Pod, workspace: Workspace, node_daemons: bool
) -> Iterator[Problem]:
    """The problems of a pod; none where it is a node daemon, unless those count as well (``node_daemons``)."""
    for problem in problems:
        if not node_daemons and node_daemon(pod, workspace):
            return
        yield problem
