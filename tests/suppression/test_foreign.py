"""Other linters' suppressions: they silence what they meant, and the other parts of the rule stay."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from kubelint.aliases import Alias, aliases, mentions
from kubelint.catalogue import rules
from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.finding import Finding
from kubelint.manifest import read_text
from tests.pages import examples
from tests.test_pages import findings_of

PEERS = ("kube-score", "kube-linter", "polaris", "checkov", "trivy")
"""Those whose suppressions stand in manifests."""
POWERS = {
    "secrets": ("''", "secrets"),
    "workloads": ("apps", "deployments"),
    "exec": ("''", "pods/exec"),
    "nodes-proxy": ("''", "nodes/proxy"),
    "rbac": ("rbac.authorization.k8s.io", "roles"),
    "webhooks": ("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
    "csr-approval": ("certificates.k8s.io", "certificatesigningrequests/approval"),
    "services-status": ("''", "services/status"),
    "configmaps": ("''", "configmaps"),
    "networking": ("networking.k8s.io", "ingresses"),
    "logs": ("''", "pods/log"),
}
ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: x}}\nrules: [{rules}]\n"
RULE = "{{apiGroups: [{0}], resources: [{1}], verbs: [get, list, create, update, patch, delete]}}"
AWS = "{apiGroups: [''], resources: [configmaps], resourceNames: [aws-auth], verbs: [update]}"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {{name: x, namespace: {namespace}}}\nspec: {spec}\n"
FLAG = "{{containers: [{{name: x, image: example.com/x:1, command: [{0}, --profiling=true]}}]}}"
CAPABILITIES = (
    "{containers: [{name: x, image: 'example.com/x:1', "
    "securityContext: {capabilities: {add: [NET_RAW, SYS_MODULE, SYS_TIME]}}}]}"
)
LIMITS = (
    "{containers: [{name: x, image: 'example.com/x:1', resources: "
    "{requests: {cpu: 1, memory: 1Gi, ephemeral-storage: 1Gi}, "
    "limits: {cpu: 2, memory: 2Gi, ephemeral-storage: 2Gi}}}]}"
)
STARTUP = (
    "{containers: [{name: x, image: 'example.com/x:1', ports: [{name: http, containerPort: 80}], "
    "startupProbe: {httpGet: {port: htpp}}, livenessProbe: {httpGet: {port: htpp}}}]}"
)
BINDING = (
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: x}\n"
    "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\n"
    "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: 'system:masters'}]\n"
)


def pod(spec: str, namespace: str = "shop") -> str:
    return POD.format(spec=spec, namespace=namespace)


def role(kind: str, *given: str) -> str:
    return ROLE.format(kind=kind, rules=", ".join(given))


BESIDE: Mapping[str, tuple[list[str], dict[str, Any]]] = {
    "powerful-role": (
        [
            *(role("ClusterRole", RULE.format(*each)) for each in POWERS.values()),
            role("Role", AWS, RULE.format("''", "secrets")),
        ],
        {"powers": [*POWERS, "aws-auth"]},
    ),
    "wildcard-role": (
        [
            role("Role", "{apiGroups: ['*'], resources: ['*'], verbs: [get]}"),
            role("ClusterRole", "{apiGroups: ['*'], resources: [pods], verbs: [get]}"),
        ],
        {},
    ),
    "insecure-control-plane-flag": (
        [
            pod(FLAG.format(name), "kube-system")
            for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kubelet")
        ],
        {},
    ),
    "dangerous-capability": ([pod(CAPABILITIES)], {}),
    "host-namespace": ([pod("{hostIPC: true, hostPID: true, containers: [{name: x}]}")], {}),
    "requests-below-limits": ([pod(LIMITS)], {"resources": ["cpu", "memory", "ephemeral-storage"]}),
    "probe-port-mismatch": ([pod(STARTUP)], {}),
    "system-group-binding": ([BINDING], {}),
    "removed-api": (
        [
            "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: x}\n",
            "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: x}\n",
        ],
        {},
    ),
    "unguarded-cron-job": (
        ["apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: x}\nspec: {schedule: 0 * * * *}\n"],
        {"fields": ["concurrencyPolicy"]},
    ),
}
"""What the rules' pages do not show, by rule, with options."""
WHOLE = {"KSV-0037", "KSV-0044"}
"""Checks that mean all that the rule can say at present."""


@cache
def findings(rule: str) -> list[Finding]:
    """What a rule says of the bad examples of its page, and of those beside."""
    found = [each for example in examples(rules()[rule]) if example.section == "Bad" for each in findings_of(example)]
    texts, options = BESIDE.get(rule, ([], {}))
    settings = Settings(rules=frozenset({rule}), options={rule: options} if options else {})
    found += [each for text in texts for each in lint([read_text(text, "x.yaml")], settings).findings]
    return [each for each in found if each.rule == rule]


@pytest.mark.parametrize(
    "alias", [a for a in aliases() if a.only and a.peer in PEERS], ids=lambda a: f"{a.peer}-{a.id}"
)
def test_words_divide_what_the_rules_say(alias: Alias) -> None:
    said = [each for rule in alias.rules for each in findings(rule)]
    meant = [each for each in said if mentions(each, alias.only)]
    assert meant
    assert len(meant) < len(said) or alias.id in WHOLE


def host_namespaces(annotation: str = "", comment: str = "") -> list[str]:
    text = (
        f"apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  annotations: {{{annotation}}}\n"
        f"spec:\n  hostPID: true  {comment}\n  hostIPC: true\n  containers: [{{name: x, image: 'example.com/x:1'}}]\n"
    )
    report = lint([read_text(text, "x.yaml")], Settings(rules=frozenset({"host-namespace"})))
    return [each.location.path for each in report.findings]


@pytest.mark.parametrize(
    ("annotation", "comment"),
    [
        ("checkov.io/skip1: CKV_K8S_17=needed", ""),
        ("ignore-check.kube-linter.io/host-pid: needed", ""),
        ("polaris.fairwinds.com/hostPIDSet-exempt: 'true'", ""),
        ("", "# trivy:ignore:KSV-0010"),
    ],
)
def test_a_suppression_spares_the_other_part(annotation: str, comment: str) -> None:
    assert host_namespaces() == ["/spec/hostPID", "/spec/hostIPC"]
    assert host_namespaces(annotation, comment) == ["/spec/hostIPC"]


def test_one_of_kube_scores_checks_spares_the_other_resources() -> None:
    ignored = pod(LIMITS).replace(
        "{name: x,", "{name: x, annotations: {kube-score/ignore: container-cpu-requests-equal-limits},", 1
    )
    settings = Settings(rules=frozenset({"requests-below-limits"}))
    (found,) = lint([read_text(ignored, "x.yaml")], settings).findings
    assert found.location.path.endswith("/memory")
