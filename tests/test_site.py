"""The documentation site, built as strictly as its generator can."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest

from kubelint.catalogue import rules
from tests.cli.terminal import environment
from tests.shared import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The site, outside the tree."""
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "docs/mkdocs.yml", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_rule_has_a_page_and_stands_in_the_index(site: pathlib.Path) -> None:
    index = (site / "rules/index.html").read_text("utf-8")
    for rule in rules().values():
        page = (site / "rules" / rule.category / rule.name / "index.html").read_text("utf-8")
        assert f">{rule.name}</h1>" in page
        assert "```" not in page, "a fence that is none to Python's Markdown"
        assert f'href="{rule.category}/{rule.name}/"' in index


def test_every_guide_is_there(site: pathlib.Path) -> None:
    guides = {file.stem for file in (ROOT / "docs").glob("*.md")}
    assert guides <= {folder.name for folder in site.iterdir()}
    assert "kubelint reads" in (site / "index.html").read_text("utf-8")


def test_nothing_is_loaded_from_elsewhere(site: pathlib.Path) -> None:
    loaded = [
        found
        for page in site.rglob("*.html")
        for found in re.findall(r"""<(?:script|link|img)[^>]*(?:src|href)="(https?:[^"]*)""", page.read_text("utf-8"))
    ]
    assert loaded == []
