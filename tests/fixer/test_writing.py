"""Writing: a file is the old one or the new one, whatever happens; what cannot be written is said and left alone."""

from __future__ import annotations

import codecs
import errno
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

from kubelint.errors import InputError
from kubelint.fixer import replace
from tests.cli.conftest import terminal  # noqa: F401
from tests.cli.terminal import Terminal, environment

OLD = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: "80"  # 😀
      targetPort: 8080
"""
NEW = OLD.replace('"80"', "80")
FIX = ("fix", "--select", "wrong-type")


def test_killed_in_the_middle_every_file_is_the_old_or_the_new_one(tmp_path: pathlib.Path) -> None:
    files = [tmp_path / f"{number:04}.yaml" for number in range(1000)]
    for file in files:
        file.write_text(OLD, encoding="utf-8")
    command = [sys.executable, "-m", "kubelint", *FIX, "."]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL)
    while files[200].read_text(encoding="utf-8") == OLD and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert set(texts) <= {OLD, NEW}
    assert texts.count(NEW) > 200
    assert subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False).returncode == 0
    assert {file.read_text(encoding="utf-8") for file in files} == {NEW}


def test_what_cannot_be_written_is_said_and_the_others_are_mended(terminal: Terminal) -> None:  # noqa: F811
    locked = terminal.write("locked.yaml", OLD)
    other = terminal.write("web.yaml", OLD)
    locked.chmod(0o444)
    if os.access(locked, os.W_OK):
        pytest.skip("this user may write to everything")
    result = terminal.run(*FIX)
    assert result.code == 2
    assert "kubelint: locked.yaml: cannot be written (read-only) and was left alone" in result.err
    assert (locked.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")) == (OLD, NEW)


def refuse(*_: object) -> bool:
    return False


def test_a_read_only_file_is_left_alone(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    file = terminal.write("web.yaml", OLD)
    monkeypatch.setattr(os, "access", refuse)
    result = terminal.run(*FIX)
    assert result.code == 2
    assert "kubelint: web.yaml: cannot be written (read-only) and was left alone" in result.err
    assert file.read_text(encoding="utf-8") == OLD


def test_a_full_disk_costs_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    file = terminal.write("web.yaml", OLD)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = terminal.run(*FIX)
    assert result.code == 2
    assert "web.yaml: cannot be written (No space left on device) and was left alone" in result.err
    assert file.read_text(encoding="utf-8") == OLD
    assert [entry.name for entry in terminal.folder.iterdir() if "web" in entry.name] == ["web.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of processes")
def test_a_file_that_may_not_grow_so_large_is_left_alone(tmp_path: pathlib.Path) -> None:
    text = OLD + "# " + "x" * 2_000_000 + "\n"
    (tmp_path / "web.yaml").write_text(text, encoding="utf-8")
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000));"
    run = "from kubelint.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", f"{limited} sys.argv = ['kubelint', *sys.argv[1:]]; {run}", *FIX, "web.yaml"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert "web.yaml: cannot be written (File too large) and was left alone" in done.stderr
    assert done.returncode == 2
    assert (tmp_path / "web.yaml").read_text(encoding="utf-8") == text
    assert not list(tmp_path.glob(".web.yaml*"))


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text("theirs")
    with pytest.raises(InputError, match="changed while kubelint was at work"):
        replace(str(file), b"read", b"ours")
    assert file.read_text() == "theirs"


def test_a_file_that_went_away_stays_away(tmp_path: pathlib.Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        replace(str(tmp_path / "gone.yaml"), b"read", b"ours")
    assert not list(tmp_path.iterdir())


def test_links_stay_links_and_the_mode_is_kept(terminal: Terminal) -> None:  # noqa: F811
    file = terminal.write("real/web.txt", OLD)
    file.chmod(0o640)
    link = terminal.folder / "web.yaml"
    link.symlink_to("real/web.txt")
    assert terminal.run(*FIX).code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == NEW
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["\n", ""])
def test_the_encoding_and_the_line_ends_are_kept(
    terminal: Terminal,  # noqa: F811
    mark: bytes,
    encoding: str,
    newline: str,
    end: str,
) -> None:
    old, new = (mark + (text.rstrip() + end).replace("\n", newline).encode(encoding) for text in (OLD, NEW))
    file = terminal.write("web.yaml", old)
    terminal.run(*FIX)
    assert file.read_bytes() == new


def test_a_damaged_file_is_never_written(terminal: Terminal) -> None:  # noqa: F811
    content = OLD.encode() + b"# \xff\n"
    file = terminal.write("web.yaml", content)
    terminal.run(*FIX, "--unsafe-fixes")
    assert file.read_bytes() == content


@pytest.mark.parametrize("name", ["chart/templates/web.yaml", "overlay/patch.yaml"])
def test_templates_and_patches_are_never_written_unless_rendered(terminal: Terminal, name: str) -> None:  # noqa: F811
    terminal.write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
    terminal.write("overlay/kustomization.yaml", "patches:\n  - path: patch.yaml\n")
    text = OLD.replace("name: web", "name: {{ .Release.Name }}") if "templates" in name else OLD
    file = terminal.write(name, text)
    terminal.run(*FIX, "--unsafe-fixes", "--no-render")
    assert file.read_text(encoding="utf-8") == text


def test_stdin_is_printed_mended(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OLD.encode()), encoding="utf-8"))
    result = terminal.run(*FIX, "-")
    assert result.out == NEW
