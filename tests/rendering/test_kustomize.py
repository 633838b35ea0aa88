"""Kustomizations are judged as they are built, and findings stand where the field was set last."""

from __future__ import annotations

import pathlib

import pytest

from kubelint.api import open_project
from kubelint.finding import Fix, Operation, Patch, Span
from kubelint.inputs.rendering.mending import by_fields
from kubelint.location import WholeDocument
from kubelint.manifest import read_text
from kubelint.manifest.document import Written
from tests.rendering.places import check, found, needs_kustomize, write

pytestmark = needs_kustomize

DEPLOYMENT = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      replicas: 2
      selector:
        matchLabels: {app: web}
      template:
        metadata:
          labels: {app: web}
        spec:
          containers:
          - name: web
            image: registry.example.com/web:1.0
            securityContext:
              runAsUser: 0
"""


@pytest.fixture
def here(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, base__kustomization="resources: [deployment.yaml]\n", base__deployment=DEPLOYMENT)
    return tmp_path


def test_field_of_the_resource(here: pathlib.Path) -> None:
    write(here, prod__kustomization="resources: [../base]\nnamePrefix: prod-\n")
    assert found(check(), "run-as-root") == [("base/deployment.yaml", 17)]


def test_overlays_are_merged_and_named(here: pathlib.Path) -> None:
    for overlay in ("prod", "dev"):
        write(here, **{f"{overlay}__kustomization": f"resources: [../base]\nnamePrefix: {overlay}-\n"})
    (finding,) = [f for f in check().findings if f.rule == "run-as-root"]
    assert finding.rendered == {"by": "kustomize", "in": ["dev", "prod"], "certainty": "certain", "values": None}


def test_field_of_a_strategic_merge_patch(here: pathlib.Path) -> None:
    patch = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          template:
            spec:
              containers:
              - name: web
                securityContext:
                  runAsUser: 0
    """
    text = (here / "base/deployment.yaml").read_text()
    (here / "base/deployment.yaml").write_text(text.replace("runAsUser: 0", "runAsUser: 7"))
    write(here, prod__kustomization="resources: [../base]\npatches:\n- path: patch.yaml\n", prod__patch=patch)
    assert found(check(), "run-as-root") == [("prod/patch.yaml", 11)]


def test_field_of_an_inline_json_patch(here: pathlib.Path) -> None:
    write(
        here,
        prod__kustomization="""
            resources: [../base]
            patches:
            - target: {kind: Deployment, name: web}
              patch: |-
                - op: replace
                  path: /spec/template/spec/containers/0/image
                  value: nginx:latest
        """,
    )
    assert found(check(), "latest-tag") == [("prod/kustomization.yaml", 7)]


def test_field_of_a_transformer(here: pathlib.Path) -> None:
    write(
        here,
        prod__kustomization="""
            resources: [../base]
            images:
            - name: registry.example.com/web
              newTag: latest
        """,
    )
    assert found(check(), "latest-tag") == [("prod/kustomization.yaml", 4)]


def test_without_rendering_files_are_judged_one_by_one(here: pathlib.Path) -> None:
    write(
        here, prod__kustomization="resources: [../base]\nimages: [{name: registry.example.com/web, newTag: latest}]\n"
    )
    report = check(render=False)
    assert found(report, "run-as-root") == [("base/deployment.yaml", 17)]
    assert found(report, "latest-tag") == []


def test_what_the_text_alone_tells_is_still_said(here: pathlib.Path) -> None:
    with (here / "base/deployment.yaml").open("a") as file:
        file.write("        name: web\n" * 2)
    assert ("base/deployment.yaml", 18) in found(check(), "duplicate-key") or found(check(), "duplicate-key")


def test_a_failure_is_a_finding_and_the_files_are_judged_alone(here: pathlib.Path) -> None:
    write(here, prod__kustomization="resources: [../base]\npatches:\n- path: p.yaml\n", prod__p="kind: Nobody\n")
    report = check()
    assert found(report, "unrendered-source") == [("prod/kustomization.yaml", 1)]
    assert found(report, "run-as-root") == [("base/deployment.yaml", 17)]


