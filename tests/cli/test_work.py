"""What a run remembers, and where; who takes part in it."""

from __future__ import annotations

import pathlib
import signal
import subprocess
import sys
import time
from typing import IO

import pytest

from benchmarks.generate import write
from kubelint.cache import FOLDER
from tests.cli.terminal import ONLY, POD, Terminal, environment


def test_a_run_leaves_its_memory_beside_the_settings(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.write(".kubelint.yaml", "ignore: [latest-tag]\n")
    terminal.write("apps/pod.yaml", POD)
    monkeypatch.chdir(terminal.folder / "apps")
    first, second = terminal.run("check", *ONLY), terminal.run("check", *ONLY)
    assert first == second
    assert (terminal.folder / FOLDER / ".gitignore").is_file()
    assert terminal.run("clean").err == f"kubelint: {terminal.folder / FOLDER} is gone\n"
    assert not (terminal.folder / FOLDER).exists()
    assert "nothing of ours" in terminal.run("clean").err


def test_nothing_is_remembered_where_nobody_wants_it(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.write("pod.yaml", POD)
    expected = terminal.run("check", *ONLY, "--no-cache")
    monkeypatch.setenv("KUBELINT_NO_CACHE", "1")
    assert terminal.run("check", *ONLY) == expected
    assert not (terminal.folder / FOLDER).exists()


def test_the_folder_can_be_elsewhere(
    terminal: Terminal, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.write("pod.yaml", POD)
    elsewhere, other = tmp_path_factory.mktemp("x") / "a", tmp_path_factory.mktemp("x") / "b"
    terminal.run("check", *ONLY, "--cache-dir", str(elsewhere))
    monkeypatch.setenv("KUBELINT_CACHE_DIR", str(other))
    terminal.run("check", *ONLY)
    assert list(elsewhere.glob("*.run"))
    assert list(other.glob("*.run"))
    assert not (terminal.folder / FOLDER).exists()


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    terminal.write(FOLDER, "a file")
    assert terminal.run("check", *ONLY) == terminal.run("check", *ONLY, "--no-cache")


def _workers(pid: int) -> list[int]:
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _alive(pid: int) -> bool:
    state = pathlib.Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_is_left_behind(tmp_path: pathlib.Path, how: signal.Signals) -> None:
    write(tmp_path, 8000)
    command = [sys.executable, "-m", "kubelint", "check", "--jobs", "2", "--quiet"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=-3, stderr=-3) as started:
        deadline = time.monotonic() + 20
        while not (workers := _workers(started.pid)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert workers
        started.send_signal(how)
        code = started.wait(timeout=20)
    assert code == (130 if how is signal.SIGINT else -how)
    deadline = time.monotonic() + 10
    while any(map(_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_alive, workers))


UNREAD = """\
import os, pathlib, time
from kubelint.config import Settings
from kubelint.engine.loading import File
from kubelint.engine.parallel import _Helper
files = [File(file.name, file.read_bytes()) for file in pathlib.Path(".").rglob("*.yaml")]
helper = _Helper(Settings(), files)
print(helper._process.pid, flush=True)
while not helper._receiver.poll(0.1):
    pass
os._exit(1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_whose_answer_nobody_reads_ends(tmp_path: pathlib.Path) -> None:
    write(tmp_path, 500)
    done = subprocess.run(
        [sys.executable, "-c", UNREAD], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, check=False, timeout=30
    )
    deadline = time.monotonic() + 10
    while _alive(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(int(done.stdout))


def _line(stream: IO[bytes], words: bytes) -> None:
    for line in stream:
        if words in line:
            return
    raise AssertionError(words)


def test_watching(tmp_path: pathlib.Path) -> None:
    (tmp_path / "pod.yaml").write_text(POD)
    command = [sys.executable, "-m", "kubelint", "check", *ONLY, "--watch"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=pipe, stderr=subprocess.STDOUT) as started:
        assert started.stdout is not None
        _line(started.stdout, b"1 warning in 1 file")
        (tmp_path / "pod.yaml").write_text(POD.replace("runAsUser: 0", "runAsUser: 1000"))
        _line(started.stdout, b"no findings in 1 file")
        (tmp_path / "more.yaml").write_text(POD)
        _line(started.stdout, b"1 warning in 2 files")
        (tmp_path / ".kubelint.yaml").write_text("ignoring: []\n")
        _line(started.stdout, b".kubelint.yaml:1:1")
        (tmp_path / ".kubelint.yaml").write_text("severity: {run-as-root: error}\n")
        _line(started.stdout, b"1 error in 2 files")
        started.send_signal(signal.SIGINT)
        rest = started.stdout.read()
    assert started.returncode == 130
    assert b"Traceback" not in rest


def test_what_cannot_be_watched(terminal: Terminal) -> None:
    assert terminal.run("check", "--watch", "-").code == 2
    assert terminal.run("check", "--watch", "nowhere.yaml").code == 2
