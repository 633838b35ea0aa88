"""Availability: how a pod leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Problem, Related
from kubelint.kube.hooks import is_test
from kubelint.kube.pods import Container, Pod

DEFAULT_GRACE = 30
_SLEEP = re.compile(r"(?<![\w-])sleep\s+(\d+(?:\.\d+)?)([smh]?)(?![\w.$])")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


def short_termination_grace(pod: Pod) -> Iterator[Problem]:
    """The pause before the stop signal uses up the grace period."""
    if is_test(pod.owner):
        return
    grace = pod.spec.get("terminationGracePeriodSeconds", DEFAULT_GRACE)
    pauses = [(pause, c) for c in pod.containers if (pause := pre_stop_pause(c)) is not None and pause >= grace]
    if not pauses:
        return
    longest, container = max(pauses, key=lambda found: found[0])
    written = "terminationGracePeriodSeconds" in pod.spec
    yield Problem(
        pod.at("terminationGracePeriodSeconds") if written else container.key("lifecycle", "preStop"),
        f"`preStop` of container `{container.name}` sleeps {longest} s and the grace period is {grace} s"
        f"{'' if written else ' (the default)'}: the process is killed before it is asked to stop",
        related=(Related(container.key("lifecycle", "preStop"), "the pause"),) if written else (),
        fix=_longer(pod, longest + DEFAULT_GRACE),
    )


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
