"""Each field of a built object leads back to whatever set it last."""

from __future__ import annotations

import functools
import pathlib

import pytest

from kubelint.api import Settings
from kubelint.finding import Path
from kubelint.inputs.files import find
from kubelint.inputs.rendering import render
from kubelint.kube.objects import dig
from kubelint.manifest import Manifest, read_text
from tests.rendering.places import check, found, needs_kustomize, write

pytestmark = needs_kustomize

FILES = {
    "base__kustomization": """\
        resources: [web.yaml]
        configMapGenerator:
        - name: settings
          literals: [level=info]
          files: [app.conf=conf/app.yaml]
    """,
    "base__conf__app": "a: 1\n",
    "base__web": """\
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: side
                image: side:1
              - name: web
                image: web:1
                envFrom: [{configMapRef: {name: settings}}]
                ports:
                - {containerPort: 8080}
    """,
    "debug__kustomization": """\
        apiVersion: kustomize.config.k8s.io/v1alpha1
        kind: Component
        patches:
        - path: log.json
          target: {kind: Deployment}
        - path: args.yaml
    """,
    "debug__args": """\
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
              - name: web
                args: [--debug]
              - name: new
                image: new:1
    """,
    "prod__kustomization": """\
        namespace: shop
        namePrefix: prod-
        resources: [../base]
        components: [../debug]
        labels:
        - pairs: {team: shop}
          includeTemplates: true
        commonAnnotations:
          owner: me
        images:
        - name: web
          newTag: "2"
        replicas:
        - {name: web, count: 3}
        patches:
        - target: {kind: Service}
          patch: |
            - op: replace
              path: /spec/ports/0/port
              value: 8080
            - {op: add, path: /spec/type, value: LoadBalancer}
        - patch: |-
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  containers:
                  - name: side
                    imagePullPolicy: Always
    """,
}
LOG = """\
[{"op": "add", "path": "/spec/template/spec/containers/1/env",
  "value": [{"name": "LOG",
             "value": "debug"}]}]
"""
POD = ("spec", "template", "spec", "containers")


@functools.cache
def _built() -> Manifest:
    (made,) = render(find(["."], Settings()), Settings()).made
    manifest = read_text(made.text, made.name)
    made.tracer.attach(manifest)
    return manifest


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("tree")
    write(folder, **FILES)
    (folder / "debug/log.json").write_text(LOG)
    return folder


@pytest.mark.parametrize(
    ("kind", "path", "file", "line"),
    [
        ("Service", ("spec", "ports", 0, "port"), "prod/kustomization.yaml", 20),
        ("Service", ("spec", "type"), "prod/kustomization.yaml", 21),
        ("Service", ("spec", "ports", 0, "name"), "base/web.yaml", 4),
        ("Service", ("metadata", "name"), "base/web.yaml", 3),
        ("Service", ("metadata", "namespace"), "prod/kustomization.yaml", 1),
        ("Service", ("metadata", "labels", "team"), "prod/kustomization.yaml", 6),
        ("Service", ("metadata", "annotations", "owner"), "prod/kustomization.yaml", 9),
        ("Deployment", ("spec", "replicas"), "prod/kustomization.yaml", 14),
        ("Deployment", ("spec", "template", "metadata", "labels", "team"), "prod/kustomization.yaml", 6),
        ("Deployment", ("spec", "selector", "matchLabels", "app"), "base/web.yaml", 12),
        ("Deployment", (*POD, "web", "image"), "prod/kustomization.yaml", 12),
        ("Deployment", (*POD, "side", "image"), "base/web.yaml", 18),
        ("Deployment", (*POD, "side", "imagePullPolicy"), "prod/kustomization.yaml", 31),
        ("Deployment", (*POD, "web", "args", 0), "debug/args.yaml", 9),
        ("Deployment", (*POD, "new", "image"), "debug/args.yaml", 11),
        ("Deployment", (*POD, "web", "env", 0, "value"), "debug/log.json", 3),
        ("Deployment", (*POD, "web", "envFrom", 0, "configMapRef", "name"), "base/web.yaml", 21),
        ("Deployment", (*POD, "web", "ports", 0, "containerPort"), "base/web.yaml", 23),
        ("Deployment", (*POD, "web"), "base/web.yaml", 19),
        ("Deployment", (*POD, "new"), "debug/args.yaml", 10),
        ("ConfigMap", ("metadata", "name"), "base/kustomization.yaml", 3),
        ("ConfigMap", ("data", "level"), "base/kustomization.yaml", 4),
        ("ConfigMap", ("data", "app.conf"), "base/kustomization.yaml", 5),
    ],
)
def test_fields(
    tree: pathlib.Path, monkeypatch: pytest.MonkeyPatch, kind: str, path: Path, file: str, line: int
) -> None:
    monkeypatch.chdir(tree)
    (document,) = [d for d in _built().documents if dig(d.data, "kind") == kind]
    steps: list[str | int] = []
    for step in path:
        node = dig(document.data, *steps)
        names = [item.get("name") for item in node] if isinstance(node, list) and isinstance(step, str) else []
        steps.append(names.index(step) if names else step)
    assert document.origin
    written = document.origin.locate(tuple(steps))
    source = written.document.manifest
    assert (source.name, source.position(written.span.start).line, written.certain) == (file, line, True)


def test_missing_files_and_fields(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        kustomization="""\
            resource: [x.yaml]
            resources:
            - deploymnet.yaml
            - https://example.com/x.yaml
            - empty
            imageTags: []
            bases: [../elsewhere]
            secretGenerator:
            - name: x
              envs: [.env]
        """,
        deployment="kind: x\n",
        empty__nothing="a: 1\n",
    )
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text(".env\n")
    messages = {f.location.start.line: f.message for f in check().findings if f.rule == "broken-kustomization"}
    assert messages == {
        1: "kustomize does not know the field `resource`; did you mean `resources`?",
        3: "there is no file or folder `deploymnet.yaml`; did you mean `deployment.yaml`?",
        5: "the folder `empty` has no kustomization",
        6: "kustomize no longer knows the field `imageTags`: use `images`",
        7: "`bases` is deprecated: use `resources`",
    }
    assert found(check(render=False), "broken-kustomization") == [("kustomization.yaml", line) for line in messages]


def test_one_name_in_two_namespaces(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: %s}\nspec: {containers: [{name: x, image: %s}]}\n"
    write(tmp_path, pods=pod % ("one", "nginx:1.27") + "---\n" + pod % ("two", "nginx"))
    write(tmp_path, kustomization="resources: [pods.yaml]\n")
    assert found(check(), "latest-tag") == [("pods.yaml", 9)]


def test_names_that_hold_one_another(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: web, image: 'nginx:latest'}]}\n"
    write(tmp_path, pods=pod % "web" + "---\n" + pod % "web-prod")
    patch = (
        "kind: Pod\napiVersion: v1\nmetadata: {name: web}\nspec: {containers: [{name: web, image: 'nginx:latest'}]}\n"
    )
    write(
        tmp_path,
        kustomization="resources: [pods.yaml]\nnameSuffix: -prod\npatches: [{path: patch.yaml}]\n",
        patch=patch,
    )
    assert found(check(), "latest-tag") == [("patch.yaml", 4), ("pods.yaml", 9)]