@pytest.mark.parametrize(
    "entry",
    [
        "resources: ['https://example.com/x.yaml']",
        "resources: ['github.com/a/b?ref=v1']",
        "resources: ['git@github.com:a/b']",
        "configMapGenerator: [{name: x, files: ['k=http://169.254.169.254/x']}]",
        "generators: [g.yaml]",
        "helmCharts: [{name: x, repo: 'https://charts.example.com'}]",
        "openapi: {path: 'https://example.com/schema.json'}",
        "transformers: [t.yaml]",
    ],
)
def test_what_reaches_out_is_refused_before_anything_is_started(
    here: pathlib.Path, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        here,
        only__kustomization=entry + "\n",
        only__t="apiVersion: someteam.example.com/v1\nkind: Sed\nmetadata: {name: x}\n",
    )
    write(here, only__g="apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: x}\n")
    started: list[object] = []
    monkeypatch.setattr("subprocess.Popen", lambda *a, **k: started.append(a))
    report = check("only")
    assert started == []
    assert [s.reason for s in report.skipped if s.reason.startswith("not built: ")]


def test_a_local_folder_that_looks_like_an_address_is_refused(here: pathlib.Path) -> None:
    write(here, prod__kustomization="resources: ['github.com/a/b']\n")
    write(here / "prod/github.com/a/b", kustomization="resources: []\n")
    assert any("remote" in s.reason for s in check("prod/kustomization.yaml").skipped)


def test_fixes_land_in_the_resource(here: pathlib.Path) -> None:
    text = (here / "base/deployment.yaml").read_text()
    (here / "base/deployment.yaml").write_text(
        text.replace("image:", "imagePullPolicy: ifnotpresent # why\n        image:")
    )
    write(here, prod__kustomization="resources: [../base]\nnamePrefix: prod-\n")
    mended = open_project(["."]).mend(unsafe=True)
    assert set(mended.texts) == {"base/deployment.yaml"}
    assert "imagePullPolicy: IfNotPresent # why" in mended.texts["base/deployment.yaml"][1]
    assert found(mended.report, "invalid-value") == []


def test_fixes_with_rendered_names_are_withheld() -> None:
    (document,) = read_text("kind: Service\nmetadata: {name: web}\n", "service.yaml").documents
    subject = WholeDocument(document)

    def fix(value: object) -> Fix | None:
        patch = Patch(subject, (Operation("replace", ("metadata", "name"), value),))
        return by_fields(Fix("rename", (patch,)), lambda path: Written(document, Span(0, 1), True, path), ["prod-"])

    assert fix("other") is not None
    assert fix("prod-web") is None
    assert fix({"name": ["settings-4h2mbtbbt6"]}) is None


def test_suppressions_in_resources_hold_for_what_is_built(here: pathlib.Path) -> None:
    text = (here / "base/deployment.yaml").read_text()
    (here / "base/deployment.yaml").write_text(
        text.replace("runAsUser: 0", "runAsUser: 0 # kubelint: ignore[run-as-root]")
    )
    write(here, prod__kustomization="resources: [../base]\nnamePrefix: prod-\n")
    assert found(check(), "run-as-root") == []
    assert found(check("prod"), "run-as-root") == []


def test_suppressions_in_annotations_hold_for_what_is_built(here: pathlib.Path) -> None:
    text = (here / "base/deployment.yaml").read_text()
    annotation = "  name: web\n  annotations: {kubelint/ignore: run-as-root}\n"
    (here / "base/deployment.yaml").write_text(text.replace("  name: web\n", annotation, 1))
    write(here, prod__kustomization="resources: [../base]\nnamePrefix: prod-\n")
    assert found(check(), "run-as-root") == []
