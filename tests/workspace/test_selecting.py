from __future__ import annotations

from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.kube.kinds import Service, Workload
from kubelint.manifest import read_text
from kubelint.workspace import Workspace
from tests.workspace.estate import deployment, one, service, workspace_of


def behind(workspace: Workspace, name: str, file: str = "") -> list[str]:
    found = one(workspace, "Service", name, file)
    assert isinstance(found, Service)
    return [f"{pod.owner.kind}/{pod.owner.name} in {pod.owner.file}" for pod in workspace.pods_of(found)]


def test_pods_and_services_find_each_other() -> None:
    workspace = workspace_of({"a.yaml": service("web", app="web") + deployment("web", app="web", tier="front")})
    assert behind(workspace, "web") == ["Deployment/web in a.yaml"]
    web = one(workspace, "Deployment", "web")
    assert isinstance(web, Workload)
    assert web.pod is not None
    assert workspace.services_of(web.pod) == [one(workspace, "Service", "web")]


def test_another_namespace_is_not_selected() -> None:
    workspace = workspace_of({"a.yaml": service("web", "shop", app="web") + deployment("web", "blog", app="web")})
    assert behind(workspace, "web") == []


def test_the_own_bundle_goes_before_the_rest() -> None:
    files = {
        f"{stage}/a.yaml": service(f"web-{stage}", app="web") + deployment("web", app="web")
        for stage in ("dev", "prod")
    }
    assert behind(workspace_of(files), "web-prod") == ["Deployment/web in prod/a.yaml"]


def test_what_is_not_in_the_bundle_is_found_in_the_rest() -> None:
    files = {"prod/a.yaml": service("web", app="web"), "common/web.yaml": deployment("web", app="web")}
    assert behind(workspace_of(files), "web") == ["Deployment/web in common/web.yaml"]


def test_common_labels_of_a_kustomization_fit_both_sides() -> None:
    files = {
        "kustomization.yaml": "resources: [a.yaml]\nlabels:\n  - pairs: {app: shop}\n    includeSelectors: true\n",
        "a.yaml": service("web", app="web", tier="front") + deployment("web", app="site", tier="front"),
    }
    assert behind(workspace_of(files), "web") == ["Deployment/web in a.yaml"]


def test_a_kind_that_the_config_calls_a_workload_keeps_pods() -> None:
    app = (
        "---\napiVersion: example.com/v1\nkind: App\nmetadata: {name: web}\n"
        "spec: {pods: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: 'example.com/a:1'}]}}}\n"
    )
    text = service("web", app="wbe") + app
    for workloads, wanted in (({}, []), ({"example.com/App": "spec.pods"}, ["selector-matches-nothing"])):
        settings = Settings(rules=frozenset({"selector-matches-nothing"}), workloads=workloads)
        assert [f.rule for f in lint([read_text(text, "a.yaml")], settings).findings] == wanted
