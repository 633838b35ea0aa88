"""The Pod Security levels that Namespaces enforce, and the pods that they would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kubelint.finding import Problem, Related
from kubelint.kube.kinds import Namespace
from kubelint.kube.pod_security import breaches_of
from kubelint.kube.pods import Pod
from kubelint.workspace import Workspace
from kubelint.workspace.exemptions import ENFORCE, namespace_of
from kubelint.workspace.mending import with_field

SYSTEM_NAMESPACES = re.compile(r"(?:kube-|openshift(?:-|\Z)|gke-|gmp-|aks-|calico-system\Z|tigera-operator\Z)").match

_LABEL = ("metadata", "labels", ENFORCE)


def pod_security_violation(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """The Namespace enforces a Pod Security level that the pod breaks."""
    namespace = namespace_of(pod.owner, workspace)
    level = namespace.labels.get(ENFORCE) if namespace else None
    if namespace is None or level not in ("baseline", "restricted"):
        return
    minor = _policy_version(namespace, workspace)
    related = (Related(namespace.at("metadata", "labels", ENFORCE), f"the level `{level}` is enforced here"),)
    for place, messages in breaches_of(pod, level, minor).items():
        message = f"Namespace `{namespace.name}` enforces `{level}` and refuses the pod: {'; '.join(messages)}"
        yield Problem(place, message, related)


def _policy_version(namespace: Namespace, workspace: Workspace) -> int:
    named = re.fullmatch(r"v1\.(\d+)", str(namespace.labels.get(f"{ENFORCE}-version", "latest")))
    return int(named[1]) if named else workspace.versions.last


def unenforced_pod_security(namespace: Namespace) -> Iterator[Problem]:
    """The Namespace admits pods of every kind."""
    level = namespace.labels.get(ENFORCE)
    if SYSTEM_NAMESPACES(namespace.name) or level not in (None, "privileged"):
        return
    said = "enforces the level `privileged`, that is none" if level else f"has no label `{ENFORCE}`"
    fix = with_field(namespace, _LABEL, "baseline", "enforce `baseline`", safe=False)
    yield Problem(namespace.at("metadata", "labels"), f"{said}: it admits privileged pods", fix=fix)
