"""kubelint and its peers, side by side in one run: `python -m benchmarks.compare FOLDER [--large]`.

FOLDER is made new; peers are those on the PATH. Writes the tables of `docs/performance.md`, and its plot.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import platform
import random
import shutil
import sys
from collections.abc import Iterable

from benchmarks import stages
from benchmarks.generate import write
from benchmarks.measuring import KUBELINT, ROOT, Cost, cost, median
from benchmarks.peers import peers
from benchmarks.plot import bars

PAGE, PLOT = ROOT / "docs" / "performance.md", ROOT / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- measured by `python -m benchmarks.compare`; do not edit -->\n", "<!-- end -->\n"
STARTING = [sys.executable, "-c", "import click, yaml"]
STAGES = {
    "read": ("reading into data with offsets", 1.6),
    "schema": ("structural schema and server rules", 0.8),
    "alone": ("rules that look at one object", 0.8),
    "relations": ("workspace, and the rules that relate objects", 0.7),
}
UNIT = """\
import pathlib, sys
from yaml._yaml import CParser
for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    with file.open("rb") as stream:
        parser = CParser(stream)
        while parser.check_event():
            parser.get_event()
"""


def check(estate: pathlib.Path, *more: str) -> list[str]:
    """The command line that checks an estate by the defaults."""
    return [*KUBELINT, "check", "--isolated", "--quiet", *more, str(estate)]


class Comparison:
    """All measurements of one run."""

    def __init__(self, folder: pathlib.Path, large: bool) -> None:
        self.folder = folder
        self.sizes = (1_000, 10_000, 100_000) if large else (1_000, 10_000)
        for size in self.sizes:
            write(folder / str(size), size)
        write(folder / "files", 2_000, single=True)
        self.estate = folder / "10000"

    def whole(self) -> dict[str, Cost]:
        """Ten thousand objects, by kubelint and by its peers."""
        memory = ("--cache-dir", str(self.folder / "memory"))
        found = {
            "libyaml's event loop alone": median([sys.executable, "-c", UNIT, str(self.estate)]),
            "kubelint, cold, one process": median(check(self.estate, "--no-cache", "--jobs", "1")),
            "kubelint, cold, all cores": median(check(self.estate, "--no-cache")),
            "kubelint, schemas alone, all cores": median(check(self.estate, "--no-cache", "--select", "validity")),
            "kubelint, warm": median(check(self.estate, *memory)),
        }
        for peer in peers(self.estate, self.folder):
            found[f"{peer.name} ({peer.does})"] = cost(peer.command)
        return found

    def small(self) -> dict[str, Cost]:
        """What hooks and editors ask for."""
        one = min(self.estate.rglob("*.yaml"))
        small = self.folder / "small.yaml"
        small.write_text(one.read_text("utf-8").partition("---\n")[0], "utf-8")
        return {
            '`python -c "import click, yaml"`': median(STARTING, 11),
            "`kubelint --version`": median([*KUBELINT, "--version"], 11),
            "one small file, cold": median(check(small, "--no-cache"), 11),
            "one small file, warm": median(check(small, "--cache-dir", str(self.folder / "one")), 11),
            "one of 2,000 files changed, the others as context": self._changed(),
        }

    def _changed(self) -> Cost:
        estate, memory = self.folder / "files", str(self.folder / "many")
        file = min(estate.rglob("*-0.yaml"))
        command = check(file, "--cache-dir", memory, "--context", str(estate))
        cost(check(estate, "--cache-dir", memory))
        found = []
        for _ in range(5):
            file.write_text(f"{file.read_text('utf-8')}# {random.random()}\n", "utf-8")
            found.append(cost(command))
        return sorted(found)[2]

    def growth(self) -> dict[int, Cost]:
        """The same estate at several sizes, in one process."""
        return {size: cost(check(self.folder / str(size), "--no-cache", "--jobs", "1")) for size in self.sizes}


def table(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    columns = head.count("|") + 1
    lines = [head, "|".join(["---"] + ["--:"] * (columns - 1)), *(" | ".join(row) for row in rows)]
    return "".join(f"| {line} |\n" for line in lines) + "\n"


def _costs(found: dict[str, Cost], unit: Cost, of: str) -> str:
    rows = (
        (name, f"{c.wall:.2f} s", f"{c.cpu:.2f} s", f"{c.cpu / unit.cpu:.1f}", f"{c.peak:.0f} MB")
        for name, c in found.items()
    )
    return table(f"&nbsp; | wall | CPU | CPU in units of {of} | peak memory", rows)


def _stages(estate: pathlib.Path) -> str:
    taken = stages.measure(estate)
    rows = [(title, f"{budget:.1f}", f"{taken[name] / taken['unit']:.2f}") for name, (title, budget) in STAGES.items()]
    return table("stage, in units of libyaml's event loop | at most | measured", rows)


def _growth(found: dict[int, Cost]) -> str:
    rows, before = [], None
    for size, c in found.items():
        times = f"{c.cpu / before.cpu:.1f} ×" if before else ""
        each = f"{(c.peak - before.peak) * 1024 / (size * 0.9):.1f} kB" if before else ""
        rows.append((f"{size:,} objects", f"{c.cpu:.2f} s", times, f"{c.peak:.0f} MB", each))
        before = c
    return table("size | CPU | times the one before | peak memory | each further object", rows)


def _page(comparison: Comparison) -> tuple[str, str]:
    whole, small, growth = comparison.whole(), comparison.small(), comparison.growth()  # before this process grows
    unit, start = whole["libyaml's event loop alone"], small['`python -c "import click, yaml"`']
    text = (
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; "
        "medians, of peers one run.\n\n"
        "![bars](images/performance.svg)\n\n"
        "## Ten thousand objects\n\n"
        + _costs(whole, unit, "libyaml's event loop")
        + "## Stages, in one process\n\n"
        + _stages(comparison.estate)
        + "## Starting, and one file\n\n"
        + _costs(small, start, "importing click and yaml")
        + "## Growth\n\n"
        + _growth(growth)
    )
    rows = [(name, c.wall, name.startswith("kubelint")) for name, c in whole.items()]
    return text, bars("Ten thousand objects, seconds on the wall", rows, "s")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--large", action="store_true", help="100,000 objects, too")
    given = parser.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    text, plot = _page(Comparison(given.folder.resolve(), given.large))
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + text + END + rest.partition(END)[2], "utf-8")
    PLOT.write_text(plot, "utf-8")


if __name__ == "__main__":
    main()
