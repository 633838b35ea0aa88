"""What counts as a manifest."""

from __future__ import annotations

import pathlib

import pytest

from kubelint import lint_paths, lint_text

DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("kustomization.yaml", "resources: [a.yaml]\n", "kustomization"),
        ("a.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", "kustomization"),
        ("a.yaml", "kind: {{ .Values.kind }}\n", "Helm template: not rendered"),
        ("a.yaml", "{{- if .Values.on }}\nkind: Pod\n{{- end }}\n", "Helm template: not rendered"),
        ("chart/values.yaml", "replicas: 1\n", "Helm values"),
        ("chart/Chart.yaml", "apiVersion: v2\nname: web\n", "Helm chart's description"),
        ("compose.yaml", "services: {web: {image: x}}\n", "Docker Compose file"),
        (".github/workflows/ci.yml", "on: push\njobs: {}\n", "GitHub workflow"),
        ("play.yml", "- hosts: all\n  tasks: []\n", "Ansible playbook"),
        ("api.json", '{"openapi": "3.0.0", "info": {}}', "OpenAPI document"),
        ("patch.yaml", "- op: replace\n  path: /spec/replicas\n  value: 3\n", "JSON 6902 patch"),
        ("patch.yaml", DEPLOYMENT + "$patch: delete\n", "kustomize patch: incomplete on purpose"),
        ("a.yaml", "foo: 1\n", "no `apiVersion` and no `kind`"),
        ("a.yaml", "kind: Pod\n", "no `apiVersion`"),
        ("a.yaml", "just text\n", "no `apiVersion` and no `kind`"),
        ("mkdocs.yml", "a: !!python/name:x.y\nb: [\n", "another tool's file"),
    ],
)
def test_recognised_and_counted(name: str, text: str, reason: str) -> None:
    report = lint_text(text, name)
    assert [(skipped.file, skipped.document, skipped.reason) for skipped in report.skipped] == [(name, 0, reason)]
    assert (report.objects, report.findings) == (0, [])


@pytest.mark.parametrize(
    "text",
    [
        DEPLOYMENT + "metadata: {annotations: {summary: '{{ $value }}'}}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  t: |\n    {{ .Name }}\n",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x}\n",
        "",
        "---\n---\n# nothing\n",
    ],
)
def test_not_skipped(text: str) -> None:
    assert [s for s in lint_text(text, "flux-kustomization.yaml").skipped if "no schema" not in s.reason] == []


def test_a_broken_manifest_is_no_template() -> None:
    report = lint_text("kind: Pod\nmetadata: {name: '{{ x }}'\nspec: [\n", "a.yaml")
    assert [finding.rule for finding in report.findings] == ["invalid-yaml"]


def test_patches_of_a_kustomization_are_not_judged(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("base", "overlay/patches"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "overlay/kustomization.yaml").write_text(
        "resources: [../base]\npatches: [{path: patches/a.yaml}]\npatchesStrategicMerge: [b.yaml]\n"
    )
    for name in ("overlay/patches/a.yaml", "overlay/b.yaml", "overlay/c.yaml"):
        (tmp_path / name).write_text(DEPLOYMENT)
    patches = {"overlay/patches/a.yaml", "overlay/b.yaml"}
    skipped = {skipped.file for skipped in lint_paths(["."]).skipped}
    assert skipped == {*patches, "overlay/kustomization.yaml"}
    alone = lint_paths(["overlay/patches/a.yaml", "overlay/c.yaml"])
    assert {skipped.file for skipped in alone.skipped} == {"overlay/patches/a.yaml"}


def test_templates_of_a_chart_that_happen_to_be_yaml(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: web\n")
    (tmp_path / "templates/web.yaml").write_text(DEPLOYMENT + "spec: {replicas: '{{ .Values.replicas }}'}\n")
    skipped = {skipped.file: skipped.reason for skipped in lint_paths(["templates/web.yaml"]).skipped}
    assert skipped == {"templates/web.yaml": "Helm template: not rendered"}


def test_encrypted_manifests_raise_no_type_errors() -> None:
    text = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n"
        "  replicas: ENC[AES256_GCM,data:QUJD,iv:QUJD,tag:QUJD,type:int]\n"
        "  selector: {matchLabels: {app: web}}\n  template: {metadata: {labels: {app: web}}, spec: {containers: []}}\n"
        "sops: {version: 3.8.1, mac: ENC[AES256_GCM]}\n"
    )
    rules = {finding.rule for finding in lint_text(text, "a.yaml").findings}
    assert {"wrong-type", "unknown-field", "invalid-value"} & rules == set()


@pytest.mark.parametrize("missing", ["apiVersion", "kind"])
def test_an_object_that_lacks_half_its_name_is_no_other_file(missing: str) -> None:
    text = "".join(line for line in DEPLOYMENT.splitlines(keepends=True) if not line.startswith(missing))
    report = lint_text(text, "a.yaml")
    assert [(f.rule, f.location.start.line, f.message.split()[0]) for f in report.findings] == [
        ("missing-field", 1, f"`{missing}`")
    ]
    assert report.skipped == []
