"""Availability beyond the pages: what is unknown, what other files decide, what reaches the pods from outside."""

from __future__ import annotations

import pytest

from kubelint.finding import Severity
from tests.checks.judging import judged, service, together, web

KUSTOMIZATION = """apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [web.yaml]
{more}
"""
HPA = """apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: {name}}}
spec:
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: web}}
  minReplicas: 2
  maxReplicas: 4
"""
POD = "metadata: {name: web, labels: {app: web}, annotations: {helm.sh/hook: test}}"


@pytest.mark.parametrize(
    ("kind", "severity"),
    [("ClusterIP", Severity.WARNING), ("NodePort", Severity.ERROR), ("LoadBalancer", Severity.ERROR)],
)
def test_a_missing_readiness_probe_is_graver_where_the_pods_are_reached_from_outside(
    kind: str, severity: Severity
) -> None:
    found = judged("missing-readiness-probe", together(service(type_=kind), web()))
    assert [(f.severity, f.location.path) for f in found] == [(severity, "/spec/template/spec/containers/0")]


def test_a_service_of_another_namespace_serves_nobody_here() -> None:
    elsewhere = service().replace("name: web}", "name: web, namespace: staging}", 1)
    here = web().replace("name: web}", "name: web, namespace: shop}", 1)
    assert judged("missing-readiness-probe", together(elsewhere, here)) == []


def test_a_service_that_only_shows_metrics_serves_nobody() -> None:
    metrics = service().replace("port: 80", "name: metrics, port: 80")
    assert judged("single-replica", together(metrics, web("replicas: 1"))) == []
    assert len(judged("single-replica", together(service(), web("replicas: 1")))) == 1


@pytest.mark.parametrize("value", ["${REPLICAS}", '"{{ .Values.replicas }}"', "<replicas>"])
def test_replicas_that_are_still_to_be_rendered_are_unknown(value: str) -> None:
    for rule in ("single-replica", "switched-off-workload", "downtime-on-rollout"):
        assert judged(rule, together(service(), web(f"replicas: {value}"))) == []


@pytest.mark.parametrize("port", ["{{ .Values.port }}", "$(PORT)", "<port>"])
def test_a_probe_port_that_is_still_to_be_rendered_is_unknown(port: str) -> None:
    text = web(container=f'livenessProbe: {{tcpSocket: {{port: "{port}"}}}}')
    assert judged("probe-port-mismatch", text) == []


@pytest.mark.parametrize(
    "more",
    [
        "replicas: [{name: web, count: 3}]",
        "patches: [{target: {kind: Deployment}, patch: '[{op: replace, path: /spec/replicas, value: 3}]'}]",
    ],
)
def test_replicas_that_a_kustomization_sets_are_unknown(more: str) -> None:
    files = {"web.yaml": together(service(), web("replicas: 1"))}
    assert len(judged("single-replica", files)) == 1
    assert judged("single-replica", {**files, "kustomization.yaml": KUSTOMIZATION.format(more=more)}) == []


def test_one_autoscaler_in_each_overlay_does_not_compete() -> None:
    files = {
        "base/kustomization.yaml": KUSTOMIZATION.format(more=""),
        "base/web.yaml": web(),
        "prod/kustomization.yaml": "resources: [../base, hpa.yaml]\nkind: Kustomization\n",
        "prod/hpa.yaml": HPA.format(name="web-prod"),
        "staging/kustomization.yaml": "resources: [../base, hpa.yaml]\nkind: Kustomization\n",
        "staging/hpa.yaml": HPA.format(name="web-staging"),
    }
    assert judged("competing-autoscalers", files) == []
    files["prod/hpa.yaml"] = together(HPA.format(name="web-prod"), HPA.format(name="web-burst"))
    assert [f.location.object.name for f in judged("competing-autoscalers", files) if f.location.object] == [
        "web-burst"
    ]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ('["sleep", "30"]', 1),
        ('["/bin/sh", "-c", "sleep 0.5m && nginx -s quit"]', 1),
        ('["sh", "-c", "sleep 10"]', 0),
        ('["sh", "-c", "sleep $PAUSE"]', 0),
        ('["sh", "-c", "while pending; do sleep 1; done"]', 0),
        ('["no-sleep 90"]', 0),
    ],
)
def test_the_pause_of_a_command(command: str, found: int) -> None:
    text = web(container=f"lifecycle: {{preStop: {{exec: {{command: {command}}}}}}}")
    assert len(judged("short-termination-grace", text)) == found


@pytest.mark.parametrize(
    ("port", "found"), [("8008", 1), ("8081", 1), ("808", 1), ("9090", 0), ("80800", 1), ("8080", 0)]
)
def test_a_number_one_digit_off(port: str, found: int) -> None:
    text = web(container=f"readinessProbe: {{tcpSocket: {{port: {port}}}}}")
    assert len(judged("misdirected-probe", text)) == found


def test_a_helm_test_is_left_alone() -> None:
    text = web(container="livenessProbe: {httpGet: {host: localhost, port: 8080}}")
    assert len(judged("misdirected-probe", text)) == 1
    assert judged("misdirected-probe", text.replace("metadata: {name: web}", POD)) == []


def test_an_hpa_without_metrics_reads_the_cpu() -> None:
    assert [f.location.path for f in judged("ineffective-autoscaler", together(web(), HPA.format(name="web")))] == [
        "/spec"
    ]


def test_the_pods_of_two_workloads_add_up_under_a_budget() -> None:
    budget = (
        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: all}\n"
        "spec: {minAvailable: %s, selector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}}\n"
    )
    both = together(web("replicas: 2"), web("replicas: 3", name="api"))
    assert judged("blocking-disruption-budget", together(budget % 4, both)) == []
    assert len(judged("blocking-disruption-budget", together(budget % 5, both))) == 1
    assert len(judged("blocking-disruption-budget", together(budget % "90%", both))) == 1
    unknown = both.replace("replicas: 3", "replicas: ${N}")
    assert judged("blocking-disruption-budget", together(budget % 5, unknown)) == []


def test_a_service_among_alternatives_serves_no_pod_of_another() -> None:
    pod = "kind: Pod\napiVersion: v1\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: web}]}\n"
    case = together(pod.replace("app: web", "app: wrong"), service())
    files = {
        **{f"cases/{name}.yaml": case for name in "abcd"},
        "cases/e.yaml": pod.replace("name: web, l", "name: e, l"),
    }
    assert judged("missing-readiness-probe", files) == []
    assert len(judged("missing-readiness-probe", {name: files[name] for name in ("cases/a.yaml", "cases/e.yaml")})) == 1
