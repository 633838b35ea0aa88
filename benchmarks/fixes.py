"""Every fix of every rule, applied to real manifests: `python -m benchmarks.fixes FOLDER [--render] [--docs]`.

Prints the numbers of files, fixes and failures. A failure is a fix that was dropped, a file that does not read back, or
something left to mend for a second run.
"""

from __future__ import annotations

import collections
import sys
import time

from benchmarks.pages import put
from kubelint.api import Project, Settings, open_project
from kubelint.catalogue import rules
from kubelint.fixer import Mended
from kubelint.manifest import read_bytes


def opened(folder: str, render: bool = False) -> Project:
    """A folder's files, to be judged by all rules."""
    return open_project([folder], Settings(rules=frozenset(rules())), render=render)


def failures(project: Project, result: Mended) -> list[str]:
    """What went wrong, one sentence each."""
    found = [f"{finding.file}: {reason} [{finding.rule}]" for finding, reason in result.dropped]
    for name, (before, text) in result.texts.items():
        again = read_bytes(before.encode(text), name)
        wanted = project.session.judged(name).manifest
        if again.text != text or [d.data for d in again.documents] != [d.data for d in wanted.documents]:
            found.append(f"{name}: the bytes do not read back as the text")
    return found + [f"{name}: changed by a second run" for name in project.mend(unsafe=True).texts]


def said(files: int, result: Mended, wrong: list[str]) -> str:
    """The numbers in a sentence."""
    rules_mended = len({finding.rule for finding in result.fixed})
    mended = f"{len(result.fixed)} fixes of {rules_mended} rules in {len(result.texts)} files"
    return f"{files} files, {mended}, {len(wrong)} failures."


def main() -> None:
    """The command."""
    project = opened(sys.argv[1], "--render" in sys.argv)
    files = len(project.report().names)
    start = time.perf_counter()
    result = project.mend(unsafe=True)
    taken = time.perf_counter() - start
    wrong = failures(project, result)
    for rule, number in collections.Counter(finding.rule for finding in result.fixed).most_common():
        print(f"{number:6} {rule}")
    numbers = said(files, result, wrong)
    print(*wrong, f"{numbers} {taken:.1f} s", sep="\n")
    if "--docs" in sys.argv:
        put("benchmarks.fixes", f"{numbers}\n")


if __name__ == "__main__":
    main()
