"""The server's own rules against what its validators said of 187 manifests (Kubernetes 1.34)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kubelint.finding import Fault, Severity
from kubelint.kube.objects import objects_in
from kubelint.kube.versions import VersionRange
from kubelint.manifest import read_text
from kubelint.schema import judge
from kubelint.schema.bundle import bundle
from kubelint.schema.server import registry
from kubelint.schema.server.registry import facts_for

ORACLE = Path(__file__).parents[1] / "oracle" / "validate.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in ORACLE.read_text(encoding="utf-8").splitlines()]


DIFFERENCES = {
    "generateName": "the validators were run without the strategy that makes the name",
    "svc headless no ports": "the validators were run without the strategy that fills `clusterIPs`",
    "svc leading zero ip": "the validators were run without the strategy that fills `clusterIPs`",
}
"""Manifests of which we say otherwise than the validators alone, with the reason."""

UNNAMED = {
    ("neg cpu", "requests"): "the request is the limit, by default",
    ("res name", "requests"): "the request is the limit, by default",
    ("res nvidia frac", "requests"): "the request is the limit, by default",
    ("lr", "default"): "the pair of least and most says it",
    ("lr", "defaultRequest"): "the pair of least and most says it",
    ("svc port 0", "targetPort"): "the target port is the port, by default",
    ("priv+noesc", "privileged"): "a setting of the validators' test cluster",
    ("projected sa secs", "serviceAccountToken"): "admission names a service account",
    ("secret basic", "password"): "said once, for both keys",
    ("pv hostPath", "namespace"): "kubectl and the server drop it",
    ("crb", "namespace"): "kubectl and the server drop it",
}
"""Errors of the validators' that we do not name: manifest and last step of the field, with the reason."""


def faults(text: str, versions: str = "1.34") -> list[Fault]:
    """What the schema room says of all objects of a text."""
    objects = [obj for document in read_text(text, "a.yaml").documents for obj in objects_in(document)]
    return [fault for obj in objects for fault in judge(obj, VersionRange.parse(versions))]


def errors(text: str, versions: str = "1.34") -> list[Fault]:
    """Those of them that are errors."""
    return [f for f in faults(text, versions) if f.severity in (None, Severity.ERROR) and f.rule != "deprecated-field"]


def steps(field: str) -> tuple[str, ...]:
    """The server's ``spec.ports[0].name`` as steps, its slips put right, numbers of items (often missing) left out."""
    for slip, right in (
        ("LoadBalancerSourceRanges", "loadBalancerSourceRanges"),
        ("securityContext.shareProcessNamespace", "shareProcessNamespace"),
        ("resources[storage]", "resources.requests.storage"),
        ("clusterIPs", "clusterIP"),
        (".{topologyKey, whenUnsatisfiable}", ""),
    ):
        field = field.replace(slip, right)
    found = (a or b for a, b in re.findall(r"\[([^\]]*)\]|([^.\[\]]+)", field))
    return tuple(step for step in found if not step.isdigit())


def ours(fault: Fault) -> tuple[str, ...]:
    """A fault's path in the same form."""
    path = tuple(step.replace("clusterIPs", "clusterIP") for step in fault.path if isinstance(step, str))
    return ("data", *path[1:]) if path[0] == "stringData" else path


