"""Runs a rendering tool where it can reach nothing: no network, no other program, limits of time, memory and output."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, TypeVar

from kubelint.inputs.rendering.model import FailedError, SlowError

if TYPE_CHECKING:
    import subprocess
    import threading

Item = TypeVar("Item")
Result = TypeVar("Result")
SECONDS = 60.0
OUTPUT = 64 * 1024 * 1024
_MEMORY = 4 * 1024 * 1024 * 1024
_COMPLAINT = 64 * 1024
_NOWHERE = "http://127.0.0.1:9"
_KEPT = ("SYSTEMROOT", "TEMP", "TMP")  # without them nothing starts on Windows


def find(name: str) -> pathlib.Path | None:
    """A program on the PATH, by its real path; never one of the working directory, which may be anybody's."""
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if pathlib.Path(folder).is_absolute()]
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    return (
        pathlib.Path(found).resolve() if found and str(pathlib.Path(found).parent) != str(pathlib.Path.cwd()) else None
    )


def concurrently(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The results of a function that waits for another program, in the order of the items."""
    if len(items) < 2:
        return [function(item) for item in items]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(len(items), os.cpu_count() or 1)) as pool:
        return list(pool.map(function, items))


def run(
    command: list[str], scratch: pathlib.Path, seconds: float = SECONDS, limit: int = OUTPUT, remote: bool = False
) -> bytes:
    """What a command writes to its standard output.

    It sees an empty home and an empty PATH, thus neither plugins nor ``git``, and a proxy that is not there;
    ``remote``, which only a command line can ask for, leaves it the whole environment.

    Raises:
        FailedError: it failed, took too long or wrote too much.
    """
    import subprocess
    import threading

    process = subprocess.Popen(
        command,
        cwd=scratch,
        env=None if remote else _environment(scratch),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _limit(process.pid)
    late = threading.Event()
    timer = threading.Timer(seconds, _stop, (process, late))
    timer.start()
    try:
        output, complaint = _both(process, limit)
    finally:
        timer.cancel()
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
    if late.is_set():
        raise SlowError(f"took longer than {seconds:g} seconds")
    if len(output) > limit:
        raise FailedError(f"wrote more than {limit:,} bytes")
    if process.returncode:
        raise FailedError(_sentence(complaint.decode("utf-8", "replace"), scratch))
    return output


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _environment(scratch: pathlib.Path) -> dict[str, str]:
    home = scratch / ".home"
    empty = home / "bin"
    empty.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), _NOWHERE)
    homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(home))
    helm = {f"HELM_{name}": str(home / name) for name in ("PLUGINS", "CONFIG_HOME", "CACHE_HOME", "DATA_HOME")}
    return {**kept, **proxies, **homes, **helm, "PATH": str(empty), "KUBECONFIG": os.devnull, "LANG": "C.UTF-8"}


def _limit(pid: int) -> None:
    """Memory and file size; on systems that know how, from outside, so that nothing runs between fork and exec."""
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.prlimit(pid, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))


def _both(process: subprocess.Popen[bytes], limit: int) -> tuple[bytes, bytes]:
    """Output up to one byte over the limit, and the beginning of what was said beside it."""
    import threading

    assert process.stdout is not None  # noqa: S101 - both are pipes
    assert process.stderr is not None  # noqa: S101
    complaint: list[bytes] = []
    reader = threading.Thread(target=_drain, args=(process.stderr, complaint), daemon=True)
    reader.start()
    with process.stdout:
        output = process.stdout.read(limit + 1)
    if len(output) > limit:
        process.kill()
    reader.join()
    process.wait()
    return output, b"".join(complaint)


def _drain(stream: IO[bytes], kept: list[bytes]) -> None:
    with stream:
        kept.append(stream.read(_COMPLAINT))
        while stream.read(_COMPLAINT):
            pass


def _sentence(complaint: str, scratch: pathlib.Path) -> str:
    """What the tool said, on one line, without the names of scratch folders."""
    text = complaint.replace(f"{scratch.resolve()}{os.sep}", "").replace(f"{scratch}{os.sep}", "")
    lines = [line.strip() for line in text.splitlines() if line.strip() and "Use --debug flag" not in line]
    lines = [line for line in lines if not line.startswith(("WARNING", "# Warning", "walk.go"))] or lines
    said = " ".join(lines).removeprefix("Error:").removeprefix("error:").strip().rstrip(".")
    return said[:500] if said else "the tool failed without saying why"
