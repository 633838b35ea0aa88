"""Jobs: schedules that are misread, runs that overlap, leftovers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kubelint.finding import Fix, Operation, Patch, Problem
from kubelint.kube.calendar import Field, spread
from kubelint.kube.kinds import CronJob, Job
from kubelint.kube.pods import Container
from kubelint.workspace import Workspace

_DELETE_POLICIES = ("helm.sh/hook-delete-policy", "argocd.argoproj.io/hook-delete-policy")


def misread_schedule(job: CronJob) -> Iterator[Problem]:
    """A schedule that is valid, and not what it looks like."""
    text = job.spec.get("schedule")
    when = spread(text) if isinstance(text, str) else None
    if when is None:
        return
    place = job.at("spec", "schedule")
    if when.never:
        yield Problem(place, f"`{text}` never comes: no month of it has such a day")
    for field in when:
        if field.overshot:
            least = min(field.values)
            yield Problem(
                place, f"`{field.overshot}` ({field.name}) steps past the whole field: it means {least} alone"
            )
    if not when.day.open and not when.weekday.open:
        yield Problem(
            place,
            f"runs {_days(when.day)} and {_days(when.weekday)} too: cron joins day of the month and day of the week "
            "by *or* where both are given",
        )


def _days(field: Field) -> str:
    return f"on every `{field.text}` ({field.name})"


def probe_on_job(container: Container, workspace: Workspace) -> Iterator[Problem]:
    """A readiness probe for which nobody waits."""
    pod = container.pod
    if not isinstance(pod.owner, Job | CronJob) or container.sidecar or not container.data.get("readinessProbe"):
        return
    if not workspace.services_of(pod):
        remove = Operation("remove", container.at("readinessProbe").path)
        yield Problem(
            container.key("readinessProbe"),
            "nobody waits for a Job's readiness: no Service selects its pods",
            fix=Fix("leave the probe out", (Patch(pod.owner, (remove,)),), safe=True),
        )


class UnguardedCronJobOptions(NamedTuple):
    """Options of unguarded-cron-job."""

    fields: tuple[str, ...] = ("startingDeadlineSeconds", "concurrencyPolicy")
    """The fields of which one is enough."""


def unguarded_cron_job(job: CronJob, options: UnguardedCronJobOptions) -> Iterator[Problem]:
    """Nothing is said about late and overlapping runs."""
    if not any(field in job.spec for field in options.fields):
        lacking = " nor ".join(f"`{field}`" for field in options.fields)
        both = "neither " if len(options.fields) > 1 else "no "
        yield Problem(job.at("spec"), f"{both}{lacking}: runs may come late, and overlap")


def missing_job_ttl(job: Job | CronJob) -> Iterator[Problem]:
    """Finished Jobs stay for ever, or go before the history limits say so."""
    if isinstance(job, CronJob):
        path = ("spec", "jobTemplate", "spec", "ttlSecondsAfterFinished")
        if job.get(*path) is not None:
            message = "deletes runs that `successfulJobsHistoryLimit` and `failedJobsHistoryLimit` mean to keep"
            yield Problem(job.key(*path), message, fix=_ttl(job, Operation("remove", path)))
    elif "ttlSecondsAfterFinished" not in job.spec and not any(job.annotations.get(name) for name in _DELETE_POLICIES):
        message = "no `ttlSecondsAfterFinished`: the finished Job and its pods stay for ever"
        day = Operation("add", ("spec", "ttlSecondsAfterFinished"), 86400)
        yield Problem(job.at("spec"), message, fix=_ttl(job, day))


def _ttl(job: Job | CronJob, change: Operation) -> Fix:
    title = "leave it to the history limits" if isinstance(job, CronJob) else "delete it after a day"
    return Fix(title, (Patch(job, (change,)),), safe=False)
