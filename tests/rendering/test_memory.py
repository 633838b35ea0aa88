"""What has not changed is not rendered twice."""

from __future__ import annotations

import pathlib

import pytest

from tests.rendering.places import check, found, needs_helm, needs_kustomize, write

DEPLOYMENT = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
          - name: web
            image: nginx:latest
"""


@pytest.fixture
def here(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The commands that are started."""
    import subprocess

    commands: list[object] = []
    start = subprocess.Popen.__init__

    def counted(self: object, command: object, *rest: object, **given: object) -> None:
        commands.append(command)
        start(self, command, *rest, **given)  # type: ignore[call-overload]

    monkeypatch.setattr("subprocess.Popen.__init__", counted)
    return commands


@needs_kustomize
def test_overlay(here: pathlib.Path, started: list[object]) -> None:
    write(here, base__kustomization="resources: [deployment.yaml]\n", base__deployment=DEPLOYMENT)
    write(here, prod__kustomization="resources: [../base]\n")
    first = check(cache_dir="cache")
    assert len(started) == 1
    second = check(cache_dir="cache")
    assert len(started) == 1
    assert second.findings == first.findings
    assert [f.rendered for f in second.findings] == [f.rendered for f in first.findings]
    write(here, base__deployment=DEPLOYMENT.replace("latest", "1.27"))
    assert found(check(cache_dir="cache"), "latest-tag") == []
    assert len(started) == 2


@needs_helm
def test_chart(here: pathlib.Path, started: list[object]) -> None:
    write(here, web__Chart="name: web\nversion: 0.1.0\n", web__templates__deployment=DEPLOYMENT)
    first = check(cache_dir="cache")
    begun = len(started)
    assert check(cache_dir="cache").findings == first.findings
    assert len(started) == begun
    (here / "web/templates/_none.tpl").write_text("{{/* nothing */}}")
    assert check(cache_dir="cache").findings == first.findings
    assert len(started) > begun


@needs_kustomize
def test_secrets_are_not_remembered(here: pathlib.Path) -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData: {password: correct-horse}\n"
    write(here, kustomization="resources: [secret.yaml]\n", secret=secret)
    check(cache_dir="cache")
    remembered = [file.read_bytes() for file in (here / "cache").rglob("*") if file.is_file()]
    assert all(b"correct-horse" not in content for content in remembered)
