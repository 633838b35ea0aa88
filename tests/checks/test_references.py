"""References beyond the pages: subjects that kustomizations move, keys in several overlays, webhooks."""

from __future__ import annotations

from kubelint.finding import Severity
from tests.checks.judging import judged

ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n"
BINDING = """apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web, namespace: default}]
"""


def test_a_kustomization_moves_the_subjects_of_bindings_along() -> None:
    files = {"kustomization.yaml": "resources: [a.yaml]\nnamespace: shop\n", "a.yaml": f"{ACCOUNT}---\n{BINDING}"}
    assert judged("dangling-role-binding", files) == []


def test_a_subject_of_another_namespace_dangles_where_both_are_stated() -> None:
    stated = ACCOUNT.replace("web}", "web, namespace: shop}")
    (found,) = judged("dangling-role-binding", f"{stated}---\n{BINDING}")
    assert found.message == "there is no ServiceAccount `web`: `web` exists in namespace `shop`"
    assert judged("dangling-role-binding", f"{ACCOUNT}---\n{BINDING}") == []


def test_a_key_that_one_of_the_overlays_gives_is_there() -> None:
    pod = """apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: example.com/web:1
      env: [{name: COLOUR, valueFrom: {configMapKeyRef: {name: web, key: colour}}}]
"""
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {%s: x}\n"
    files = {"base/kustomization.yaml": "resources: [pod.yaml]\n", "base/pod.yaml": pod}
    for stage, key in (("staging", "shape"), ("prod", "colour")):
        files[f"{stage}/kustomization.yaml"] = "resources: [../base, c.yaml]\n"
        files[f"{stage}/c.yaml"] = config % key
    assert judged("missing-config-key", files) == []
    files["prod/c.yaml"] = config % "colours"
    assert [f.file for f in judged("missing-config-key", files)] == ["base/pod.yaml"]


WEBHOOK = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks: [{name: guard.example.com, failurePolicy: %s, clientConfig: {service: {namespace: guard, name: %s}}}]
---
apiVersion: v1
kind: Service
metadata: {name: guard, namespace: guard}
"""


def test_a_webhook_that_fails_closed_is_graver() -> None:
    said = {
        policy: [f.severity for f in judged("dangling-reference", WEBHOOK % (policy, "guards"))]
        for policy in ("Fail", "Ignore")
    }
    assert said == {"Fail": [Severity.ERROR], "Ignore": [Severity.WARNING]}
    assert judged("dangling-reference", WEBHOOK % ("Fail", "guard")) == []
