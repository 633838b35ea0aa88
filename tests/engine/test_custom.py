"""Custom resources in a whole run."""

from __future__ import annotations

from pathlib import Path

from kubelint.config import Settings
from kubelint.engine import Report, lint
from kubelint.manifest import read_text
from tests.schema.test_custom import DEFINITION, SHOP

SIZED = SHOP + "spec: {size: 0}\n"


def run(settings: Settings | None = None, **files: str) -> Report:
    return lint([read_text(text, name) for name, text in files.items()], settings or Settings())


def test_a_definition_in_another_file_is_used() -> None:
    report = run(shop=SIZED, definition=DEFINITION)
    (finding,) = [found for found in report.findings if found.file == "shop"]
    assert finding.rule == "invalid-value"
    assert finding.location.start.line == 4
    assert (report.checked, report.skipped) == (2, [])


def test_an_unknown_kind_is_counted() -> None:
    report = run(shop=SIZED)
    assert report.findings == []
    assert report.checked == 0
    assert [entry.reason for entry in report.skipped] == ["no schema for `example.com/v1` Shop"]


def test_definitions_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "shops.yaml").write_text(DEFINITION)
    report = run(Settings(schemas=(str(tmp_path),)), shop=SIZED)
    assert [finding.rule for finding in report.findings] == ["invalid-value"]


def said(settings: Settings | None = None, **files: str) -> set[str]:
    return {finding.rule for finding in run(settings, **files).findings}


def test_a_definition_of_the_run_wins_over_retired_versions() -> None:
    issuer = "apiVersion: certmanager.k8s.io/v1alpha1\nkind: Shop\nmetadata: {name: a}\n"
    definition = DEFINITION.replace("example.com", "certmanager.k8s.io")
    served = definition.replace("name: v1\n", "name: v1alpha1\n")
    assert "removed-api" in said(shop=issuer, definition=definition)
    assert "removed-api" not in said(shop=issuer, definition=served)


def test_a_definition_of_the_run_adds_a_kind_to_a_built_in_group() -> None:
    strange = SHOP.replace("example.com/v1", "networking.k8s.io/v1")
    assert "unknown-kind" in said(shop=strange)
    assert "unknown-kind" not in said(shop=strange, definition=DEFINITION.replace("example.com", "networking.k8s.io"))


def test_a_kustomization_with_a_namespace_names_its_namespaces() -> None:
    namespace = read_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: _}\n", "a.yaml")
    plain = read_text("resources: [a.yaml]\n", "kustomization.yaml")
    moving = read_text("resources: [a.yaml]\nnamespace: web\n", "kustomization.yaml")
    assert lint([namespace, moving], Settings()).findings == []
    assert [found.rule for found in lint([namespace], Settings()).findings] == ["invalid-value"]
    assert [found.rule for found in lint([namespace, plain], Settings()).findings] == ["invalid-value"]
