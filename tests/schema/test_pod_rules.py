"""Server rules on the rarer members of pods: volumes of old kinds, AppArmor, what is stored with a warning."""

from __future__ import annotations

import pytest

from kubelint.finding import Severity
from tests.schema.given import faults
from tests.schema.test_server import found

POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: a{metadata}}}
spec:
  containers: [{{name: a, image: "x:1"{container}}}]
  {spec}
"""
APPARMOR = "container.apparmor.security.beta.kubernetes.io"


def pod(spec: str = "", metadata: str = "", container: str = "") -> str:
    """A Pod with something more."""
    return POD.format(spec=spec, metadata=metadata, container=container)


VOLUME = "volumes: [{{name: v, {source}}}]"


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("iscsi: {targetPortal: 10.0.0.1, iqn: iqn.2001-04.com.example:a, lun: 0}", None),
        ("iscsi: {targetPortal: 10.0.0.1, iqn: example, lun: 0}", "iscsi/iqn"),
        ("iscsi: {targetPortal: 10.0.0.1, iqn: iqn.2001-04.com.example:a, lun: 256}", "iscsi/lun"),
        (
            "iscsi: {targetPortal: 10.0.0.1, iqn: iqn.2001-04.com.example:a, lun: 0, chapAuthSession: true}",
            "iscsi/secretRef",
        ),
        ("fc: {targetWWNs: [a], lun: 2}", None),
        ("fc: {wwids: [a]}", None),
        ("fc: {targetWWNs: [a]}", "fc/lun"),
        ("fc: {lun: 2}", "fc"),
        ("fc: {targetWWNs: [a], wwids: [b], lun: 2}", "fc/targetWWNs"),
        ("projected: {sources: [{clusterTrustBundle: {name: a, path: ca.pem}}]}", None),
        ("projected: {sources: [{clusterTrustBundle: {path: ca.pem}}]}", "projected/sources/0/clusterTrustBundle"),
        (
            "projected: {sources: [{clusterTrustBundle: {name: a, signerName: b.c/d, path: ca.pem}}]}",
            "projected/sources/0/clusterTrustBundle/signerName",
        ),
    ],
)
def test_volumes(source: str, path: str | None) -> None:
    expected = {f"/spec/volumes/0/{path}"} if path else set()
    assert {where for _, where in found(pod(VOLUME.format(source=source)))} == expected


CLAIMS = "volumes: [{{name: v, ephemeral: {{volumeClaimTemplate: {{spec: {claim}}}}}}}, {{name: w, {other}}}]"
CLAIM = "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}"


@pytest.mark.parametrize(("name", "refused"), [("a-w", False), ("a-v", True)])
def test_claims_of_ephemeral_volumes(name: str, refused: bool) -> None:
    other = f"persistentVolumeClaim: {{claimName: {name}}}"
    place = ("invalid-value", "/spec/volumes/1/persistentVolumeClaim/claimName")
    assert found(pod(CLAIMS.format(claim=CLAIM, other=other))) == ({place} if refused else set())


@pytest.mark.parametrize(
    ("container", "profile", "refused"),
    [("a", "runtime/default", False), ("a", "localhost/x", False), ("b", "unconfined", True), ("a", "default", True)],
)
def test_annotations_of_apparmor(container: str, profile: str, refused: bool) -> None:
    said = {rule for rule, _ in found(pod(metadata=f", annotations: {{{APPARMOR}/{container}: {profile}}}"))}
    assert ("invalid-value" in said) == refused


@pytest.mark.parametrize(("profile", "refused"), [("RuntimeDefault", False), ("Unconfined", True)])
def test_apparmor_agrees_with_itself(profile: str, refused: bool) -> None:
    field = f", securityContext: {{appArmorProfile: {{type: {profile}}}}}"
    text = pod(metadata=f", annotations: {{{APPARMOR}/a: runtime/default}}", container=field)
    place = ("forbidden-field", "/spec/containers/0/securityContext/appArmorProfile/type")
    assert (place in found(text)) == refused


ITEMS = "volumes: [{{name: v, configMap: {{name: a, items: [{{key: a, path: {one}}}, {{key: b, path: {two}}}]}}}}]"
TERM = "affinity: {{podAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{{topologyKey: zone{more}}}]}}}}"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (pod(ITEMS.format(one="a", two="ab")), None),
        (pod(ITEMS.format(one="a", two="a")), "shadowed-item"),
        (pod(ITEMS.format(one="a", two="a/b")), "shadowed-item"),
        (pod(TERM.format(more=", labelSelector: {}")), None),
        (pod(TERM.format(more="")), "missing-field"),
        (pod("imagePullSecrets: [{name: a}]"), None),
        (pod("imagePullSecrets: [{}]"), "missing-field"),
        (pod(container=", ports: [{containerPort: 80, hostPort: 80, hostIP: 10.0.0.1}]"), None),
        (pod(container=", ports: [{containerPort: 80, hostIP: 10.0.0.1}]"), "invalid-value"),
    ],
)
def test_stored_with_a_warning(text: str, rule: str | None) -> None:
    assert [(fault.rule, fault.severity) for fault in faults(text)] == ([(rule, Severity.WARNING)] if rule else [])


@pytest.mark.parametrize(
    ("policy", "versions", "refused"),
    [("restartPolicy: Never, ", "1.35", False), ("", "1.35", True), ("", "1.34", False)],
)
def test_rules_of_restart(policy: str, versions: str, refused: bool) -> None:
    rules = "restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [42]}}]"
    said = [fault.path[-1] for fault in faults(pod(container=f", {policy}{rules}"), versions)]
    assert said == (["restartPolicy"] if refused else [])
