"""What is remembered between runs is right, or absent."""

from __future__ import annotations

import os
import pathlib
import random
import shutil
import subprocess
import sys

import pytest

from kubelint.cache import Cache, clean, key_of
from tests.shared import ROOT

KEYS = [key_of(bytes([number])) for number in range(40)]


def _filled(folder: pathlib.Path, stamp: str = "s") -> Cache:
    cache = Cache(folder, stamp)
    for number, key in enumerate(KEYS):
        cache.put(key, {"number": number, "text": "x" * number})
    cache.save()
    return cache


def _log(folder: pathlib.Path) -> pathlib.Path:
    return next(folder.glob("*.files"))


def test_what_was_put_is_there_in_the_next_run(tmp_path: pathlib.Path) -> None:
    _filled(tmp_path / "c")
    again = Cache(tmp_path / "c", "s")
    assert [again.get(key)["number"] for key in KEYS] == list(range(40))
    assert again.get(key_of(b"other")) is None
    assert Cache(tmp_path / "c", "other settings").get(KEYS[0]) is None


def test_parts_of_a_key_do_not_run_into_one_another() -> None:
    assert key_of(b"ab", b"c") != key_of(b"a", b"bc")


def test_a_damaged_log_holds_what_is_right_or_nothing(tmp_path: pathlib.Path) -> None:
    _filled(tmp_path / "c")
    log, chance = _log(tmp_path / "c"), random.Random(5)
    whole = log.read_bytes()
    lost = 0
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        log.write_bytes(damaged[: chance.choice([len(damaged), chance.randrange(len(damaged))])])
        cache = Cache(tmp_path / "c", "s")
        values = [cache.get(key) for key in KEYS]
        assert all(value in (None, {"number": n, "text": "x" * n}) for n, value in enumerate(values))
        lost += values.count(None)
    assert lost


def test_a_folder_that_came_from_elsewhere_is_not_believed(tmp_path: pathlib.Path) -> None:
    _filled(tmp_path / "c").keep("run", KEYS[0], ["report"])
    assert Cache(tmp_path / "c", "s").recall("run", KEYS[0]) == ["report"]
    shutil.copytree(tmp_path / "c", tmp_path / "copy")
    copied = Cache(tmp_path / "copy", "s")
    assert copied.get(KEYS[0]) is None
    assert copied.recall("run", KEYS[0]) is None


def test_a_run_is_recalled_under_its_own_key_alone(tmp_path: pathlib.Path) -> None:
    cache = Cache(tmp_path / "c", "s")
    cache.keep("run", KEYS[0], ["first"])
    cache.keep("run", KEYS[1], ["second"])
    assert cache.recall("run", KEYS[0]) is None
    assert cache.recall("run", KEYS[1]) == ["second"]
    next((tmp_path / "c").glob("*.run")).write_bytes(b"")
    assert cache.recall("run", KEYS[1]) is None


def test_somebody_elses_folder_is_left_alone(tmp_path: pathlib.Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").write_text("kept")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    (tmp_path / "file").write_text("kept")
    for name in ("theirs", "link", "file"):
        cache = _filled(tmp_path / name)
        cache.keep("run", KEYS[0], [])
        assert not clean(tmp_path / name)
    assert [entry.name for entry in (tmp_path / "theirs").iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_not_believed(tmp_path: pathlib.Path) -> None:
    _filled(tmp_path / "c")
    os.chown(tmp_path / "c", 12345, -1)
    assert Cache(tmp_path / "c", "s").get(KEYS[0]) is None


def test_logs_of_old_settings_go(tmp_path: pathlib.Path) -> None:
    for number in range(8):
        _filled(tmp_path / "c", f"stamp{number}")
    stamps = sorted(file.stem for file in (tmp_path / "c").glob("*.files"))
    assert "stamp7" in stamps
    assert len(stamps) <= 4


def test_a_log_full_of_garbage_is_written_anew(tmp_path: pathlib.Path) -> None:
    for number in range(6):
        cache = Cache(tmp_path / "c", "s")
        cache.get(KEYS[0])
        for key in KEYS:
            cache.put(key, number)
        cache.save()
    assert _log(tmp_path / "c").read_bytes().count(KEYS[0].encode()) <= 3
    assert Cache(tmp_path / "c", "s").get(KEYS[0]) == 5


def test_two_processes_write_at_once(tmp_path: pathlib.Path) -> None:
    code = (
        "import pathlib, sys\nfrom kubelint.cache import Cache, key_of\n"
        "for n in range(60):\n"
        "    cache = Cache(pathlib.Path(sys.argv[1]), 's')\n"
        "    cache.get('')\n"
        "    cache.put(key_of(sys.argv[2].encode(), bytes([n])), [n] * 500)\n"
        "    cache.save()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "c")]
    started = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("one", "two")]
    assert [process.wait(timeout=60) for process in started] == [0, 0]
    cache = Cache(tmp_path / "c", "s")
    found = [cache.get(key_of(name, bytes([n]))) for name in (b"one", b"two") for n in range(60)]
    assert all(value in (None, [n % 60] * 500) for n, value in enumerate(found))
    assert sum(value is not None for value in found) >= 60


def test_clean_deletes_it(tmp_path: pathlib.Path) -> None:
    _filled(tmp_path / "c")
    assert (tmp_path / "c" / ".gitignore").read_text() == "*\n"
    assert clean(tmp_path / "c")
    assert not (tmp_path / "c").exists()
