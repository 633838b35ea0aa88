"""Jobs and CronJobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import cron, names
from kubelint.kube.objects import mapping
from kubelint.kube.selectors import selects
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges
from kubelint.schema.server.selection import mismatch
from kubelint.schema.server.successes import success_policy

BATCH = "io.k8s.api.batch.v1."
INDEXED_PARALLELISM = 100_000
BACKOFF_RULES = 20

fields(
    BATCH + "JobSpec",
    parallelism=facts.not_negative,
    completions=facts.not_negative,
    backoffLimit=facts.not_negative,
    backoffLimitPerIndex=facts.not_negative,
    maxFailedIndexes=facts.not_negative,
    activeDeadlineSeconds=facts.not_negative,
    ttlSecondsAfterFinished=facts.not_negative,
    completionMode=facts.one_of("NonIndexed", "Indexed", empty=False),
    podReplacementPolicy=facts.one_of("TerminatingOrFailed", "Failed", empty=False),
    managedBy=facts.syntax(names.prefixed_path),
)
fields(
    BATCH + "CronJobSpec",
    schedule=facts.syntax(cron.schedule),
    timeZone=facts.syntax(cron.time_zone),
    concurrencyPolicy=facts.one_of("Allow", "Forbid", "Replace"),
    startingDeadlineSeconds=facts.not_negative,
    successfulJobsHistoryLimit=facts.not_negative,
    failedJobsHistoryLimit=facts.not_negative,
)
fields(
    BATCH + "PodFailurePolicyRule",
    action=facts.one_of("FailJob", "FailIndex", "Ignore", "Count", empty=False),
)
fields(BATCH + "PodFailurePolicyOnExitCodesRequirement", operator=facts.one_of("In", "NotIn", empty=False))
fields(
    BATCH + "PodFailurePolicyOnPodConditionsPattern",
    type=facts.label_key,
    status=facts.one_of("True", "False", "Unknown"),
)


@judges(BATCH + "Job")
def job_name(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The server labels a Job's pods with its name."""
    name = mapping(value.get("metadata")).get("name", "")
    manual = mapping(value.get("spec")).get("manualSelector") is True
    if not manual and names.dns_subdomain(name) is None and (problem := names.too_long(name, 63)):
        yield facts.invalid(f"`{name}` {problem}: it becomes a label of the pods", "metadata", "name")


