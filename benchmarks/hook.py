"""Wall time of the pre-commit hook on one changed file of 2,000 objects: `python -m benchmarks.hook FOLDER`.

FOLDER is made new. Prints a table of Markdown; cold is the first run, which remembers nothing yet.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from benchmarks.generate import write
from kubelint.cache import FOLDER

ROOT = pathlib.Path(__file__).parent.parent
OBJECTS, ROUNDS = 2_000, 5
CONFIG = """\
repos:
  - repo: {root}
    rev: {revision}
    hooks:
      - id: kubelint
"""


def main(folder: pathlib.Path) -> None:
    """Make the repository, install the hook, measure."""
    folder.mkdir()
    write(folder / "estate", OBJECTS, False)
    revision = _run(ROOT, "git", "rev-parse", "HEAD").strip()
    (folder / ".pre-commit-config.yaml").write_text(CONFIG.format(root=ROOT, revision=revision), "utf-8")
    os.environ["PRE_COMMIT_HOME"] = str(folder / ".git" / "store")
    for command in (["git", "init", "-q"], ["git", "add", "--all"], ["pre-commit", "install-hooks"]):
        _run(folder, *command)
    changed = next((folder / "estate").rglob("*.yaml")).relative_to(folder).as_posix()
    hook = ["pre-commit", "run", "kubelint", "--files", changed]
    alone = [str(next((folder / ".git/store").glob("*/py_env*/bin/kubelint"))), "check", "--context", ".", changed]
    print("| one changed file of 2,000 objects | cold | warm (median of 5) |\n|---|---|---|")
    for name, command in (("`pre-commit run kubelint`", hook), ("of which kubelint", alone)):
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        seconds = [_seconds(folder, command) for _ in range(1 + ROUNDS)]
        print(f"| {name} | {seconds[0]:.2f} s | {statistics.median(seconds[1:]):.2f} s |")


def _run(folder: pathlib.Path, *command: str) -> str:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def _seconds(folder: pathlib.Path, command: list[str]) -> float:
    start = time.perf_counter()
    _run(folder, *command)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
