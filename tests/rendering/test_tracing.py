"""Every way in which a template makes lines leads back to the line that makes them, or is called near."""

from __future__ import annotations

import functools
import pathlib

import pytest

from kubelint.api import Settings
from kubelint.finding import Path
from kubelint.inputs.files import find
from kubelint.inputs.rendering import render
from kubelint.inputs.rendering.templates import lines_of, marked
from kubelint.kube.objects import dig
from kubelint.manifest import Manifest, read_text
from tests.rendering.places import needs_helm, write

HELPERS = """\
{{/* a comment
over lines */}}
{{- define "on" -}}
{{- if .Values.env -}}
true
{{- end -}}
{{- end -}}
{{- define "labels" -}}
app: web
{{ include "more" . }}
{{- end }}
{{- define "more" -}}
{{- range $k, $v := .Values.env }}
env-{{ $k | lower }}: {{ $v | quote }}
{{- end }}
{{- end }}
{{- define "mapping" -}}
kind: from-mapping
{{- end }}
"""
TEMPLATE = """\
{{- if eq (include "on" .) "true" }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-web
  labels: {{- include "labels" . | nindent 4 }}
    last: label
  annotations:
    checksum: {{ include (print $.Template.BasePath "/other.yaml") . | sha256sum }}
    from: {{ (include "mapping" . | fromYaml).kind }}
    {{- with .Values.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    over: {{ ternary "x" "y"
      (eq "}}"
          `}}`) | quote }}
    folded: >-
      one {{ .Release.Name }}
      two
data:
{{ tpl .Values.extra . | indent 2 }}
  script: |
    # a comment that is text
    echo {{ .Release.Name }}

    {{- range .Values.hosts }}
    {{ .name }}
    {{- end }}
  {{- range .Values.hosts }}
  {{ .name }}: {{ .port | quote }}
  {{- end }}
  end: "a #b"
{{ end -}}
"""
VALUES = """\
env: {A: "1", B: "2"}
annotations: {first: a, second: b}
extra: |
  sidecar: {{ .Release.Name }}
  two: "2"
hosts:
- {name: a.example.com, port: 1}
- {name: b.example.com, port: 2}
"""


@functools.cache
def _rendered() -> Manifest:
    sources = find(["."], Settings())
    (made,) = render(sources, Settings()).made
    manifest = read_text(made.text, made.name)
    made.tracer.attach(manifest)
    return manifest


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("chart")
    write(folder, Chart="apiVersion: v2\nname: web\nversion: 0.1.0\n", values=VALUES)
    (folder / "templates").mkdir()
    (folder / "templates/_helpers.tpl").write_text(HELPERS)
    (folder / "templates/config.yaml").write_text(TEMPLATE)
    (folder / "templates/other.yaml").write_text("apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: crlf\r\n")
    return folder


@needs_helm
@pytest.mark.parametrize(
    ("path", "file", "line", "certain"),
    [
        (("kind",), "config.yaml", 3, True),
        (("metadata", "name"), "config.yaml", 5, True),
        (("metadata", "labels", "app"), "_helpers.tpl", 9, True),
        (("metadata", "labels", "env-a"), "_helpers.tpl", 14, True),
        (("metadata", "labels", "env-b"), "_helpers.tpl", 14, True),
        (("metadata", "labels", "last"), "config.yaml", 7, True),
        (("metadata", "annotations", "checksum"), "config.yaml", 9, False),
        (("metadata", "annotations", "from"), "config.yaml", 10, True),
        (("metadata", "annotations", "first"), "config.yaml", 12, True),
        (("metadata", "annotations", "second"), "config.yaml", 12, True),
        (("metadata", "annotations", "over"), "config.yaml", 14, True),
        (("metadata", "annotations", "folded"), "config.yaml", 17, True),
        (("data", "sidecar"), "config.yaml", 21, True),
        (("data", "two"), "config.yaml", 21, True),
        (("data", "script"), "config.yaml", 22, True),
        (("data", "a.example.com"), "config.yaml", 30, True),
        (("data", "b.example.com"), "config.yaml", 30, True),
        (("data", "end"), "config.yaml", 32, True),
    ],
)
def test_lines(
    chart: pathlib.Path, monkeypatch: pytest.MonkeyPatch, path: Path, file: str, line: int, certain: bool
) -> None:
    monkeypatch.chdir(chart)
    manifest = _rendered()
    (document,) = [d for d in manifest.documents if dig(d.data, "kind") == "ConfigMap"]
    assert document.origin
    assert dig(document.data, *path) is not None
    written = document.origin.locate(path)
    found = written.document.manifest
    assert (found.name, found.position(written.span.start).line) == (f"templates/{file}", line)
    assert written.certain is certain


@needs_helm
def test_lines_that_end_as_on_other_systems(chart: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(chart)
    (document,) = [d for d in _rendered().documents if dig(d.data, "kind") == "Pod"]
    assert document.origin
    written = document.origin.locate(("metadata", "name"))
    assert written.document.manifest.position(written.span.start).line == 4
    assert written.certain


@needs_helm
@pytest.mark.parametrize(
    ("path", "names"),
    [
        (("metadata", "annotations", "first"), [".Values.annotations.first"]),
        (("data", "b.example.com"), [".Values.hosts.1.port"]),
        (("data", "end"), []),
    ],
)
def test_values(chart: pathlib.Path, monkeypatch: pytest.MonkeyPatch, path: Path, names: list[str]) -> None:
    monkeypatch.chdir(chart)
    (document,) = [d for d in _rendered().documents if dig(d.data, "kind") == "ConfigMap"]
    assert document.origin
    assert [name for _, name in document.origin.locate(path).values] == names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\n", "a: 1 #kl7e:0;\n"),
        ("a: 1\r\n", "a: 1 #kl7e:0;\r\n"),
        ("a: {{ .x -}}\nb\n", "a: {{ .x -}}\nb #kl7e:1;\n"),
        ("---\n\n  \n", "---\n\n  \n"),
        ("{{ if .x }}\n{{- end }}\n", "{{ if .x }}\n{{- end }}\n"),
        ("{{ .x\n | quote }}\n", "{{ .x\n | quote }} #kl7e:1;\n"),
        ('{{ define "x" }}\ntrue\na: b\n{{ end }}\n', '{{ define "x" }}\ntrue\na: b #kl7e:2;\n{{ end }}\n'),
        ('a: {{ "}}" }} {{ `}}` }}\n', 'a: {{ "}}" }} {{ `}}` }} #kl7e:0;\n'),
        ("{{/* }} a: 1\n*/}}\nb: 2\n", "{{/* }} a: 1\n*/}}\nb: 2 #kl7e:2;\n"),
    ],
)
def test_marks_stand_where_they_do_no_harm(text: str, wanted: str) -> None:
    assert marked(text, lines_of(text), 0) == wanted
