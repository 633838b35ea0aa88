"""Moves to another API version: what comes out is what the new version accepts."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kubelint.finding import Fault, Operation
from kubelint.kube.objects import Object, make_object
from kubelint.kube.versions import DEFAULT
from kubelint.schema import judge
from tests.schema.given import faults, objects

POD = "{metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: example.com/web:1}]}}"
OLD = {
    "ingress": (
        "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: web}\nspec:\n"
        "  backend: {serviceName: web, servicePort: 80}\n"
        "  rules: [{http: {paths: [{path: /, backend: {serviceName: web, servicePort: http}}]}}]\n"
    ),
    "deployment": (
        "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: web}\n"
        f"spec: {{rollbackTo: {{}}, template: {POD}}}\n"
    ),
    "cron job": (
        "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: web}\nspec: {schedule: '0 3 * * *', jobTemplate: "
        "{spec: {template: {spec: {restartPolicy: Never, containers: [{name: web, image: example.com/web:1}]}}}}}\n"
    ),
    "budget": (
        "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: web}\n"
        "spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n"
    ),
    "autoscaler": (
        "apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n"
        "  maxReplicas: 4\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n"
        "  metrics:\n"
        "  - {type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}\n"
        "  - {type: Pods, pods: {metricName: hits, targetAverageValue: 1k}}\n"
        "  - {type: Object, object: {metricName: hits, target: {apiVersion: networking.k8s.io/v1, kind: Ingress, "
        "name: web}, targetValue: 2k}}\n"
        "  - {type: External, external: {metricName: queue, metricSelector: {matchLabels: {a: b}}, targetValue: 30}}\n"
    ),
    "webhook": (
        "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingWebhookConfiguration\n"
        "metadata: {name: web}\nwebhooks: [{name: a.example.com, sideEffects: None, "
        "clientConfig: {url: 'https://a.example.com'}}]\n"
    ),
    "priority level": (
        "apiVersion: flowcontrol.apiserver.k8s.io/v1beta2\nkind: PriorityLevelConfiguration\nmetadata: {name: web}\n"
        "spec: {type: Limited, limited: {assuredConcurrencyShares: 5, limitResponse: {type: Reject}}}\n"
    ),
}


@pytest.mark.parametrize("text", OLD.values(), ids=OLD)
def test_the_outcome_is_accepted(text: str) -> None:
    (fault,) = faults(text)
    assert fault.rule == "removed-api"
    (old,) = objects(text)
    assert judge(applied(old, fault), DEFAULT) == []


def test_what_was_an_ingress_keeps_its_meaning() -> None:
    (fault,) = faults(OLD["ingress"])
    spec = applied(objects(OLD["ingress"])[0], fault).spec
    assert spec["defaultBackend"] == {"service": {"name": "web", "port": {"number": 80}}}
    (path,) = spec["rules"][0]["http"]["paths"]
    assert path["backend"] == {"service": {"name": "web", "port": {"name": "http"}}}
    assert path["pathType"] == "ImplementationSpecific"
    assert fault.safe


@pytest.mark.parametrize(
    ("name", "old", "new", "safe"),
    [("budget", "{matchLabels: {app: web}}", "{}", False), ("webhook", "sideEffects: None", "sideEffects: Some", None)],
)
def test_what_cannot_be_carried_over_safely(name: str, old: str, new: str, safe: bool | None) -> None:
    fault = next(fault for fault in faults(OLD[name].replace(old, new)) if fault.rule == "removed-api")
    assert (fault.safe if fault.operations else None) is safe


def test_no_move_to_what_a_version_of_the_range_lacks() -> None:
    text = (
        "apiVersion: networking.k8s.io/v1beta1\nkind: ServiceCIDR\nmetadata: {name: web}\n"
        "spec: {cidrs: [10.0.0.0/24]}\n"
    )
    (fault,) = [fault for fault in faults(text, "1.32-1.34") if fault.rule == "deprecated-api"]
    assert fault.operations == ()
    (fault,) = faults(text, "1.34")
    assert fault.operations != ()


def applied(obj: Object, fault: Fault) -> Object:
    data = copy.deepcopy(obj.data)
    for operation in fault.operations:
        apply(data, operation)
    return make_object(obj.document, data, obj.base)


def apply(data: Any, operation: Operation) -> None:
    *parents, last = operation.path
    for step in parents:
        data = data[step]
    if operation.op == "remove":
        del data[last]
    elif operation.op == "rename":
        data[operation.value] = data.pop(last)
    else:
        data[last] = operation.value
