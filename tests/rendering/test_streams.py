"""What helm and kustomize wrote into a pipe leads back to the files that it was made of."""

from __future__ import annotations

import io
import pathlib
import types

import pytest

from tests.rendering.places import check, found, write

RENDERED = """\
---
# Source: web/templates/pod.yaml
apiVersion: v1
kind: Pod
metadata:
  name: one
spec:
  containers:
  - name: web
    image: nginx:latest
"""
TEMPLATE = """\
{{- if .Values.on }}
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Values.name }}
spec:
  containers:
  - name: web
    image: {{ .Values.image }}
{{- end }}
"""


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(buffer=io.BytesIO(text.encode())))


def test_source_comments(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, charts__web__Chart="name: web\nversion: 0.1.0\n", charts__web__templates__pod=TEMPLATE)
    pipe(monkeypatch, RENDERED)
    report = check("-")
    assert found(report, "latest-tag") == [("charts/web/templates/pod.yaml", 9)]
    (finding,) = [f for f in report.findings if f.rule == "latest-tag"]
    assert finding.rendered
    assert finding.rendered["certainty"] == "near"


def test_source_comments_without_the_files(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pipe(monkeypatch, RENDERED)
    assert found(check("-"), "latest-tag") == [("<stdin>", 10)]


def test_origin_annotations(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pod = RENDERED.partition("pod.yaml\n")[2].replace("\n  name: one", " {name: one}")
    write(tmp_path, base__kustomization="resources: [pod.yaml]\n", base__pod=pod)
    write(tmp_path, prod__kustomization="resources: [../base]\nnamePrefix: prod-\n")
    annotation = "annotations: {config.kubernetes.io/origin: 'path: ../base/pod.yaml'}"
    pipe(monkeypatch, pod.replace("{name: one}", f"\n  name: prod-one\n  {annotation}"))
    assert found(check("-"), "latest-tag") == [("base/pod.yaml", 7)]
