"""Nothing that a manifest or a file's name contains forges a command or breaks a report, and no secret is shown."""

from __future__ import annotations

import csv
import io
import itertools
import json
import pathlib
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest

from kubelint import lint_text
from kubelint.cli._run import run
from kubelint.report import View, formats, render
from kubelint.report._graph import draw
from kubelint.workspace.graph import Edge, Graph, Node
from tests.report.samples import HOSTILE, SECRET, hostile, hostile_manifest

_GITHUB = re.compile(r"\s*::([a-z-]+)( [^:]*)?::(.*)", re.IGNORECASE)
_AZURE = re.compile(r"##(vso)?\[", re.IGNORECASE)
COLORED = View(color=True)


@pytest.mark.parametrize("name", formats())
def test_no_command_is_forged(name: str) -> None:
    lines = render(name, hostile()).splitlines()
    github = [line for line in lines if _GITHUB.match(line)]
    azure = [line for line in lines if _AZURE.search(line)]
    assert len(github) == (len(HOSTILE) if name == "github" else 0)
    assert len(azure) == (len(HOSTILE) if name == "azure" else 0)
    assert all(len(_AZURE.findall(line)) == 1 and line.startswith("##vso[task.logissue ") for line in azure)


def test_github_reads_what_was_meant() -> None:
    commands = [line for line in render("github", hostile()).split("\n") if line.startswith("::")]
    assert len(commands) == len(HOSTILE)
    for line in commands:
        found = _GITHUB.fullmatch(line)
        assert found, line
        properties = dict(part.split("=", 1) for part in found[2].strip().split(","))
        assert set(properties) == {"file", "line", "endLine", "col", "endColumn", "title"}
        assert properties["line"] == properties["endLine"]


def test_azure_reads_what_was_meant() -> None:
    for line in render("azure", hostile()).split("\n")[:-1]:
        head, _, _ = line.removeprefix("##vso[task.logissue ").partition("]")
        names = [part.partition("=")[0] for part in head.rstrip(";").split(";")]
        assert names == ["type", "sourcepath", "linenumber", "columnnumber", "code"]


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "rdjson"])
def test_json_is_whole(name: str) -> None:
    data = json.loads(_written(render(name, hostile())))
    count = {"json": "findings", "rdjson": "diagnostics"}.get(name)
    entries = data[count] if count else data if name == "gitlab" else data["runs"][0]["results"]
    assert len(entries) == len(HOSTILE)


def test_json_keeps_every_character() -> None:
    data = json.loads(render("json", hostile()))
    assert [finding["message"] for finding in data["findings"]] == list(HOSTILE)


@pytest.mark.parametrize("name", ["jsonl", "rdjsonl"])
def test_json_lines_are_lines(name: str) -> None:
    lines = _written(render(name, hostile())).splitlines()
    assert [type(json.loads(line)) for line in lines] == [dict] * len(HOSTILE)


@pytest.mark.parametrize(("name", "tag"), [("junit", "failure"), ("checkstyle", "error")])
def test_xml_is_whole(name: str, tag: str) -> None:
    root = ElementTree.fromstring(render(name, hostile()))  # noqa: S314 (our own text)
    assert len(list(root.iter(tag))) == len(HOSTILE)


def test_csv_has_no_formula_and_no_row_too_many() -> None:
    rows = list(csv.reader(io.StringIO(render("csv", hostile()), newline="")))
    assert len(rows) == len(HOSTILE) + 1
    assert {len(row) for row in rows} == {10}
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@＝"))]


def test_markdown_has_a_row_each_and_nothing_in_it() -> None:
    rows = [line for line in render("markdown", hostile()).split("\n") if line.startswith("| ")][1:]
    assert len(rows) == len(HOSTILE)
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 5
        assert not re.search(r"(?<!\\)[<`\[*_]|@\w|#\d|://|www\.", row)


def test_tap_has_a_point_each() -> None:
    lines = render("tap", hostile()).split("\n")
    assert lines[1] == f"1..{len(HOSTILE)}"
    assert sum(line.startswith("not ok ") for line in lines) == len(HOSTILE)
    assert not [line for line in lines if line.startswith(("ok ", "Bail out!"))]
    assert not [line for line in lines if line.startswith("not ok") and re.search(r"(?<!\\)#", line)]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]


def test_html_has_no_tag_of_a_manifest() -> None:
    tags = _Tags()
    tags.feed(render("html", hostile()))
    assert tags.seen.count("script") == 1
    assert "img" not in tags.seen
    assert tags.seen.count("article") == len(HOSTILE)


@pytest.mark.parametrize("name", ["text", "full"])
def test_people_get_no_control_characters(name: str) -> None:
    shown = render(name, hostile(), COLORED)
    assert not re.search(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f\x85\u2028\u202e]|\x1b(?!\[[\d;]*m)", shown)


@pytest.mark.parametrize("name", formats())
def test_no_format_shows_a_secret(name: str) -> None:
    report = lint_text(SECRET, "secret.yaml")
    assert {"duplicate-key", "unknown-field", "wrong-type"} <= {finding.rule for finding in report.findings}
    shown = render(name, report)
    assert "hunter2" not in shown
    assert "4711" not in shown


def _written(text: str) -> str:
    """The text as it comes out of a file or a pipe."""
    return text.encode("utf-8", "backslashreplace").decode()


@pytest.mark.parametrize("name", ["text", "mermaid", "dot", "json", "html"])
def test_drawings_forge_nothing(name: str) -> None:
    nodes = tuple(
        Node(f"service{n}", n % 3, "Service", text, text, text, hosts=(text,)) for n, text in enumerate(HOSTILE)
    )
    edges = tuple(Edge(a.id, b.id, a.name, b.name) for a, b in itertools.pairwise(nodes))
    for line in draw(name, Graph(nodes, edges)).splitlines():
        assert not _GITHUB.match(line)
        assert not _AZURE.search(line)
        assert "\x1b" not in line


@pytest.mark.parametrize("name", formats())
def test_a_hostile_manifest_forges_nothing(
    name: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "::error::a ##[b].yaml").write_text(hostile_manifest(), "utf-8")
    assert run(["check", "--no-cache", "--verbose", "--preset", "strict", "--output-format", name, "."]) == 1
    captured = capsys.readouterr()
    for line in captured.err.splitlines() + ([] if name in ("github", "azure") else captured.out.splitlines()):
        assert not _GITHUB.match(line)
        assert not _AZURE.search(line)
    assert "forged" in captured.out
