"""README and docs show what kubelint prints."""

from __future__ import annotations

import re

import pytest
import yaml

from kubelint.catalogue import rules
from kubelint.config.schema import properties
from kubelint.config.validate import mistakes
from kubelint.report import formats
from tests.shared import ROOT, script


def test_outputs_are_real() -> None:
    assert script(ROOT / "docs/outputs.py").stale() == [], "run `python docs/outputs.py`"


def test_the_configuration_in_the_readme_is_valid() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    config = next(block for block in blocks if block.startswith("kubernetes:"))
    assert list(mistakes(yaml.safe_load(config), properties({}))) == []


@pytest.mark.parametrize("key", properties({})["properties"])
def test_every_key_is_documented(key: str) -> None:
    assert f"| `{key}` |" in (ROOT / "docs/configuration.md").read_text("utf-8")


@pytest.mark.parametrize("name", formats())
def test_every_format_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs/ci.md").read_text("utf-8")


def test_every_link_of_the_docs_leads_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_shop_is_without_findings_and_the_pitfalls_are_found() -> None:
    from kubelint import lint_paths

    assert lint_paths([str(ROOT / "examples/shop")]).findings == []
    found = {finding.rule for finding in lint_paths([str(ROOT / "examples/pitfalls")]).findings}
    assert {"missing-readiness-probe", "ingress-without-tls", "selector-matches-nothing", "unknown-field"} <= found
    assert found <= set(rules())


def test_the_python_of_the_docs_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT / "examples")
    code = re.findall(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text("utf-8"), re.DOTALL)
    exec("\n".join(code).replace('["k8s/", "deploy.yaml"]', '["pitfalls"]'), {})  # noqa: S102
    assert "pitfalls/orders.yaml" in capsys.readouterr().out
