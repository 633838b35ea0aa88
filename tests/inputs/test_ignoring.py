"""What a walk leaves out, against git's own answers."""

from __future__ import annotations

import pathlib
import shutil
import subprocess

import pytest

from kubelint.config import Settings
from kubelint.inputs.files import find

_NAMES = """
a.yaml b.yaml build/x.yaml build/keep.yaml deep/build/y.yaml deep/er/est/z.yaml deep/er/z.yaml docs/a.yaml docs/a/b.yaml
doc.yaml logs/1.yaml logs/2.yaml out.d/x.yaml tmp/a.yaml tmp/b/c.yaml #odd.yaml !odd.yaml x[1].yaml x1.yaml x2.yaml
x3.yaml vendor/a.yaml vendor/sub/b.yaml dir/file.yaml other/dir/file.yaml space.yaml q1.yaml q12.yaml
"""
FILES = _NAMES.split()
PATTERNS = [
    "build/",
    "/build",
    "build/*\n!build/keep.yaml",
    "*.yaml\n!a.yaml",
    "deep/**/z.yaml",
    "**/est",
    "deep/**",
    "docs/*",
    "doc?",
    "logs/[12].yaml",
    "x[!12].yaml",
    r"x\[1\].yaml",
    r"\#odd.yaml" + "\n" + r"\!odd.yaml",
    "# a comment\n\n  \na.yaml   ",
    "dir/file.yaml",
    "vendor/**/b.yaml",
    "tmp\n!tmp/a.yaml",
    "/q?.yaml",
    "*.d/",
    "**/dir/**",
]


def _make(folder: pathlib.Path, ignored: str) -> None:
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    (folder / ".gitignore").write_text(ignored)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git, to compare with")
@pytest.mark.parametrize("ignored", PATTERNS)
def test_as_git_reads_it(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, ignored: str) -> None:
    _make(tmp_path, ignored)
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], check=True, capture_output=True, text=True
    ).stdout
    theirs = {name for name in listed.split("\0") if name.endswith(".yaml")}
    assert {source.name for source in find(["."], Settings())} == theirs


def test_nested_files_and_the_folders_above(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(tmp_path, "a.yaml\nx*.yaml\n")
    (tmp_path / ".git/info").mkdir(parents=True)
    (tmp_path / ".git/info/exclude").write_text("space.yaml\n")
    (tmp_path / "docs/.gitignore").write_text("!a.yaml\nb.yaml\n")
    monkeypatch.chdir(tmp_path)
    names = {source.name for source in find(["."], Settings())}
    assert "docs/a.yaml" in names
    assert {"a.yaml", "docs/a/b.yaml", "x1.yaml", "space.yaml"} & names == set()
    assert {source.name for source in find(["tmp", "vendor"], Settings())} == {"tmp/b/c.yaml", "vendor/sub/b.yaml"}


def test_named_files_are_always_read(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(tmp_path, "*.yaml")
    (tmp_path / "manifest.txt").write_text("")
    monkeypatch.chdir(tmp_path)
    assert [source.name for source in find(["b.yaml", "manifest.txt", "a.yaml"], Settings())] == [
        "a.yaml",
        "b.yaml",
        "manifest.txt",
    ]


def test_exclude_starts_from_the_root_of_the_settings(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(tmp_path, "")
    monkeypatch.chdir(tmp_path / "docs")
    assert [source.name for source in find(["."], Settings(root="..", exclude=("docs/a/",)))] == ["a.yaml"]
