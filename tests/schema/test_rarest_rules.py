"""Server rules on what few manifests hold: resources of pods, scopes of quotas, success policies, approvals."""

from __future__ import annotations

import pytest

from tests.schema.test_server import found

POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: a}}
spec:
  resources: {resources}
  containers:
    - {{name: a, image: "x:1", resources: {{requests: {{cpu: 600m}}, limits: {{cpu: "1"}}}}}}
    - {{name: b, image: "x:1", resources: {{requests: {{cpu: 500m}}}}}}
"""


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        ("{requests: {cpu: 1100m}, limits: {cpu: '2', hugepages-2Mi: 2Mi}}", set()),
        ("{requests: {cpu: '1'}}", {("invalid-value", "/spec/resources/requests/cpu")}),
        ("{requests: {cpu: '3'}, limits: {cpu: '2'}}", {("invalid-value", "/spec/resources/requests/cpu")}),
        ("{limits: {cpu: 900m}}", {("invalid-value", "/spec/containers/0/resources/limits/cpu")}),
        ("{limits: {ephemeral-storage: 1Gi}}", {("unsupported-value", "/spec/resources/limits/ephemeral-storage")}),
        ("{claims: [{name: gpu}]}", {("forbidden-field", "/spec/resources/claims")}),
    ],
)
def test_resources_of_pods(resources: str, said: set[tuple[str, str]]) -> None:
    assert found(POD.format(resources=resources)) == said


QUOTA = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: a}}\nspec: {{hard: {hard}, {scopes}}}\n"
SELECTED = "scopeSelector: {{matchExpressions: [{{scopeName: {name}, operator: {operator}, values: {values}}}]}}"


@pytest.mark.parametrize(
    ("hard", "scopes", "said"),
    [
        ("{pods: 1, cpu: 1, limits.memory: 1Gi, example.com/x: 1}", "scopes: [NotBestEffort]", None),
        ("{pods: 1, count/jobs.batch: 1}", "scopes: [BestEffort]", None),
        ("{services: 1}", "scopes: [VolumeAttributesClass]", None),
        ("{services: 1}", "scopes: [Terminating]", "/spec/scopes/0"),
        ("{pods: 1, cpu: 1}", "scopes: [BestEffort]", "/spec/scopes/0"),
        ("{pods: 1}", SELECTED.format(name="PriorityClass", operator="In", values="[high]"), None),
        (
            "{secrets: 1}",
            SELECTED.format(name="PriorityClass", operator="In", values="[high]"),
            "/spec/scopeSelector/matchExpressions/0/scopeName",
        ),
        (
            "{pods: 1}",
            SELECTED.format(name="Terminating", operator="In", values="[high]"),
            "/spec/scopeSelector/matchExpressions/0/operator",
        ),
    ],
)
def test_scopes_of_quotas(hard: str, scopes: str, said: str | None) -> None:
    assert found(QUOTA.format(hard=hard, scopes=scopes)) == ({("invalid-value", said)} if said else set())


SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: a}}
spec:
  selector: {{matchLabels: {{app: a}}}}
  updateStrategy: {strategy}
  template:
    metadata: {{labels: {{app: a}}}}
    spec: {{containers: [{{name: a, image: "x:1"}}]}}
"""


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ("{rollingUpdate: {partition: 1}}", set()),
        ("{type: OnDelete}", set()),
        ("{type: OnDelete, rollingUpdate: {partition: 1}}", {("invalid-value", "/spec/updateStrategy/rollingUpdate")}),
    ],
)
def test_stateful_updates(strategy: str, said: set[tuple[str, str]]) -> None:
    assert found(SET.format(strategy=strategy)) == said


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec: {{ports: [{{port: 80}}], {more}}}\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 10}}", set()),
        ("sessionAffinityConfig: {clientIP: {timeoutSeconds: 10}}", set()),
        ("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1']", set()),
        ("clusterIP: 'fd00::1', ipFamilies: [IPv6]", set()),
        ("clusterIP: 10.0.0.1, ipFamilies: [IPv6]", {("invalid-value", "/spec/clusterIP")}),
        ("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.2]", {("invalid-value", "/spec/clusterIPs/0")}),
        ("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 10.0.0.2]", {("invalid-value", "/spec/clusterIPs/1")}),
    ],
)
def test_addresses_of_services(more: str, said: set[tuple[str, str]]) -> None:
    assert found(SERVICE.format(more=more)) == said


