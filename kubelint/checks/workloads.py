"""Workloads: pods that nobody looks after, and commands that cannot run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Path, Place, Problem
from kubelint.kube.hooks import hooks
from kubelint.kube.kinds import BarePod, ReplicaSet, ReplicationController
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container, Pod
from kubelint.pattern import regex
from kubelint.workspace import Workspace

_COMMANDS: tuple[Path, ...] = (
    ("command",),
    *((probe, "exec", "command") for probe in ("startupProbe", "readinessProbe", "livenessProbe")),
    *(("lifecycle", hook, "exec", "command") for hook in ("postStart", "preStop")),
)
_WINDOWS_PATH = regex(r"[A-Za-z]:[\\/]|.*\\")
_SHELL_SYNTAX = regex(r"[|&;<>`$*?~#\n]")
_IDLE = regex(r"\b(sleep|tail -f|pause|infinity)\b")


def bare_pod(pod: BarePod, workspace: Workspace) -> Iterator[Problem]:
    """A Pod without a controller."""
    if hooks(pod) or pod.metadata.get("ownerReferences") or _static(pod, workspace) or _for_a_while(pod):
        return
    yield Problem(pod.at(), "a Pod without a controller is gone with its node; use a Deployment, or a Job")


def _static(pod: BarePod, workspace: Workspace) -> bool:
    """Whether the kubelet runs it from a file of its node."""
    return pod.labels.get("tier") == "control-plane" or workspace.namespace(pod) == "kube-system"


def _for_a_while(pod: BarePod) -> bool:
    """Whether it is there to run once, or for somebody to look around in it."""
    containers = pod.pod.containers if pod.pod else []
    if pod.spec.get("restartPolicy") in ("Never", "OnFailure") or "generateName" in pod.metadata:
        return True
    return bool(containers) and all(c.data.get("stdin") or _IDLE.search(_command(c)) for c in containers)


def _command(container: Container) -> str:
    words = [*sequence(container.data.get("command")), *sequence(container.data.get("args"))]
    return " ".join(map(str, words))


def bare_replica_set(workload: ReplicaSet | ReplicationController) -> Iterator[Problem]:
    """A ReplicaSet or ReplicationController of one's own."""
    if not workload.metadata.get("ownerReferences"):
        yield Problem(workload.at(), f"a {workload.kind} of one's own has no rollout; use a Deployment")


def unsplit_command(pod: Pod) -> Iterator[Problem]:
    """A command and its arguments in one item, which no shell reads."""
    for container in (*pod.containers, *pod.init_containers):
        for path in _COMMANDS:
            command = container.get(*path)
            if isinstance(command, list) and len(command) == 1 and _unsplit(command[0]):
                place = container.at(*path, 0)
                message = f"no file is called `{_shortened(command[0])}`, and no shell splits it into words"
                yield Problem(place, message, fix=_split(place, command[0]))


def _unsplit(item: Any) -> bool:
    if not isinstance(item, str) or unrendered(item) or _WINDOWS_PATH.match(item):
        return False
    first, *rest = item.split()[:2] or [""]
    return bool(rest) and not _path_with_blank(first, rest[0])


def _path_with_blank(first: str, second: str) -> bool:
    """Whether the blank may stand in a folder's name: ``/opt/my app/run``."""
    return first.startswith("/") and "/" in second and not second.startswith(("/", "-", "."))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _split(place: Place, text: str) -> Fix | None:
    """The words as items; through a shell, where the text is more than words."""
    try:
        words = ["/bin/sh", "-c", text] if _SHELL_SYNTAX.search(text) else shlex.split(text)
    except ValueError:
        return None
    change = Operation("replace", place.path[:-1], words)
    return Fix("one item for each word", (Patch(place.subject, (change,)),), safe=words[0] != "/bin/sh")


class WastefulDnsSearchOptions(NamedTuple):
    """Options of wasteful-dns-search."""

    ndots: int = 2
    """The most dots that are still looked up in the cluster's own domains first."""


def wasteful_dns_search(pod: Pod, options: WastefulDnsSearchOptions) -> Iterator[Problem]:
    """Each outside name costs several lookups."""
    if not pod.spec or pod.spec.get("dnsPolicy") in ("Default", "None") or pod.windows:
        return
    if pod.spec.get("hostNetwork") is True and pod.spec.get("dnsPolicy") != "ClusterFirstWithHostNet":
        return
    settings = sequence(mapping(pod.spec.get("dnsConfig")).get("options"))
    dots = next((item.get("value") for item in map(mapping, settings) if item.get("name") == "ndots"), "5")
    if not str(dots).isdigit() or int(str(dots)) <= options.ndots:
        return
    yield Problem(
        pod.at(),
        f"names with fewer than {dots} dots are tried in every search domain first; "
        f"say `ndots: {options.ndots}` in `dnsConfig`",
        fix=_ndots(pod, options.ndots),
    )


def _ndots(pod: Pod, number: int) -> Fix | None:
    if "dnsConfig" in pod.spec:
        return None
    add = Operation("add", pod.at("dnsConfig").path, {"options": [{"name": "ndots", "value": str(number)}]})
    return Fix(f"set `ndots: {number}`", (Patch(pod.owner, (add,)),), safe=False)
