"""Charts are judged as helm renders them, and findings stand at the line of the template."""

from __future__ import annotations

import pathlib

import pytest

from kubelint.api import Settings, open_project
from tests.rendering.places import check, found, needs_helm, write

pytestmark = needs_helm

HELPERS = """
{{- define "web.labels" -}}
app: web
tier: {{ .Values.tier }}
{{- end }}
{{- define "web.name" -}}
web
{{- end }}
"""
DEPLOYMENT = """
{{- range $name := .Values.names }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.name" $ }}-{{ $name }}
spec:
  replicas: {{ $.Values.replicas }}
  selector:
    matchLabels:
      {{- include "web.labels" $ | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "web.labels" $ | nindent 8 }}
    spec:
      containers:
      - name: web
        image: "{{ $.Values.image.repository }}:{{ $.Values.image.tag }}"
        {{- with $.Values.securityContext }}
        securityContext:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        args:
        - |
          one {{ $name }}
          two
{{- end }}
"""
VALUES = """
names: [a, b]
tier: web
replicas: 2
image:
  repository: registry.example.com/web
  tag: latest
securityContext:
  allowPrivilegeEscalation: false
  runAsUser: 0
"""


@pytest.fixture
def here(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, web__Chart="apiVersion: v2\nname: web\nversion: 0.1.0\n", web__values=VALUES)
    write(tmp_path, web__templates__deployment=DEPLOYMENT)
    (tmp_path / "web/templates/_helpers.tpl").write_text(HELPERS.lstrip("\n"))
    return tmp_path


def test_line_of_the_template_in_a_loop(here: pathlib.Path) -> None:
    report = check()
    assert found(report, "latest-tag") == [("web/templates/deployment.yaml", 19)]
    (finding,) = [f for f in report.findings if f.rule == "latest-tag"]
    assert finding.rendered
    assert finding.rendered["certainty"] == "certain"


def test_values_of_a_line_that_prints_many(here: pathlib.Path) -> None:
    (finding,) = [f for f in check().findings if f.rule == "run-as-root"]
    assert (finding.location.file, finding.location.start.line) == ("web/templates/deployment.yaml", 22)
    assert finding.rendered == {
        "by": "helm",
        "in": ["values.yaml"],
        "certainty": "certain",
        "values": ".Values.securityContext.runAsUser",
    }
    (related,) = finding.related
    assert (related.location.file, related.location.start.line) == ("web/values.yaml", 9)


def test_each_set_of_values_is_rendered_and_findings_say_where_they_hold(here: pathlib.Path) -> None:
    write(here, **{"web__ci__root-values": "securityContext: {runAsUser: 1000}\n"})
    (finding,) = [f for f in check().findings if f.rule == "run-as-root"]
    assert finding.rendered
    assert finding.rendered["in"] == ["values.yaml"]
    assert finding.message.endswith(" (as rendered with `values.yaml`)")
    assert not any("as rendered" in f.message for f in check().findings if f.rule == "latest-tag")


def test_a_template_that_fails_is_a_finding(here: pathlib.Path) -> None:
    write(here, web__templates__bad="a: {{ .Values.nothing.at.all }}\n")
    report = check()
    assert found(report, "unrendered-source") == [("web/Chart.yaml", 1)]


def test_dependencies_that_are_not_vendored_are_left_out_and_counted(here: pathlib.Path) -> None:
    chart = "apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n- {name: redis, version: 1.0.0, repository: 'https://x.example.com'}\n"
    write(here, web__Chart=chart)
    report = check()
    assert found(report, "latest-tag") == [("web/templates/deployment.yaml", 19)]
    assert [s.reason for s in report.skipped if "redis" in s.reason] == [
        "rendered without `redis`, which is not in `charts/`"
    ]


def test_suppressions_in_templates_hold_for_what_is_rendered(here: pathlib.Path) -> None:
    file = here / "web/templates/deployment.yaml"
    text = file.read_text()
    file.write_text(text.replace('.tag }}"', '.tag }}" # kubelint: ignore[latest-tag] on purpose'))
    report = check()
    assert found(report, "latest-tag") == []
    assert found(report, "unused-suppression") == []


def test_fixes_land_in_the_template_where_it_is_plain(here: pathlib.Path) -> None:
    write(
        here,
        web__templates__service="""
            apiVersion: v1
            kind: Service
            metadata:
              name: {{ include "web.name" . }}
            spec:
              sessionAffinity: ClientIp
              ports:
              - port: 80
                targetport: 8080
              selector:
                {{- include "web.labels" . | nindent 4 }}
        """,
    )
    mended = open_project(["."]).mend(unsafe=True)
    (text,) = [text for _, text in mended.texts.values()]
    assert "targetPort: 8080" in text
    assert '{{- include "web.labels" . | nindent 4 }}' in text


def test_values_of_the_chart_need_not_suffice_where_others_do(here: pathlib.Path) -> None:
    write(
        here,
        web__templates__config="kind: Pod\napiVersion: v1\nmetadata: {name: {{ required `it` .Values.called }}}\n",
    )
    assert found(check(), "unrendered-source") == [("web/Chart.yaml", 1)]
    write(here, **{"web__ci__named-values": "called: x\n"})
    assert found(check(), "unrendered-source") == []


def test_a_chart_that_renders_nothing(here: pathlib.Path) -> None:
    write(here, web__templates__deployment="{{- if .Values.enabled }}\nkind: x\n{{- end }}\n")
    assert [f for f in check().findings if f.rule in ("unrendered-source", "internal-error")] == []


def test_sets_of_values_of_the_configuration(here: pathlib.Path) -> None:
    write(here, web__values="replicas: 2\n", web__prod=VALUES)
    settings = Settings(charts={"web": (("values.yaml", "prod.yaml"),)})
    (finding,) = [f for f in check(settings=settings).findings if f.rule == "run-as-root"]
    assert finding.rendered
    assert finding.rendered["in"] == ["values.yaml prod.yaml"]
    (related,) = finding.related
    assert related.location.file == "web/prod.yaml"


def test_suppressions_are_not_called_unused_where_a_branch_was_not_rendered(here: pathlib.Path) -> None:
    text = "{{- if .Values.never }}\nkind: Pod # kubelint: ignore[latest-tag]\n{{- end }}\n"
    (here / "web/templates/never.yaml").write_text(text)
    assert found(check(), "unused-suppression") == []
    assert found(check(render=False), "unused-suppression") == []


def test_branches_are_no_repeated_keys(here: pathlib.Path) -> None:
    text = (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: '{{ .Values.tier }}'\n  #{{ if .Values.x }}\n  labels: {a: b}\n"
    )
    (here / "web/templates/pod.yaml").write_text(text + "  #{{ else }}\n  labels: {a: b}\n  #{{ end }}\nspec: {}\n")
    assert found(check(), "duplicate-key") == []
