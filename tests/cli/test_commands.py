"""The commands beside ``check``."""

from __future__ import annotations

import json

import pytest

from kubelint.aliases import aliases
from kubelint.catalogue import rules
from tests.cli.terminal import Terminal


def test_rules_lists_all(terminal: Terminal) -> None:
    listed = json.loads(terminal.run("rules", "--output-format", "json").out)
    assert {rule["name"] for rule in listed} == set(rules())
    table = terminal.run("rules").out
    assert all(name in table for name in rules())


def test_rules_of_a_category_and_a_preset(terminal: Terminal) -> None:
    listed = json.loads(terminal.run("rules", "security", "--preset", "security", "--output-format", "json").out)
    assert {rule["category"] for rule in listed} == {"security"}
    assert all("security" in rule["presets"] for rule in listed)


def test_explain_prints_the_page(terminal: Terminal) -> None:
    page = terminal.run("explain", "run-as-root").out
    assert page.startswith(
        "# run-as-root\n\ncontainer runs as UID 0\n\nCategory security; warning or error, on by default."
    )
    assert "## Why" in page


@pytest.mark.parametrize("alias", aliases(), ids=lambda alias: f"{alias.peer}-{alias.id}")
def test_explain_knows_every_alias(terminal: Terminal, alias: object) -> None:
    assert isinstance(alias, type(aliases()[0]))
    result = terminal.run("explain", alias.id)
    assert result.code == 0
    assert all(f"`{rule}`" in result.out for rule in alias.rules) or alias.id in rules()
    assert alias.rules or alias.note in result.out


def test_explain_a_near_miss(terminal: Terminal) -> None:
    assert "there is no rule `CKV_K8S_2000`; did you mean `CKV_K8S_" in terminal.run("explain", "CKV_K8S_2000").err


def test_config_names_origins(terminal: Terminal) -> None:
    terminal.write(".kubelint.yaml", "fail-on: error\n")
    shown = terminal.run("config", "--preset", "strict").out.splitlines()
    assert [line.partition("# ")[2] for line in shown] == ["default", "command line", ".kubelint.yaml"]


def test_config_schema(terminal: Terminal) -> None:
    schema = json.loads(terminal.run("config", "--schema").out)
    assert set(schema["properties"]["severity"]["properties"]) == set(rules())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(terminal: Terminal, shell: str) -> None:
    assert "_KUBELINT_COMPLETE" in terminal.run("completion", shell).out


def test_schema_shows_fields(terminal: Terminal) -> None:
    shown = terminal.run("schema", "Deployment.spec.template.spec.containers").out
    assert shown.startswith(
        "Deployment.spec.template.spec.containers: list of Container (apps/v1 Deployment, Kubernetes 1.37)"
    )
    assert "name                      string (required)" in shown
    assert "did you mean `strategy`" in terminal.run("schema", "Deployment.spec.strateg").err
    assert "has no kind `Deploymnt`; did you mean `Deployment`" in terminal.run("schema", "Deploymnt").err
    assert (
        "autoscaling/v2beta2"
        in terminal.run(
            "schema", "autoscaling/v2beta2/HorizontalPodAutoscaler.spec", "--kubernetes-version", "1.25"
        ).out
    )


def test_help(terminal: Terminal) -> None:
    shown = terminal.run("--help").out
    assert all(name in shown for name in ("check", "rules", "explain", "schema", "config", "completion"))
