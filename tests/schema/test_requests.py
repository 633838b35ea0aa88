"""Server rules on priority and fairness of requests, and on requests of certificates."""

from __future__ import annotations

import pytest

from tests.schema.test_server import found

REQUEST = """\
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {{name: "Jane:Doe"}}
spec: {{request: YQ==, signerName: {signer}, usages: {usages}, expirationSeconds: {seconds}}}
"""
PLAIN = {"signer": "example.com/mine", "usages": "[client auth]", "seconds": "600"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({}, None),
        ({"signer": "mine"}, "/spec/signerName"),
        ({"signer": "example/mine"}, "/spec/signerName"),
        ({"signer": "kubernetes.io/legacy-unknown"}, "/spec/signerName"),
        ({"usages": "[]"}, "/spec/usages"),
        ({"usages": "[ClientAuth]"}, "/spec/usages/0"),
        ({"usages": "[any, any]"}, "/spec/usages/1"),
        ({"seconds": "599"}, "/spec/expirationSeconds"),
    ],
)
def test_certificates(change: dict[str, str], path: str | None) -> None:
    assert {where for _, where in found(REQUEST.format(**(PLAIN | change)))} == ({path} if path else set())


SCHEMA = """\
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: {{name: mine}}
spec: {{priorityLevelConfiguration: {{name: mine}}, matchingPrecedence: {precedence}, rules: [{rule}]}}
"""
RULE = "{{subjects: [{subject}], {rules}}}"
USER = "{kind: User, user: {name: jane}}"
ALL = "verbs: ['*'], apiGroups: ['*'], resources: ['*']"
URLS = "nonResourceRules: [{{verbs: [get], nonResourceURLs: {urls}}}]"
AT = "/spec/rules/0"


@pytest.mark.parametrize(
    ("precedence", "subject", "rules", "path"),
    [
        ("1000", USER, f"resourceRules: [{{{ALL}, namespaces: ['*']}}]", None),
        ("1000", USER, f"resourceRules: [{{{ALL}, clusterScope: true}}]", None),
        ("1000", USER, URLS.format(urls="[/healthz, /api/*]"), None),
        ("1", USER, URLS.format(urls="[/healthz]"), "/spec/matchingPrecedence"),
        ("10001", USER, URLS.format(urls="[/healthz]"), "/spec/matchingPrecedence"),
        ("1000", USER, f"resourceRules: [{{{ALL}}}]", f"{AT}/resourceRules/0/namespaces"),
        (
            "1000",
            USER,
            "resourceRules: [{verbs: ['*', get], apiGroups: [a], resources: [b], clusterScope: true}]",
            f"{AT}/resourceRules/0/verbs",
        ),
        ("1000", USER, URLS.format(urls="[healthz]"), f"{AT}/nonResourceRules/0/nonResourceURLs/0"),
        ("1000", USER, URLS.format(urls="['/a*']"), f"{AT}/nonResourceRules/0/nonResourceURLs/0"),
        ("1000", USER, URLS.format(urls="[]"), f"{AT}/nonResourceRules/0/nonResourceURLs"),
        ("1000", "{kind: Group}", URLS.format(urls="[/a]"), f"{AT}/subjects/0/group"),
        (
            "1000",
            "{kind: User, user: {name: jane}, group: {name: all}}",
            URLS.format(urls="[/a]"),
            f"{AT}/subjects/0/group",
        ),
        ("1000", USER, "resourceRules: []", AT),
    ],
)
def test_flow_schemas(precedence: str, subject: str, rules: str, path: str | None) -> None:
    text = SCHEMA.format(precedence=precedence, rule=RULE.format(subject=subject, rules=rules))
    assert {where for _, where in found(text)} == ({path} if path else set())


LEVEL = """\
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: PriorityLevelConfiguration
metadata: {{name: {name}}}
spec: {spec}
"""


@pytest.mark.parametrize(
    ("name", "spec", "path"),
    [
        ("mine", "{type: Limited, limited: {limitResponse: {type: Queue, queuing: {queues: 16, handSize: 4}}}}", None),
        ("mine", "{type: Limited, limited: {limitResponse: {type: Reject}}}", None),
        ("exempt", "{type: Exempt}", None),
        ("mine", "{type: Exempt}", "/spec/type"),
        ("mine", "{type: Limited}", "/spec/limited"),
        ("mine", "{type: Limited, limited: {limitResponse: {type: Queue}}}", "/spec/limited/limitResponse/queuing"),
        (
            "mine",
            "{type: Limited, limited: {limitResponse: {type: Reject, queuing: {queues: 16}}}}",
            "/spec/limited/limitResponse/queuing",
        ),
        (
            "mine",
            "{type: Limited, limited: {limitResponse: {type: Queue, queuing: {queues: 4, handSize: 6}}}}",
            "/spec/limited/limitResponse/queuing/handSize",
        ),
        (
            "mine",
            "{type: Limited, limited: {lendablePercent: 101, limitResponse: {type: Reject}}}",
            "/spec/limited/lendablePercent",
        ),
    ],
)
def test_priority_levels(name: str, spec: str, path: str | None) -> None:
    assert {where for _, where in found(LEVEL.format(name=name, spec=spec))} == ({path} if path else set())
