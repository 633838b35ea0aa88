"""What Argo CD and Flux deliver of the same repository is rendered with their values and in their namespace."""

from __future__ import annotations

import pathlib

import pytest

from kubelint.api import open_project
from tests.rendering.places import check, found, needs_helm, needs_kustomize, write

POD = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
      - name: web
        image: nginx:%s
"""
APPLICATION = """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: shop, namespace: argocd}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: shop}
      source:
        repoURL: https://git.example.com/team/shop.git
        path: web
        targetRevision: main
        helm:
          valuesObject: {tag: latest}
"""
RELEASE = """
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: shop, namespace: shop}
    spec:
      interval: 5m
      chart:
        spec: {chart: ./web, sourceRef: {kind: GitRepository, name: shop}}
      values: {tag: latest}
"""


@pytest.fixture
def here(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, web__Chart="name: web\nversion: 0.1.0\n")
    write(tmp_path, web__templates__pod=POD % '{{ required "a tag" .Values.tag }}')
    return tmp_path


@needs_helm
@pytest.mark.parametrize("delivery", [APPLICATION, RELEASE])
def test_charts(here: pathlib.Path, delivery: str) -> None:
    assert found(check(), "unrendered-source") == [("web/Chart.yaml", 1)]
    write(here, delivery=delivery)
    project = open_project(["."])
    report = project.report()
    assert found(report, "unrendered-source") == []
    assert found(report, "latest-tag") == [("web/templates/pod.yaml", 7)]
    workspace = project.session.workspace(project.around)
    assert [workspace.namespace(obj) for obj in workspace.objects if obj.kind == "Pod"] == ["shop"]


@needs_helm
def test_another_repository_is_not_followed(here: pathlib.Path) -> None:
    (here / ".git").mkdir()
    (here / ".git/config").write_text('[remote "origin"]\n\turl = git@git.example.com:team/other.git\n')
    write(here, delivery=APPLICATION)
    assert found(check(), "unrendered-source") == [("web/Chart.yaml", 1)]


@needs_kustomize
def test_kustomizations(here: pathlib.Path) -> None:
    flux = """
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: apps, namespace: flux-system}
        spec:
          interval: 5m
          prune: true
          path: ./apps
          targetNamespace: shop
          sourceRef: {kind: GitRepository, name: shop}
    """
    write(here, apps__kustomization="resources: [pod.yaml]\n", apps__pod=POD % "latest", flux=flux)
    project = open_project(["apps", "flux.yaml"])
    workspace = project.session.workspace(project.around)
    assert [workspace.namespace(obj) for obj in workspace.objects if obj.kind == "Pod"] == ["shop"]
