"""Availability: how a pod leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Problem, Related
from kubelint.kube.hooks import is_test
from kubelint.kube.kinds import StatefulSet
from kubelint.kube.pods import Container, Pod
from kubelint.workspace import Workspace
from kubelint.workspace.serving import lasting, serving_services, servings

DEFAULT_GRACE = 30
_SLEEP_SINCE = 30
"""Kubernetes 1.30 has the ``sleep`` handler on by default (KEP-3960)."""
_SLEEP = re.compile(r"(?<![\w-])sleep\s+(\d+(?:\.\d+)?)([smh]?)(?![\w.$])")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


def short_termination_grace(pod: Pod) -> Iterator[Problem]:
    """The pause before the stop signal uses up the grace period."""
    if is_test(pod.owner):
        return
    grace = pod.spec.get("terminationGracePeriodSeconds")
    written = grace is not None
    grace = grace if written else DEFAULT_GRACE
    if not isinstance(grace, int):
        return
    pauses = [(pause, c) for c in pod.containers if (pause := pre_stop_pause(c)) is not None and pause >= grace]
    if not pauses:
        return
    longest, container = max(pauses, key=lambda found: found[0])
    yield Problem(
        pod.at("terminationGracePeriodSeconds") if written else container.key("lifecycle", "preStop"),
        f"`preStop` of container `{container.name}` sleeps {longest} s and the grace period is {grace} s"
        f"{'' if written else ' (the default)'}: the process is killed before it is asked to stop",
        related=(Related(container.key("lifecycle", "preStop"), "the pause"),) if written else (),
        fix=_longer(pod, longest + DEFAULT_GRACE),
    )


def zero_termination_grace(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A pod that is served, or has a name and a disk, is killed at once."""
    if pod.spec.get("terminationGracePeriodSeconds") != 0 or is_test(pod.owner) or not lasting(pod):
        return
    identity = isinstance(pod.owner, StatefulSet)
    if identity or serving_services(pod, workspace):
        place = pod.at("terminationGracePeriodSeconds")
        why = "two pods of one identity may run at once" if identity else "requests in flight are cut off"
        yield Problem(
            place,
            f"0 kills the pod without asking it to stop: {why}",
            fix=Fix("grant 30 s (the default)", (Patch(pod.owner, (Operation("remove", place.path),)),), safe=False),
        )


def missing_pre_stop(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A container that serves leaves before the load balancers know."""
    if is_test(pod.owner) or not lasting(pod):
        return
    serving = {id(c): c for s in servings(pod, workspace) if (c := s.target.container) is not None}
    for container in serving.values():
        if not container.get("lifecycle", "preStop"):
            yield Problem(
                container.at(),
                f"container `{container.name}` has no `preStop` pause: it stops while requests are still sent to it",
                fix=_pause(container, workspace),
            )


def _pause(container: Container, workspace: Workspace) -> Fix:
    """Five seconds: by the ``sleep`` handler where every version has it, else by the command."""
    new = workspace.versions.first >= _SLEEP_SINCE
    handler = {"sleep": {"seconds": 5}} if new else {"exec": {"command": ["sleep", "5"]}}
    written = isinstance(container.data.get("lifecycle"), dict)
    path = ("lifecycle", "preStop") if written else ("lifecycle",)
    add = Operation("add", container.at(*path).path, handler if written else {"preStop": handler})
    return Fix("pause 5 s before stopping", (Patch(container.pod.owner, (add,)),), safe=False)


def _longer(pod: Pod, seconds: int) -> Fix:
    add = Operation("add", pod.at("terminationGracePeriodSeconds").path, seconds)
    return Fix(f"grant {seconds} s", (Patch(pod.owner, (add,)),), safe=False)


def pre_stop_pause(container: Container) -> int | None:
    """Seconds that a ``preStop`` hook certainly sleeps: ``sleep``, or a command whose sleep is a plain number."""
    seconds = container.get("lifecycle", "preStop", "sleep", "seconds")
    if isinstance(seconds, int):
        return seconds
    command = container.get("lifecycle", "preStop", "exec", "command")
    words = " ".join(word for word in command if isinstance(word, str)) if isinstance(command, list) else ""
    return max((int(float(number) * _UNITS[unit]) for number, unit in _SLEEP.findall(words)), default=None)
