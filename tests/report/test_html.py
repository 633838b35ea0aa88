"""The HTML report: whole, alone, and with the path of traffic."""

from __future__ import annotations

import base64
import hashlib
import pathlib
import re
from html.parser import HTMLParser

import pytest

from kubelint import lint_paths, lint_text
from kubelint.api import open_project
from kubelint.cli._run import run
from kubelint.report import View, render
from tests.cli.terminal import POD
from tests.report.samples import hostile
from tests.shared import ROOT

_EMPTY = {"meta", "input"}
_SHAPES = {"path", "rect", "circle", "line"}


class _Page(HTMLParser):
    """Tags in balance, and how often each was seen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _SHAPES

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of the pitfalls."""
    monkeypatch.chdir(ROOT)
    project = open_project(["examples/pitfalls"])
    return render("html", project.report(), View(graph=project.graph))


def test_a_finding_is_an_article_in_its_object(page: str) -> None:
    findings = lint_paths([str(ROOT / "examples/pitfalls")]).findings
    seen = _Page(page).seen
    assert seen.count("article") == len(findings)
    assert seen.count("section") == len({(finding.file, finding.location.object) for finding in findings})


def test_the_traffic_is_drawn(page: str) -> None:
    assert "selects no pod" in page[page.index("<svg") : page.rindex("</svg>")]


def test_nothing_is_loaded_and_no_other_script_may_run(page: str) -> None:
    assert not re.search(r"""\b(?:src|action|srcset)=|@import|url\(|href="(?!#)""", page)
    policy = re.search(r"""content="(default-src 'none'; [^"]*)\"""", page)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy[1]


def test_every_rule_that_is_named_has_its_page_below(page: str) -> None:
    named = set(re.findall(r'href="#([^"]+)"', page))
    assert named == set(re.findall(r'<details[^>]* id="([^"]+)"', page))
    assert "rule-http-load-balancer" in named


def test_what_is_marked_is_what_the_finding_says(page: str) -> None:
    assert "nginx.ingress.kubernetes.io/ssl-redirect: <mark>&quot;false&quot;</mark>" in page


def test_nothing_found_is_a_page_too() -> None:
    page = render("html", lint_text(""))
    assert "No findings." in page
    assert "<svg" not in page
    _Page(page)
    _Page(render("html", hostile()))


def test_the_command_line_draws_the_traffic(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    service = (
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {type: LoadBalancer, ports: [{port: 80}]}\n"
    )
    (tmp_path / "pod.yaml").write_text(POD + service)
    run(["check", "--isolated", "--output-format", "html", str(tmp_path)])
    assert "<svg" in capsys.readouterr().out
