"""What is said, where, and for which versions."""

from __future__ import annotations

import pytest

from kubelint.finding import Fault, Operation
from kubelint.schema.prune import prune
from tests.schema.given import faults, objects

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: example.com/web:1.4.2
"""


def said(text: str, rule: str, versions: str = "1.37") -> Fault:
    (fault,) = [fault for fault in faults(text, versions) if fault.rule == rule]
    return fault


def test_all_faults_at_once() -> None:
    found = faults(
        POD + "    ports: [{containerPort: '80'}, {}]\n    imagePullPolicies: Always\n  hostNetwork: 'yes'\n"
    )
    assert {(fault.rule, fault.path) for fault in found} >= {
        ("wrong-type", ("spec", "containers", 0, "ports", 0, "containerPort")),
        ("missing-field", ("spec", "containers", 0, "ports", 1, "containerPort")),
        ("unknown-field", ("spec", "containers", 0, "imagePullPolicies")),
        ("wrong-type", ("spec", "hostNetwork")),
    }


@pytest.mark.parametrize(
    ("lines", "message", "operations"),
    [
        ("    imagePullPolic: Always\n", "did you mean `imagePullPolicy`", ("rename",)),
        ("    runAsUser: 7\n", "belongs in `spec.containers[0].securityContext`", ("remove", "add")),
        ("  ports: [{containerPort: 80}]\n", "belongs in an item of `spec.containers`", ("move",)),
        ("    resources: {memory: 1Gi}\n", "`spec.containers[0].resources.limits` or", ()),
        ("    imagepullpolicy: A\n    imagePullPolicy: Always\n", "`imagePullPolicy` is there as well", ()),
        ("    lifecyclePreStop: {}\n", "did you mean `lifecycle.preStop`?", ()),
        ("    frobnicate: 1\n", "unknown field `frobnicate`", ()),
    ],
)
def test_unknown_fields(lines: str, message: str, operations: tuple[str, ...]) -> None:
    fault = said(POD + lines, "unknown-field")
    assert message in fault.message
    assert tuple(operation.op for operation in fault.operations) == operations


def test_a_later_field_is_no_misspelling() -> None:
    fault = said(POD + "  resources: {limits: {cpu: 1}}\n", "unknown-field", "1.31-1.33")
    assert fault.message == "unknown field `resources`, known from Kubernetes 1.32 on"
    assert fault.versions == ("1.31",)
    assert not fault.operations


def test_how_kubernetes_read_the_text() -> None:
    fault = said("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  debug: y\n", "wrong-type")
    assert fault.message == "expected a string, got the boolean `true`"
    assert fault.operations == ()


def test_numbers_and_strings_are_mended() -> None:
    fault = said(POD + "    env: [{name: PORT, value: 8080}]\n", "wrong-type")
    assert fault.operations == (Operation("replace", ("spec", "containers", 0, "env", 0, "value"), "8080"),)


def test_no_secret_is_shown() -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: web}\nstringData: {pin: 4711}\ndata: {key: aHVudGVyMg}\n"
    found = faults(text)
    assert {fault.rule for fault in found} == {"wrong-type", "invalid-value"}
    assert all("4711" not in fault.message and "aHVudGVyMg" not in fault.message for fault in found)
    (padding,) = [fault.message for fault in found if fault.rule == "invalid-value"]
    assert "padding" in padding


@pytest.mark.parametrize("value", ['"{{ .Values.cpu }}"', '"${CPU}"', '"<your-value>"'])
def test_what_is_still_to_be_rendered_is_unknown(value: str) -> None:
    assert faults(POD + f"    resources: {{limits: {{cpu: {value}}}}}\n  activeDeadlineSeconds: {value}\n") == []


def test_the_status_is_not_asked_for_members() -> None:
    assert faults(POD + "status:\n  conditions: [{lastTransitionTime: null}]\n") == []
    assert said(POD + "status: {fase: Running}\n", "unknown-field").path == ("status", "fase")


@pytest.mark.parametrize(
    ("api", "kind", "message"),
    [
        ("v1", "pod", "did you mean `Pod`?"),
        ("apps/v1", "Deploymnt", "did you mean `Deployment`?"),
        ("apps/v9", "Deployment", "it is in `apps/v1`"),
        ("extensions/v1", "Ingress", "it is in `networking.k8s.io/v1`"),
        ("networking.k8.io/v1", "Ingress", "did you mean `networking.k8s.io/v1`?"),
        ("app/v1", "Deployment", "did you mean `apps/v1`?"),
    ],
)
def test_unknown_kinds(api: str, kind: str, message: str) -> None:
    assert message in said(f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: web}}\n", "unknown-kind").message


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        ("serving.knative.dev/v1", "Service"),
        ("autoscaling.k8s.io/v1", "VerticalPodAutoscaler"),
        ("v1", "Config"),
        ("networking.gke.io/v1", "Ingress"),
    ],
)
def test_strangers_are_left_alone(api: str, kind: str) -> None:
    assert faults(f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: web}}\n") == []


def test_versions_of_an_api() -> None:
    text = "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: web}\n"
    assert said(text, "removed-api").versions is None
    text = "apiVersion: v1\nkind: Endpoints\nmetadata: {name: web}\n"
    assert said(text, "deprecated-api", "1.31-1.34").versions == ("1.33", "1.34")
    text = "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: web}\nspec: {cidrs: [10.0.0.0/24]}\n"
    assert said(text, "api-not-yet-available", "1.31-1.34").versions == ("1.31", "1.32")


def test_pruned_data_keep_their_places() -> None:
    (pod,) = objects(POD + "    args: [a, 1, b]\n    command: x\n    ports: [http, {containerPort: 80}]\n")
    pruned = prune(
        pod.data, faults(POD + "    args: [a, 1, b]\n    command: x\n    ports: [http, {containerPort: 80}]\n")
    )
    container = pruned["spec"]["containers"][0]
    assert container["args"] == ["a", "", "b"]
    assert "command" not in container
    assert container["ports"] == [{}, {"containerPort": 80}]
    assert pod.data["spec"]["containers"][0]["args"] == ["a", 1, "b"]
    assert pruned["metadata"] is pod.data["metadata"]
