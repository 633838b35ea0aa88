"""Fields, annotations and labels with a successor."""

from __future__ import annotations

import pytest

from kubelint.finding import Fault, Operation
from tests.schema.given import faults

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: web, image: example.com/web:1}]\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 80}]\n"


def said(text: str, versions: str = "1.37") -> list[Fault]:
    return [fault for fault in faults(text, versions) if fault.rule == "deprecated-field"]


def test_the_old_name_of_the_service_account() -> None:
    (fault,) = said(POD + "  serviceAccount: web\n")
    assert fault.operations == (Operation("rename", ("spec", "serviceAccount"), "serviceAccountName"),)
    (fault,) = said(POD + "  serviceAccount: web\n  serviceAccountName: web\n")
    assert fault.operations == (Operation("remove", ("spec", "serviceAccount")),)
    (fault,) = said(POD + "  serviceAccount: web\n  serviceAccountName: other\n")
    assert fault.operations == ()


@pytest.mark.parametrize(
    ("volume", "versions", "count"),
    [("gitRepo: {repository: x}", "1.35", 1), ("gitRepo: {repository: x}", "1.36", 0), ("emptyDir: {}", "1.36", 0)],
)
def test_volumes_until_another_rule_speaks(volume: str, versions: str, count: int) -> None:
    assert len(said(POD + f"  volumes: [{{name: data, {volume}}}]\n", versions)) == count


def test_over_a_range() -> None:
    (fault,) = said(SERVICE + "  trafficDistribution: PreferClose\n", "1.33-1.36")
    assert fault.versions == ("1.35", "1.36")
    assert fault.operations == (Operation("replace", ("spec", "trafficDistribution"), "PreferSameZone"),)


@pytest.mark.parametrize("fields", ["  externalIPs: [192.0.2.7]\n", "  trafficDistribution: PreferSameZone\n"])
def test_not_deprecated_here(fields: str) -> None:
    assert said(SERVICE + fields) == []


def test_node_labels() -> None:
    selector = "  nodeSelector: {beta.kubernetes.io/os: linux, node-role.kubernetes.io/master: ''}\n"
    os, role = said(POD + selector)
    assert os.safe
    assert not role.safe
    (fault,) = said(
        POD + "  topologySpreadConstraints: [{maxSkew: 1, whenUnsatisfiable: DoNotSchedule, "
        "topologyKey: failure-domain.beta.kubernetes.io/zone, labelSelector: {}}]\n"
    )
    assert fault.operations[0].value == "topology.kubernetes.io/zone"


@pytest.mark.parametrize(
    ("annotation", "count"),
    [
        ("container.apparmor.security.beta.kubernetes.io/web: runtime/default", 1),
        ("scheduler.alpha.kubernetes.io/critical-pod: ''", 1),
        ("kubernetes.io/ingress.class: nginx", 0),
        ("example.com/web: x", 0),
    ],
)
def test_annotations(annotation: str, count: int) -> None:
    assert len(said(POD.replace("{name: web}", f"{{name: web, annotations: {{{annotation}}}}}", 1))) == count