JOB = """\
apiVersion: batch/v1
kind: Job
metadata: {{name: a}}
spec:
  completionMode: Indexed
  completions: 5
  successPolicy: {policy}
  template: {{spec: {{restartPolicy: Never, containers: [{{name: a, image: "x:1"}}]}}}}
"""
RULE = "/spec/successPolicy/rules/0"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("{rules: [{succeededIndexes: '0,2-4', succeededCount: 4}]}", set()),
        ("{rules: []}", {("missing-field", "/spec/successPolicy/rules")}),
        ("{rules: [{}]}", {("missing-field", RULE)}),
        ("{rules: [{succeededIndexes: '0-5'}]}", {("invalid-value", f"{RULE}/succeededIndexes")}),
        ("{rules: [{succeededIndexes: '2,1'}]}", {("invalid-value", f"{RULE}/succeededIndexes")}),
        ("{rules: [{succeededIndexes: 'a'}]}", {("invalid-value", f"{RULE}/succeededIndexes")}),
        ("{rules: [{succeededIndexes: '1', succeededCount: 2}]}", {("invalid-value", f"{RULE}/succeededCount")}),
        ("{rules: [{succeededCount: 6}]}", {("invalid-value", f"{RULE}/succeededCount")}),
    ],
)
def test_success_policies(policy: str, said: set[tuple[str, str]]) -> None:
    assert found(JOB.format(policy=policy)) == said


CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: as.{group}, annotations: {{api-approved.kubernetes.io: "{approval}"}}}}
spec:
  group: {group}
  scope: Cluster
  names: {{plural: as, kind: A}}
  conversion: {conversion}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: {{type: object, x-kubernetes-validations: [{{rule: {rule}}}]}}
