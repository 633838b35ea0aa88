"""Cold, warm, parallel and in one process: the same findings, whatever happened to what was remembered."""

from __future__ import annotations

import datetime
import multiprocessing
import pathlib
import random
import shutil
from collections.abc import Iterator

import pytest

from benchmarks.generate import write
from kubelint.api import Settings, open_project
from kubelint.engine import loading
from kubelint.manifest import read_text
from kubelint.report import View, renderer
from tests.shared import ROOT, SHARED, needs_shared

FORMATS = ("json", "full", "sarif")


@pytest.fixture
def estate(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """The examples, a generated estate, a Secret, and files that cannot be read as they stand."""
    folder = tmp_path / "estate"
    shutil.copytree(ROOT / "examples", folder / "examples")
    write(folder / "apps", 60)
    (folder / "broken.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a, name: b}\nspec: [\n---\na: 1\n")
    (folder / "secret.yaml").write_text(SECRET)
    (folder / "dates.yaml").write_text(DATED)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(loading, "_WORTHWHILE", 0)
    return folder


SECRET = """\
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {password: correct-horse-battery}
immutable: "no"
"""
DATED = """\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: c
      image: example.com/c:latest  # kubelint: ignore[latest-tag] until=2026-06-30 it moves
"""


def _said(now: str = "2026-01-01", cache: pathlib.Path | None = None, jobs: int = 1) -> list[str]:
    settings = Settings(now=datetime.datetime.fromisoformat(now).replace(tzinfo=datetime.UTC))
    report = open_project(["."], settings, cache_dir=str(cache) if cache else None, jobs=jobs).report()
    return [renderer(name)(report, View()) for name in FORMATS]


def test_cold_and_warm(estate: pathlib.Path, tmp_path: pathlib.Path) -> None:
    cold = _said()
    assert [_said(cache=tmp_path / "c") for _ in range(3)] == [cold] * 3
    (estate / "examples" / "pitfalls" / "certificate.yaml").unlink()
    cold = _said()
    assert [_said(cache=tmp_path / "c") for _ in range(3)] == [cold] * 3
    assert list((tmp_path / "c").glob("*.run"))


def test_a_changed_file_changes_what_is_said(estate: pathlib.Path, tmp_path: pathlib.Path) -> None:
    _said(cache=tmp_path / "c")
    file = estate / "broken.yaml"
    file.write_text(file.read_text().replace("name: b", "name: c"))
    assert _said(cache=tmp_path / "c") == _said()


def test_another_day(estate: pathlib.Path, tmp_path: pathlib.Path) -> None:
    days = ("2016-01-01", "2026-01-01", "2056-01-01")
    fresh = [_said(day) for day in days]
    assert [_said(day, tmp_path / "c") for day in days * 2] == fresh * 2
    assert len(set(map(str, fresh))) == 3


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_parallel(estate: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: [method])
    alone = _said()
    assert _said(jobs=3) == alone
    assert _said(cache=tmp_path / "c", jobs=2) == alone
    assert _said(cache=tmp_path / "c", jobs=2) == alone


def _damaged(folder: pathlib.Path, chance: random.Random) -> None:
    for file in folder.iterdir():
        content = bytearray(file.read_bytes() or b"x")
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        file.write_bytes(content[: chance.choice([len(content), chance.randrange(len(content))])])


def test_a_damaged_memory(estate: pathlib.Path, tmp_path: pathlib.Path) -> None:
    cold, chance = _said(), random.Random(3)
    for _ in range(8):
        assert _said(cache=tmp_path / "c") == cold
        _damaged(tmp_path / "c", chance)


def test_no_secret_is_remembered(estate: pathlib.Path, tmp_path: pathlib.Path) -> None:
    _said(cache=tmp_path / "c")
    (estate / "examples" / "pitfalls" / "certificate.yaml").unlink()
    _said(cache=tmp_path / "c")
    held = b"".join(file.read_bytes() for file in (tmp_path / "c").iterdir())
    assert b"amber-amber-0" in held
    assert b"correct-horse" not in held


def _corpus() -> Iterator[str]:
    folders = (folder for folder in sorted(SHARED.glob("corpus/[!.]*")) if folder.is_dir())
    yield from (folder.as_posix() for folder in folders)


@pytest.mark.slow
@needs_shared
def test_all_of_the_corpus(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_WORTHWHILE", 0)
    for folder in _corpus():
        monkeypatch.chdir(folder)
        alone, cache = _said(), tmp_path / pathlib.Path(folder).name
        assert _said(jobs=2) == alone
        assert _said(cache=cache) == alone
        assert _said(cache=cache, jobs=2) == alone
        _damaged(cache, random.Random(1))
        assert _said(cache=cache) == alone


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("{kind: Secret, data: {a: b}}", True),
        ("{kind: Secret, dataa: {a: b}}", True),
        ("{kind: SecretList, items: [{data: {a: b}}]}", True),
        ("{kind: List, items: [{kind: List, items: [{kind: Secret, stringData: {a: b}}]}]}", True),
        ("{kind: Secret, metadata: {name: a}, type: Opaque}", False),
        ("{kind: ConfigMap, data: {a: b}}", False),
    ],
)
def test_which_data_must_not_lie_about(text: str, held: bool) -> None:
    assert loading._holds_secret(read_text(text, "a.yaml").documents[0].data) is held
