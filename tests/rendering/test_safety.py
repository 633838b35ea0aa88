"""Nothing that a repository holds makes kubelint run its code, open a connection, or read what lies outside."""

from __future__ import annotations

import pathlib
import sys
import time

import pytest

from kubelint.api import Settings
from kubelint.inputs.rendering import kustomize, running
from kubelint.inputs.rendering.graph import far
from kubelint.inputs.rendering.model import FailedError, SlowError
from tests.rendering.places import check, found, needs_helm, needs_kustomize, write


def python(code: str, scratch: pathlib.Path, seconds: float = 20, limit: int = 10_000) -> bytes:
    return running.run([sys.executable, "-c", code], scratch, seconds, limit)


def test_the_environment_leads_nowhere(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("KUBECONFIG", "/somewhere")
    said = python(
        "import os, shutil; print(dict(os.environ), shutil.which('git'), os.listdir(os.environ['PATH']))", tmp_path
    )
    text = said.decode()
    assert "secret" not in text
    assert "/somewhere" not in text
    assert text.rstrip().endswith("None []")
    assert "'HTTPS_PROXY': 'http://127.0.0.1:9'" in text


def test_time_is_limited(tmp_path: pathlib.Path) -> None:
    began = time.monotonic()
    with pytest.raises(SlowError, match=r"took longer than 0\.5 seconds"):
        python("import time; time.sleep(30)", tmp_path, seconds=0.5)
    assert time.monotonic() - began < 10


def test_output_is_limited(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FailedError, match="wrote more than"):
        python("while True: print('x' * 1000)", tmp_path)


def test_complaints_are_one_sentence(tmp_path: pathlib.Path) -> None:
    said = f"Error: no file {tmp_path}/tree/x.yaml.\n\nUse --debug flag to render out invalid YAML"
    with pytest.raises(FailedError, match=r"^no file tree/x\.yaml$"):
        python(f"import sys; sys.exit({said!r})", tmp_path)


FAR = """
    https://example.com/x.yaml http://h/x ssh://git@h/x git::https://h/x git@github.com:a/b github.com/a/b
    GitHub.com/a/b?ref=v1 gh:a/b host.example.com:a/b ../x?ref=main file:///etc/x a.git//b a/_git/b user@host:x
"""


@pytest.mark.parametrize("address", FAR.split())
def test_addresses_are_known_by_their_form(address: str) -> None:
    assert far(address)


@pytest.mark.parametrize("path", ["../base", "deployment.yaml", "./a.b/c.yaml", "..", "key=a/b.txt", "gitlab/x.yaml"])
def test_files_are_no_addresses(path: str) -> None:
    assert not far(path)


@needs_kustomize
def test_a_link_out_of_the_repository_is_not_followed(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    write(outside, secret="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: b}\n")
    write(inside, kustomization="resources: [link.yaml]\n")
    (inside / "link.yaml").symlink_to(outside / "secret.yaml")
    monkeypatch.chdir(inside)
    started: list[object] = []
    monkeypatch.setattr(kustomize, "run", lambda *a, **k: started.append(a))
    report = check("kustomization.yaml")
    assert started == []
    assert [s.reason for s in report.skipped if "outside the repository" in s.reason]


@needs_helm
def test_a_chart_sees_neither_links_out_nor_values_from_outside(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = tmp_path / "chart"
    write(tmp_path, outside="a: secret\n")
    write(chart, Chart="name: web\nversion: 0.1.0\n")
    write(
        chart,
        templates__x='apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Files.Get "link" | default "none" }}}\n',
    )
    (chart / "link").symlink_to(tmp_path / "outside.yaml")
    monkeypatch.chdir(chart)
    report = check("Chart.yaml")
    assert found(report, "unrendered-source") == []
    assert [f.location.object.name for f in report.findings if f.location.object] in ([], ["none"])
    settings = Settings(charts={".": (("../outside.yaml",),)})
    (finding,) = [f for f in check("Chart.yaml", settings=settings).findings if f.rule == "unrendered-source"]
    assert "in this repository" in finding.message


@needs_helm
def test_names_are_looked_up_nowhere(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, Chart="name: web\nversion: 0.1.0\n")
    write(
        tmp_path,
        templates__x="""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: x}
            data:
              resolved: "{{ getHostByName "localhost" }}"
              cluster: "{{ lookup "v1" "Namespace" "" "default" | toJson | replace "\\"" "" }}"
        """,
    )
    monkeypatch.chdir(tmp_path)
    report = check()
    assert found(report, "unrendered-source") == []
    assert "127.0.0.1" not in str(report.findings)


def test_without_the_tools_everything_else_works(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: web, image: 'nginx:latest'}]}\n"
    write(tmp_path, base__kustomization="resources: [pod.yaml, gone.yaml]\nresource: [x]\n", base__pod=pod)
    write(tmp_path, ok__kustomization="resources: [pod.yaml]\n", ok__pod=pod, web__Chart="name: web\nversion: 0.1.0\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    report = check()
    reasons = {skipped.file: skipped.reason for skipped in report.skipped if skipped.document is None}
    assert "`helm` is not on the PATH" in reasons["web/Chart.yaml"]
    assert "neither `kustomize` nor `kubectl`" in reasons["ok/kustomization.yaml"]
    assert found(report, "latest-tag") == [("base/pod.yaml", 4), ("ok/pod.yaml", 4)]
    assert found(report, "broken-kustomization") == [("base/kustomization.yaml", 1), ("base/kustomization.yaml", 2)]
    assert found(report, "unrendered-source") == []


def test_tools_of_the_working_directory_are_not_started(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "helm"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    for path in (".", "", str(tmp_path)):
        monkeypatch.setenv("PATH", path)
        assert running.find("helm") is None


@needs_kustomize
def test_remote_bases_are_allowed_on_the_command_line_alone(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, kustomization="resources: ['https://example.com/x.yaml', pod.yaml]\n")
    write(tmp_path, pod="apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n")
    monkeypatch.chdir(tmp_path)
    asked: list[bool] = []

    def answer(command: list[str], scratch: pathlib.Path, remote: bool = False) -> bytes:
        asked.append(remote)
        pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: far\n  annotations:\n    config.kubernetes.io/origin: |\n"
        return f"{pod}      path: https://example.com/x.yaml\nspec:\n  hostNetwork: yes please\n".encode()

    monkeypatch.setattr(kustomize, "run", answer)
    assert found(check(), "wrong-type") == []
    assert asked == []
    report = check(allow_remote=True)
    assert asked == [True]
    assert found(report, "wrong-type") == [("kustomization.yaml", 1)]
