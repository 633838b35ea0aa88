"""Routes that collide, and Services that are not there: only where the evidence is at hand."""

from __future__ import annotations

import pytest

from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.finding import Finding
from kubelint.manifest import read_text
from tests.pages import NOW


def ingress(name: str, annotations: str = "", service: str = "shop", namespace: str = "web") -> str:
    backend = f"{{service: {{name: {service}, port: {{number: 80}}}}}}"
    path = f"{{path: /, pathType: Prefix, backend: {backend}}}"
    return f"""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: {name}, namespace: {namespace}, annotations: {{{annotations}}}}}
spec:
  ingressClassName: nginx
  rules: [{{host: shop.example.com, http: {{paths: [{path}]}}}}]
"""


def service(name: str, namespace: str = "web", more: str = "") -> str:
    meta = f"{{name: {name}, namespace: {namespace}}}"
    return f"\napiVersion: v1\nkind: Service\nmetadata: {meta}\nspec: {{ports: [{{port: 80{more}}}]}}\n"


def said(rule: str, **files: str) -> list[Finding]:
    names = {name.replace("_", "/") + ".yaml": text for name, text in files.items()}
    manifests = [read_text(text, name) for name, text in names.items()]
    return lint(manifests, Settings(rules=frozenset({rule}), now=NOW)).findings


def test_routes_collide_in_one_folder() -> None:
    (finding,) = said("duplicate-route", app_one=ingress("one"), app_two=ingress("two"))
    assert finding.file == "app/two.yaml"
    assert [related.location.file for related in finding.related] == ["app/one.yaml"]


def test_folders_side_by_side_may_be_alternatives() -> None:
    assert said("duplicate-route", one_shop=ingress("one"), two_shop=ingress("two")) == []


def test_a_kustomization_says_what_is_applied_together() -> None:
    together = (
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [one/shop.yaml, two/shop.yaml]\n"
    )
    files = {"kustomization": together, "one_shop": ingress("one"), "two_shop": ingress("two")}
    assert len(said("duplicate-route", **files)) == 1


@pytest.mark.parametrize(
    ("given", "severity"),
    [
        (service("shopp"), "error"),
        (service("shop", "other"), "error"),
        (service("billing"), "warning"),
        (service("billing", "other"), None),
        ("", None),
        (service("shop"), None),
        (service("shop", more=", targetPort: 8080"), None),
        (service("shop").replace("port: 80", "port: 8080, targetPort: 80"), "error"),
    ],
)
def test_how_sure_a_missing_backend_is(given: str, severity: str | None) -> None:
    found = said("dangling-ingress-backend", app_all=f"{ingress('shop')}---{given}" if given else ingress("shop"))
    assert [str(finding.severity) for finding in found] == ([severity] if severity else [])


def test_the_services_of_the_system_are_not_given() -> None:
    text = f"{ingress('shop', namespace='kube-system')}---{service('billing', 'kube-system')}"
    assert said("dangling-ingress-backend", app_all=text) == []