def near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same place, or one step above or below."""
    short, long = sorted((one, other), key=len)
    return long[: len(short)] == short and len(long) - len(short) <= 1


def fields(row: dict[str, Any]) -> list[tuple[str, ...]]:
    """The places that the validators name."""
    return [steps(error.split(" | ")[1].split(": ")[0]) for error in row["errors"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_same_verdict(row: dict[str, Any]) -> None:
    agree = bool(errors(row["input"])) == bool(row["errors"])
    assert agree is (row["name"] not in DIFFERENCES)


@pytest.mark.parametrize("row", [row for row in ROWS if row["name"] not in DIFFERENCES], ids=lambda row: row["name"])
def test_same_places(row: dict[str, Any]) -> None:
    found = [fault for fault in errors(row["input"]) if fault.rule != "unknown-field"]
    theirs = fields(row)
    assert [fault for fault in found if not any(near(ours(fault), field) for field in theirs)] == []
    unnamed = [field for field in theirs if not any(near(ours(fault), field) for fault in found)]
    assert [field for field in unnamed if not {(row["name"], step) for step in field} & set(UNNAMED)] == []


POD = """apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: example.com/web:1
"""


def found(text: str, versions: str = "1.34") -> set[tuple[str, str]]:
    """Rules, and places as JSON Pointers."""
    return {(fault.rule, "/" + "/".join(map(str, fault.path))) for fault in faults(text, versions)}


@pytest.mark.parametrize(
    ("minor", "name", "fine"),
    [("1.35", "2048", False), ("1.36", "2048", True), ("1.36", "a.b", False)],
)
def test_services_are_named_by_version(minor: str, name: str, fine: bool) -> None:
    text = f"apiVersion: v1\nkind: Service\nmetadata: {{name: '{name}'}}\nspec: {{ports: [{{port: 80}}]}}\n"
    assert (found(text, minor) == set()) is fine


def test_a_rule_of_some_versions_says_which() -> None:
    text = "apiVersion: v1\nkind: Service\nmetadata: {name: 2a}\nspec: {ports: [{port: 80}]}\n"
    (fault,) = errors(text, "1.34-1.36")
    assert fault.versions == ("1.34", "1.35")


@pytest.mark.parametrize(
    ("lines", "rule", "path"),
    [
        ("    env: [{name: A, value: b}, {name: A, value: c}]\n", "shadowed-item", "/spec/containers/0/env/1"),
        ("  terminationGracePeriodSeconds: -1\n", "invalid-value", "/spec/terminationGracePeriodSeconds"),
        ("  hostAliases: [{ip: 1.2.3.4}, {ip: 1.2.3.4}]\n", "shadowed-item", "/spec/hostAliases/1/ip"),
    ],
)
def test_what_is_stored_with_a_warning(lines: str, rule: str, path: str) -> None:
    (fault,) = faults(POD + lines)
    assert (fault.rule, "/" + "/".join(map(str, fault.path)), fault.severity) == (rule, path, Severity.WARNING)


def test_a_variable_that_builds_on_the_earlier_is_meant() -> None:
    assert found(POD + "    env: [{name: A, value: b}, {name: A, value: $(A)c}]\n") == set()


DEVICE = (
    "  volumes: [{name: a, emptyDir: {}}]\n"
    "  initContainers: [{name: b, image: c, volumeDevices: [{name: a, devicePath: /d}]}]\n"
)
HOOK = "    lifecycle: {preStop: {sleep: {seconds: %d}}}\n  terminationGracePeriodSeconds: %d\n"


@pytest.mark.parametrize(
    ("lines", "fine"),
    [
        (HOOK % (5, 10), True),
        (HOOK % (11, 10), False),
        ("    lifecycle: {preStop: {exec: {command: [a]}}}\n  terminationGracePeriodSeconds: 0\n", True),
    ],
)
def test_a_hook_sleeps_no_longer_than_the_grace_period(lines: str, fine: bool) -> None:
    assert (found(POD + lines) == set()) is fine


@pytest.mark.parametrize(
    ("lines", "rule", "path"),
    [
        ("  os: {name: windows}\n  hostPID: true\n", "forbidden-field", "/spec/hostPID"),
        ("    resources: {claims: [{name: a}]}\n", "invalid-value", "/spec/containers/0/resources/claims/0/name"),
        (
            "    securityContext: {procMount: Unmasked}\n",
            "invalid-value",
            "/spec/containers/0/securityContext/procMount",
        ),
        ("  dnsConfig: {nameservers: [a.b]}\n", "invalid-value", "/spec/dnsConfig/nameservers/0"),
        ("  schedulingGates: [{name: a.b/c}, {name: a.b/c}]\n", "duplicate-item", "/spec/schedulingGates/1/name"),
        (
            "    resizePolicy: [{resourceName: gpu, restartPolicy: NotRequired}]\n",
            "unsupported-value",
            "/spec/containers/0/resizePolicy/0/resourceName",
        ),
        (
            DEVICE,
            "invalid-value",
            "/spec/initContainers/0/volumeDevices/0/name",
        ),
    ],
)
def test_rarer_rules_of_pods(lines: str, rule: str, path: str) -> None:
    assert (rule, path) in found(POD + lines)


def test_letters_of_another_case_are_mended() -> None:
    (fault,) = faults(POD + "    imagePullPolicy: ifnotpresent\n")
    assert fault.rule == "unsupported-value"
    assert fault.operations[0].value == "IfNotPresent"
    assert fault.safe


def test_the_nearest_is_named() -> None:
    (fault,) = faults(POD + "    volumeMounts: [{name: dta, mountPath: /d}]\n  volumes: [{name: data}]\n")
    assert "did you mean `data`?" in fault.message


def test_text_to_be_rendered_is_unknown() -> None:
    assert found(POD.replace("{name: web}", "{name: 'web-${ENV}', labels: {env: '<your env>'}}")) == set()


def test_no_value_of_a_secret_is_shown() -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/dockerconfigjson\n"
    (fault,) = faults(text + "stringData: {.dockerconfigjson: hunter2}\n")
    assert "hunter2" not in fault.message


@pytest.mark.parametrize(
    "change",
    [
        "spec: {containers: 7}",
        "spec: {containers: [7, null, {name: 3}]}",
        "metadata: {labels: 3, annotations: [a], ownerReferences: x, finalizers: 1}",
        "metadata: null",
        "spec: null",
    ],
)
@pytest.mark.parametrize("kind", ["v1 Pod", "v1 Service", "apps/v1 Deployment", "batch/v1 CronJob", "v1 Secret"])
def test_malformed_data_is_survived(kind: str, change: str) -> None:
    api_version, name = kind.split()
    assert faults(f"apiVersion: {api_version}\nkind: {name}\n{change}\n")


@pytest.mark.parametrize(
    "lines",
    [
        "    image: 7\n",
        "    livenessProbe: {httpGet: 80}\n",
        "    env: [{name: A, valueFrom: {secretKeyRef: {name: 7, key: a}}}]\n",
    ],
)
def test_what_could_not_be_read_is_not_missing(lines: str) -> None:
    text = POD.replace("    image: example.com/web:1\n", "") if "image" in lines else POD
    assert {rule for rule, _ in found(text + lines)} == {"wrong-type"}


def test_an_encrypted_entry_is_not_missing() -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\n"
    assert found(text + "data: {tls.crt: 'ENC[AES256_GCM,data:x]', tls.key: '${KEY}'}\n") == set()


def test_facts_speak_of_fields_that_exist() -> None:
    """A fact about a field that no version has would never be looked at."""
    known: dict[str, set[str]] = {}
    for minor in bundle().minors:
        for name in bundle().names(minor):
            facts_for(name, minor)
            known.setdefault(name, set()).update(bundle().definition(name, minor).fields)
    spoken = {(name, field) for name, facts in registry._FIELDS.items() for field in facts}
    assert {(name, field) for name, field in spoken if field not in known[name]} == set()
