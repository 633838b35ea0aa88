from __future__ import annotations

from kubelint.config import BundleSetting, Settings
from kubelint.inputs.bundles import assign_bundles
from kubelint.manifest import read_text
from tests.workspace.estate import deployment, one, secret, service, workspace_of

BASE = {
    "base/kustomization.yaml": "resources: [app.yaml]\n",
    "base/app.yaml": deployment("web", app="web") + service("web", app="web"),
}
OVERLAY = "resources: [../../base, extra.yaml]\nnamespace: {0}\nnamePrefix: {0}-\n"


def overlays() -> dict[str, str]:
    return BASE | {
        f"overlays/{stage}/{name}": text
        for stage in ("staging", "prod")
        for name, text in (("kustomization.yaml", OVERLAY.format(stage)), ("extra.yaml", secret("token")))
    }


def paths(files: dict[str, str], file: str, settings: Settings | None = None) -> list[str]:
    manifests = [read_text(text, name) for name, text in files.items()]
    return [part.bundle.path for part in assign_bundles(manifests, settings or Settings()).of(file)]


def test_a_base_belongs_to_each_of_its_overlays() -> None:
    assert paths(overlays(), "base/app.yaml") == ["overlays/staging", "overlays/prod"]
    assert paths(overlays(), "overlays/prod/extra.yaml") == ["overlays/prod"]


def test_a_kustomization_gives_namespace_and_prefix() -> None:
    workspace = workspace_of(overlays())
    extra = one(workspace, "Secret", "token", "overlays/prod")
    assert workspace.namespace(extra) == "prod"
    found = workspace.find("", "Service", "prod-web", extra)
    assert found is one(workspace, "Service", "web")


def test_its_own_bundle_comes_first() -> None:
    workspace = workspace_of(overlays())
    prod = one(workspace, "Secret", "token", "overlays/prod")
    assert workspace.find("", "Secret", "token", prod) is prod


def test_files_without_kustomization_share_the_tree() -> None:
    files = {"a/app.yaml": secret("a"), "b/app.yaml": secret("b")}
    assert paths(files, "a/app.yaml") == paths(files, "b/app.yaml") == [""]


def test_environments_and_charts_stand_alone() -> None:
    files = {"deploy/staging/a.yaml": secret("a"), "deploy/prod/a.yaml": secret("a"), "c/Chart.yaml": "name: c\n"}
    files["c/templates/a.yaml"] = secret("a")
    assert [paths(files, name) for name in files] == [["deploy/staging"], ["deploy/prod"], ["c"], ["c"]]


def test_the_config_names_bundles() -> None:
    settings = Settings(bundles=(BundleSetting("apps"), BundleSetting("apps/shop/", complete=True)))
    files = {"apps/shop/a.yaml": secret("a"), "apps/b.yaml": secret("b")}
    assert [paths(files, name, settings) for name in files] == [["apps/shop"], ["apps"]]


def test_patches_hold_no_objects() -> None:
    files = {
        "kustomization.yaml": "resources: [app.yaml]\npatches: [{path: patch.yaml}]\n",
        "app.yaml": deployment("web", app="web"),
        "patch.yaml": deployment("web", app="other"),
    }
    manifests = [read_text(text, name) for name, text in files.items()]
    layout = assign_bundles(manifests, Settings())
    assert layout.patches == {"patch.yaml"}
    bundle = layout.of("app.yaml")[0].bundle
    assert bundle.overwrites("Deployment", "web", ["labels"])
    assert not bundle.overwrites("Service", "web", ["labels"])
    assert not bundle.overwrites("Deployment", "web", ["secretName"])


def test_generators_make_and_remote_bases_hide() -> None:
    text = "resources: ['https://example.com/base?ref=v1', app.yaml]\nsecretGenerator: [{name: db}]\n"
    files = {"k/kustomization.yaml": text, "k/app.yaml": deployment("web", app="web")}
    workspace = workspace_of(files, Settings(bundles=(BundleSetting("k", complete=True),)))
    web = one(workspace, "Deployment", "web")
    assert not workspace.resolve("", "Secret", "db", web).wrong
    assert workspace.resolve("", "Secret", "cache", web).wrong


def test_kustomizations_that_name_each_other_end() -> None:
    files = {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}
    assert paths(files, "a/kustomization.yaml") == [""]
