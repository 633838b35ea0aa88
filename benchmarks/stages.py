"""CPU time of each stage against libyaml's bare event loop: `python -m benchmarks.stages FOLDER`."""

from __future__ import annotations

import gc
import pathlib
import statistics
import sys
import time
from collections.abc import Callable

from kubelint.checks import checks
from kubelint.checks.plan import Plan
from kubelint.config import Settings
from kubelint.engine import selected_rules
from kubelint.finding import Finding
from kubelint.kube.objects import Object, objects_in
from kubelint.location import finding_of
from kubelint.manifest import Manifest, read_bytes
from kubelint.schema import judge
from kubelint.workspace import Workspace

ROUNDS = 3


class Stages:
    """The pipeline, one stage at a time, so that each can be timed alone."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.files = sorted(folder.rglob("*.yaml"))
        self.settings = Settings()
        self.manifests: list[Manifest] = []
        self.objects: list[Object] = []

    def unit(self) -> None:
        """libyaml's bare event loop, files opened and read."""
        from yaml._yaml import CParser

        for file in self.files:
            with file.open("rb") as stream:
                parser = CParser(stream)
                while parser.check_event():
                    parser.get_event()

    def read(self) -> None:
        """Reading into data with offsets."""
        self.manifests = [read_bytes(file.read_bytes(), file.as_posix()) for file in self.files]
        self.objects = [obj for m in self.manifests for document in m.documents for obj in objects_in(document)]

    def schema(self) -> None:
        """Structure and server rules."""
        for obj in self.objects:
            judge(obj, self.settings.versions)

    def alone(self) -> None:
        """The rules that look at one object."""
        plan = Plan(checks(selected_rules(self.settings)), self.settings)
        for obj in self.objects:
            for _ in plan.run(obj):
                pass

    def relations(self) -> None:
        """The workspace and the rules that relate objects."""
        workspace = Workspace(self.objects, self.settings)
        plan = Plan(checks(selected_rules(self.settings)), self.settings, workspace)
        self.raw = list(plan.run_once())
        for obj in self.objects:
            self.raw += plan.run(obj)

    def placing(self) -> list[Finding]:
        """Lines and columns of the relations' findings."""
        return [finding_of(rule, problem, self.settings) for rule, problem in self.raw]


def measure(folder: pathlib.Path) -> dict[str, float]:
    """Seconds of CPU per stage, the median of some rounds."""
    stages = Stages(folder)
    steps: list[Callable[[], object]] = [
        stages.unit,
        stages.read,
        stages.schema,
        stages.alone,
        stages.relations,
        stages.placing,
    ]
    gc.disable()  # as the command line does
    taken: dict[str, list[float]] = {step.__name__: [] for step in steps}
    for _ in range(ROUNDS):
        for step in steps:
            gc.collect()
            start = time.process_time()
            step()
            taken[step.__name__].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """The command."""
    taken = measure(pathlib.Path(sys.argv[1]))
    for name, seconds in taken.items():
        print(f"{name:12} {seconds:8.3f} s {seconds / taken['unit']:6.2f}")


if __name__ == "__main__":
    main()