@judges(BATCH + "JobSpec")
def job(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Pods that end, a selector that is made, and what goes with indexes."""
    template = value.get("template")
    if template is not None:
        yield from _restart_policy(template)
    yield from _selector(value, ctx)
    if value.get("completionMode") == "Indexed":
        yield from _indexed(value, ctx)
    else:
        for member in ("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"):
            if member in value:
                yield facts.invalid(f"`{member}` needs `completionMode: Indexed`", member)
    if "podFailurePolicy" in value:
        yield from facts.below("podFailurePolicy", _failure_policy(value))


def _restart_policy(template: dict[str, Any]) -> Iterator[Fault]:
    spec = template.get("spec")
    policy = mapping(spec).get("restartPolicy")
    if policy == "Always":
        path = ("template", "spec", "restartPolicy")
        yield Fault("unsupported-value", path, "`Always` is not supported in a Job, expected `OnFailure` or `Never`")
    elif not policy and spec is not None:
        message = "lacks `restartPolicy`, expected `OnFailure` or `Never`: a Job may not use the default, `Always`"
        yield Fault("missing-field", ("template", "spec", "restartPolicy"), message)


def _selector(job: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A Job's selector is generated, unless it says otherwise."""
    selector, manual = job.get("selector"), job.get("manualSelector") is True
    if ctx.kind == "CronJob":
        if selector is not None:
            yield facts.invalid("a CronJob's Jobs get their selectors", "selector")
        if manual:
            yield Fault("unsupported-value", ("manualSelector",), "`true` is not supported in a CronJob")
    elif manual:
        labels = mapping(mapping(mapping(job.get("template")).get("metadata")).get("labels"))
        if not selector:
            yield facts.missing(job, "selector", ", which `manualSelector: true` needs")
        elif not selects(selector, labels):
            yield mismatch("does not match the template's labels")
    elif selector:
        yield facts.invalid("a Job gets its selector, unless `manualSelector: true` is set", "selector")


def _indexed(job: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    parallelism, completions = job.get("parallelism"), job.get("completions")
    if completions is None:
        if parallelism is not None:
            yield facts.missing(job, "completions", ", which `completionMode: Indexed` needs")
        return
    if (parallelism or 0) > INDEXED_PARALLELISM:
        message = f"`{parallelism}` is out of range, expected at most {INDEXED_PARALLELISM} with indexes"
        yield facts.invalid(message, "parallelism")
    failed = job.get("maxFailedIndexes")
    if failed is not None and failed > completions:
        yield facts.invalid(f"`{failed}` is more than `completions: {completions}`", "maxFailedIndexes")
    if failed is not None and "backoffLimitPerIndex" not in job:
        yield facts.missing(job, "backoffLimitPerIndex", ", which `maxFailedIndexes` needs")
    if "successPolicy" in job:
        yield from facts.below("successPolicy", success_policy(job["successPolicy"], completions))
    name = mapping(ctx.root.get("metadata")).get("name")
    if ctx.kind == "Job" and name and (problem := names.dns_label(f"{name}-{max(completions - 1, 0)}")):
        yield facts.invalid(f"the last pod's name, `{name}-{completions - 1}`, {problem}", "completions")


def _failure_policy(job: dict[str, Any]) -> Iterator[Fault]:
    rules = job["podFailurePolicy"].get("rules", [])
    spec = mapping(mapping(job.get("template")).get("spec"))
    if spec.get("restartPolicy") == "OnFailure":
        yield facts.invalid("needs `restartPolicy: Never` in the template")
    if len(rules) > BACKOFF_RULES:
        yield facts.invalid(f"has {len(rules)} rules, at most {BACKOFF_RULES} are allowed", "rules")
    known = {container.get("name") for side in ("containers", "initContainers") for container in spec.get(side) or ()}
    for index, rule in enumerate(rules):
        yield from facts.below("rules", facts.below(index, _failure_rule(rule, known, job)))


def _failure_rule(rule: dict[str, Any], containers: set[Any], job: dict[str, Any]) -> Iterator[Fault]:
    codes, conditions = rule.get("onExitCodes"), rule.get("onPodConditions")
    if codes is not None and conditions:
        yield facts.forbidden("`onPodConditions` may not stand beside `onExitCodes`", "onPodConditions")
    elif codes is None and not conditions:
        yield facts.invalid("says nothing: expected one of `onExitCodes`, `onPodConditions`")
    if rule.get("action") == "FailIndex" and "backoffLimitPerIndex" not in job:
        yield facts.invalid("`FailIndex` needs `backoffLimitPerIndex`", "action")
    if codes is not None:
        yield from facts.below("onExitCodes", _exit_codes(codes, containers))


def _exit_codes(codes: dict[str, Any], containers: set[Any]) -> Iterator[Fault]:
    values = codes.get("values", [])
    name = codes.get("containerName")
    if name and name not in containers:
        yield facts.invalid(f"no container `{name}` in the template", "containerName")
    if not values:
        yield facts.invalid("is empty, expected exit codes", "values")
    elif 0 in values and codes.get("operator") == "In":
        yield facts.invalid("`0` is success, and no failure with operator `In`", "values", values.index(0))
    for index, code in enumerate(values):
        if code in values[:index]:
            yield Fault("duplicate-item", ("values", index), f"exit code `{code}` is listed twice")
    if values != sorted(values):
        yield facts.invalid("exit codes must be in ascending order", "values")
    if len(values) > 255:
        yield facts.invalid(f"has {len(values)} exit codes, at most 255 are allowed", "values")