"""
PLAIN = {"group": "example.com", "approval": "", "conversion": "{strategy: None}", "rule": '"true"'}
HOOK = "{{strategy: Webhook, webhook: {{clientConfig: {{{client}}}, conversionReviewVersions: {versions}}}}}"
RULES = "/spec/versions/0/schema/openAPIV3Schema/x-kubernetes-validations/0"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, None),
        ({"group": "a.k8s.io", "approval": "unapproved, an experiment"}, None),
        ({"group": "a.k8s.io", "approval": "https://github.com/kubernetes/kubernetes/pull/1"}, None),
        ({"group": "a.k8s.io", "approval": "yes"}, "/metadata/annotations/api-approved.kubernetes.io"),
        ({"conversion": HOOK.format(client="url: https://a.b/c", versions="[v1]")}, None),
        (
            {"conversion": HOOK.format(client="url: https://a.b/c", versions="[v2]")},
            "/spec/conversion/webhook/conversionReviewVersions",
        ),
        (
            {"conversion": HOOK.format(client="url: https://a.b/c", versions="[]")},
            "/spec/conversion/webhook/conversionReviewVersions",
        ),
        (
            {"conversion": HOOK.format(client="url: https://a.b/c, service: {name: a, namespace: b}", versions="[v1]")},
            "/spec/conversion/webhook/clientConfig/service",
        ),
        ({"rule": '"true ||\\nfalse", message: one'}, None),
        ({"rule": '"true ||\\nfalse"'}, f"{RULES}/message"),
        ({"rule": '"true", message: "one\\ntwo"'}, f"{RULES}/message"),
        ({"rule": '"true", reason: FieldValueForbidden'}, None),
        ({"rule": '"true", reason: Forbidden'}, f"{RULES}/reason"),
    ],
)
def test_definitions(change: dict[str, str], path: str | None) -> None:
    assert {where for _, where in found(CRD.format(**(PLAIN | change)))} == ({path} if path else set())


@pytest.mark.parametrize(
    ("column", "path"),
    [
        (".spec.size", None),
        ("spec.size", "/spec/versions/0/additionalPrinterColumns/0/jsonPath"),
    ],
)
def test_columns(column: str, path: str | None) -> None:
    columns = f"      additionalPrinterColumns: [{{name: Size, type: string, jsonPath: {column}}}]\n"
    assert {where for _, where in found(CRD.format(**PLAIN) + columns)} == ({path} if path else set())


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 9}}}}", None),
        (
            "properties: {metadata: {type: object, properties: {labels: {type: object}}}}",
            "properties/metadata/properties/labels",
        ),
        ("properties: {a: {type: string}}, anyOf: [{properties: {a: {minLength: 1}}}, {required: [a]}]", None),
        (
            "properties: {a: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}}",
            None,
        ),
        ("properties: {a: {type: string}}, oneOf: [{description: some}]", "oneOf/0/description"),
        ("properties: {a: {type: string}}, oneOf: [{properties: {b: {minLength: 1}}}]", "properties/b"),
        (
            "properties: {a: {type: object}}, not: {properties: {a: {properties: {b: {minLength: 1}}}}}",
            "properties/a/properties/b",
        ),
        (
            "properties: {a: {type: string}}, not: {properties: {a: {type: string}}}",
            "not/properties/a/type",
        ),
    ],
)
def test_structural_schemas(schema: str, path: str | None) -> None:
    text = CRD.format(**PLAIN).replace("{type: object, ", f"{{type: object, {schema}, ")
    place = f"/spec/versions/0/schema/openAPIV3Schema/{path}"
    assert {where for _, where in found(text)} == ({place} if path else set())


def test_warnings_of_deprecation() -> None:
    text = CRD.format(**PLAIN) + "      deprecationWarning: gone soon\n"
    assert {where for _, where in found(text)} == {"/spec/versions/0/deprecationWarning"}
    assert found(text + "      deprecated: true\n") == set()


HOOKS = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {{name: a}}
webhooks:
  - name: a.example.com
    clientConfig: {{url: "https://a.example.com"}}
    sideEffects: None
    admissionReviewVersions: [v1]
    rules: [{{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: {resources}}}]
"""


@pytest.mark.parametrize(
    ("resources", "refused"),
    [
        ("['*/*']", False),
        ("['*', pods/status]", False),
        ("[pods, pods/status]", False),
        ("['*/*', pods]", True),
        ("['*', pods]", True),
    ],
)
def test_resources_of_webhooks(resources: str, refused: bool) -> None:
    place = ("invalid-value", "/webhooks/0/rules/0/resources")
    assert found(HOOKS.format(resources=resources)) == ({place} if refused else set())


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nspec: {cidrs: [10.0.0.0/16, 'fd00::/64']}", None),
        (
            "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nspec: {cidrs: [10.0.0.0/16, 10.1.0.0/16]}",
            "/spec/cidrs",
        ),
        ("apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nspec: {cidrs: [10.0.0.0]}", "/spec/cidrs/0"),
        ("apiVersion: storage.k8s.io/v1\nkind: VolumeAttributesClass\ndriverName: a.b\nparameters: {iops: '1'}", None),
        ("apiVersion: storage.k8s.io/v1\nkind: VolumeAttributesClass\ndriverName: a.b", "/parameters"),
    ],
)
def test_ranges_and_attributes(text: str, path: str | None) -> None:
    assert {where for _, where in found(f"{text}\nmetadata: {{name: a}}\n")} == ({path} if path else set())
