"""Selectors beyond the pages: how sure a finding is, what it names, and what kustomizations make unknown."""

from __future__ import annotations

import pytest

from kubelint.finding import Finding, Severity
from tests.checks.judging import judged
from tests.workspace.estate import deployment, service

NOTHING = "selector-matches-nothing"


def said(found: list[Finding]) -> list[tuple[str, Severity]]:
    return [(finding.message, finding.severity) for finding in found]


def test_a_near_miss_is_an_error_that_names_both_values() -> None:
    (found,) = judged(NOTHING, service("web", app="wbe") + deployment("web", app="web"))
    assert found.severity is Severity.ERROR
    assert found.message == "selects no pod: it asks for `app: wbe`, Deployment `web` has `app: web`"
    assert [other.location.path for other in found.related] == ["/spec/template/metadata/labels/app"]


def test_without_a_near_miss_it_is_a_warning() -> None:
    found = judged(NOTHING, service("cart", app="cart") + deployment("web", app="web"))
    assert said(found) == [("selects no pod: none of those given has `app: cart`", Severity.WARNING)]


@pytest.mark.parametrize(("asked", "given"), [("web-1", "web-2"), ("web-v1", "web-v2"), ("api", "app")])
def test_what_tells_two_things_apart_is_no_near_miss(asked: str, given: str) -> None:
    found = judged(NOTHING, service("web", app=asked) + deployment("web", app=given))
    assert [f.severity for f in found] == [Severity.WARNING]


def test_two_near_misses_offer_no_fix() -> None:
    text = service("web", app="shoop") + deployment("a", app="shop") + deployment("b", app="shoops")
    (found,) = judged(NOTHING, text)
    assert found.fix is None


@pytest.mark.parametrize("patch", ["[{op: replace, path: /spec/selector/app, value: web}]", "metadata: {name: web}"])
def test_a_patch_of_the_selector_makes_it_unknown(patch: str) -> None:
    whole = f"resources: [app.yaml]\npatches:\n  - target: {{kind: Service, name: web}}\n    patch: '{patch}'\n"
    app = service("web", app="wbe") + deployment("web", app="web")
    found = judged(NOTHING, {"kustomization.yaml": whole, "app.yaml": app})
    assert bool(found) is ("selector" not in patch)


def test_a_remote_base_may_hold_the_pods() -> None:
    kustomization = "resources: [app.yaml, 'https://example.com/base?ref=v1']\n"
    app = service("cart", app="cart") + deployment("web", app="web")
    assert judged(NOTHING, {"kustomization.yaml": kustomization, "app.yaml": app}) == []


def test_overlays_are_not_told_of_each_other() -> None:
    base = {"base/kustomization.yaml": "resources: [a.yaml]\n", "base/a.yaml": deployment("web", app="web")}
    files = dict(base)
    for stage in ("staging", "prod"):
        files[f"{stage}/kustomization.yaml"] = f"resources: [../base, s.yaml]\nnamespace: {stage}\n"
        files[f"{stage}/s.yaml"] = service("web", app="web")
    for rule in (NOTHING, "overlapping-selectors", "duplicate-object"):
        assert judged(rule, files) == []


def test_one_object_under_two_names_of_a_prefix_is_none_twice() -> None:
    files = {
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "base/a.yaml": deployment("web", app="web"),
        "blue/kustomization.yaml": "resources: [../base]\nnamePrefix: blue-\n",
        "green/kustomization.yaml": "resources: [../base]\nnamePrefix: green-\n",
        "kustomization.yaml": "resources: [blue, green]\n",
    }
    assert judged("duplicate-object", files) == []


def test_a_kustomization_that_takes_a_name_twice() -> None:
    files = {
        "kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
        "a.yaml": deployment("web", app="web"),
        "b.yaml": deployment("web", app="web"),
    }
    assert [f.file for f in judged("duplicate-object", files)] == ["b.yaml"]
