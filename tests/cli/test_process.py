"""What only a process of its own can show: signals, pipes, streams, what a start costs."""

from __future__ import annotations

import os
import pathlib
import pty
import signal
import subprocess
import sys
import time

import pytest

import kubelint
from tests.cli.terminal import ONLY, POD, environment, process

HEAVY = {
    "asyncio",
    "cryptography",
    "difflib",
    "importlib.metadata",
    "jsonschema",
    "logging",
    "multiprocessing",
    "ruamel",
    "sqlite3",
    "subprocess",
    "tomllib",
    "unittest",
    "zipfile",
}
"""Modules that no ordinary run may pay for."""


def _start(folder: pathlib.Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kubelint", *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_version(tmp_path: pathlib.Path) -> None:
    assert process(tmp_path, "--version") == (0, f"kubelint {kubelint.__version__}\n", "")


def test_the_standard_input(tmp_path: pathlib.Path) -> None:
    shown = process(tmp_path, "check", *ONLY, "-", stdin=POD)
    named = process(tmp_path, "check", *ONLY, "-", "--stdin-filename", "web/pod.yaml", stdin=POD)
    assert (shown.code, named.code) == (1, 1)
    assert shown.out.startswith("<stdin>:10:20: warning:")
    assert named.out.startswith("web/pod.yaml:10:20: warning:")


def test_pipes_are_read_when_named_and_left_alone_in_a_walk(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert process(tmp_path, "check", "--quiet").code == 0
    with _start(tmp_path, "check", *ONLY, "--quiet", "pipe.yaml") as started:
        (tmp_path / "pipe.yaml").write_text(POD)
        out, _ = started.communicate(timeout=20)
    assert (started.returncode, out.partition(b" ")[0]) == (1, b"pipe.yaml:10:20:")


def test_interrupted_is_130(tmp_path: pathlib.Path) -> None:
    with _start(tmp_path, "check", "-") as started:
        time.sleep(1.5)
        started.send_signal(signal.SIGINT)
        _, err = started.communicate(timeout=20)
    assert started.returncode == 130
    assert b"Traceback" not in err


def test_a_closed_pipe_is_no_mistake_and_the_verdict_stays(tmp_path: pathlib.Path) -> None:
    (tmp_path / "pods.yaml").write_text("---\n".join([POD] * 2000))
    with _start(tmp_path, "check", *ONLY, "--quiet", "pods.yaml") as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.readline()
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 1


def test_a_terminal_gets_the_full_report_in_colours(tmp_path: pathlib.Path) -> None:
    (tmp_path / "pod.yaml").write_text(POD)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kubelint", "check", *ONLY, "--quiet"]
    subprocess.run(command, cwd=tmp_path, env=environment(TERM="xterm"), stdout=theirs, check=False, timeout=60)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    assert "\x1b[1;33mwarning\x1b[0m: " in shown
    assert "      |                    ^" in shown.replace("\x1b[2m", "").replace("\x1b[0m", "").replace(
        "\x1b[1;31m", ""
    )


@pytest.mark.parametrize(
    ("more", "colours"), [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)]
)
def test_colours_by_the_environment(tmp_path: pathlib.Path, more: dict[str, str], colours: bool) -> None:
    (tmp_path / "pod.yaml").write_text(POD)
    assert ("\x1b[" in process(tmp_path, "check", *ONLY, **more).out) is colours


def test_a_start_imports_nothing_heavy(tmp_path: pathlib.Path) -> None:
    (tmp_path / "pod.yaml").write_text(POD)
    code = (
        "import sys\nfrom kubelint.cli._run import run\nrun(['check', '--quiet', 'pod.yaml'])\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    imported = set(done.stderr.split())
    assert "kubelint.manifest.reader" in imported
    assert HEAVY & imported == set()


def test_checks_of_kinds_that_are_not_there_are_not_imported(tmp_path: pathlib.Path) -> None:
    (tmp_path / "map.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n")
    code = (
        "import sys\nfrom kubelint.cli._run import run\nrun(['check', '--isolated', '--no-cache', 'map.yaml'])\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    imported = set(done.stderr.split())
    assert "kubelint.checks.secrets.credentials" in imported
    unneeded = {"kubelint.checks.security.hardening", "kubelint.checks.rbac.roles", "kubelint.workspace.controllers"}
    assert imported & unneeded == set()
    assert len([name for name in imported if name.startswith("kubelint.checks")]) < 35


def test_version_needs_next_to_nothing(tmp_path: pathlib.Path) -> None:
    code = (
        "import sys\nsys.argv = ['kubelint', '--version']\nfrom kubelint.cli import main\nmain()\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    assert {"click", "yaml", "dataclasses", "typing"} & set(done.stdout.split()) == set()


def test_what_is_told_beside_the_report_is_no_command(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a\n::error::forged ##[x].yaml").write_text("foo: 1\n")
    told = process(tmp_path, "check", "-v").err
    assert "forged" in told
    assert "\n::error" not in told
    assert "##[" not in told


def test_github_takes_no_command_out_of_a_difference(tmp_path: pathlib.Path) -> None:
    typo = POD.replace("containers:", "# a\n  ::error::forged: 1\n  containrs:").replace("runAsUser: 0", "runAsUser: 1")
    (tmp_path / "pod.yaml").write_text(typo)
    plain = process(tmp_path, "check", "--diff", GITHUB_ACTIONS="").out
    guarded = process(tmp_path, "check", "--diff", GITHUB_ACTIONS="true").out
    first, *between, last = guarded.splitlines()
    token = first.removeprefix("::stop-commands::")
    assert (len(token), last) == (32, f"::{token}::")
    assert between == plain.splitlines()
    assert " ::error::forged" in plain
