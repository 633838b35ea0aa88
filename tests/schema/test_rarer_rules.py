"""Server rules that few manifests meet: Jobs with indexes and failure policies, PriorityClasses, APIServices."""

from __future__ import annotations

import pytest

from tests.schema.test_server import found

JOB = """\
apiVersion: batch/v1
kind: Job
metadata: {name: a}
spec:
  template:
    metadata: {labels: {app: a}}
    spec: {restartPolicy: Never, containers: [{name: a, image: "x:1"}]}
"""
CODES = "  podFailurePolicy: {{rules: [{{action: FailJob, onExitCodes: {{operator: In, values: {values}}}}}]}}\n"
RULES = "/spec/podFailurePolicy/rules"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("  maxFailedIndexes: 1\n", ("invalid-value", "/spec/maxFailedIndexes")),
        ("  completionMode: Indexed\n  parallelism: 2\n", ("missing-field", "/spec/completions")),
        (
            "  completionMode: Indexed\n  completions: 2\n  maxFailedIndexes: 3\n  backoffLimitPerIndex: 1\n",
            ("invalid-value", "/spec/maxFailedIndexes"),
        ),
        (
            "  completionMode: Indexed\n  completions: 2\n  parallelism: 100001\n",
            ("invalid-value", "/spec/parallelism"),
        ),
        ("  selector: {matchLabels: {app: a}}\n", ("invalid-value", "/spec/selector")),
        ("  manualSelector: true\n", ("missing-field", "/spec/selector")),
        (
            "  manualSelector: true\n  selector: {matchLabels: {app: b}}\n",
            ("selector-template-mismatch", "/spec/selector"),
        ),
        (CODES.format(values="[]"), ("invalid-value", f"{RULES}/0/onExitCodes/values")),
        (CODES.format(values="[0]"), ("invalid-value", f"{RULES}/0/onExitCodes/values/0")),
        (CODES.format(values="[3, 3]"), ("duplicate-item", f"{RULES}/0/onExitCodes/values/1")),
        (CODES.format(values="[4, 3]"), ("invalid-value", f"{RULES}/0/onExitCodes/values")),
        ("  podFailurePolicy: {rules: [{action: Ignore}]}\n", ("invalid-value", f"{RULES}/0")),
    ],
)
def test_jobs(lines: str, said: tuple[str, str]) -> None:
    assert said in found(JOB + lines)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "  completionMode: Indexed\n  completions: 2\n  maxFailedIndexes: 2\n  backoffLimitPerIndex: 1\n",
        "  manualSelector: true\n  selector: {matchLabels: {app: a}}\n",
        CODES.format(values="[3, 4]"),
    ],
)
def test_jobs_that_are_accepted(lines: str) -> None:
    assert found(JOB + lines) == set()


CLASS = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {{name: {name}}}\nvalue: {value}\n"


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("mine", "1000000000", None),
        ("mine", "1000000001", "/value"),
        ("system-mine", "1", "/metadata/name"),
        ("system-node-critical", "2000001000", None),
        ("system-node-critical", "1", "/metadata/name"),
    ],
)
def test_priority_classes(name: str, value: str, path: str | None) -> None:
    assert {where for _, where in found(CLASS.format(name=name, value=value))} == ({path} if path else set())


SERVICE = """\
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {{name: {name}}}
spec: {{group: example.com, version: v1, groupPriorityMinimum: 100, versionPriority: 100, {more}}}
"""


@pytest.mark.parametrize(
    ("name", "more", "path"),
    [
        ("v1.example.com", "insecureSkipTLSVerify: true, service: {name: a, namespace: b}", None),
        ("v2.example.com", "service: {name: a, namespace: b}", "/metadata/name"),
        (
            "v1.example.com",
            "insecureSkipTLSVerify: true, caBundle: YQ==, service: {name: a, namespace: b}",
            "/spec/insecureSkipTLSVerify",
        ),
    ],
)
def test_api_services(name: str, more: str, path: str | None) -> None:
    assert {where for _, where in found(SERVICE.format(name=name, more=more))} == ({path} if path else set())
