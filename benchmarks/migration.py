"""Old manifests moved to the newest Kubernetes: `python -m benchmarks.migration FOLDER`.

Prints as Markdown how many uses of removed APIs were mended, and what stands in the way of the others. With `--docs` it
puts that into docs/fixes.md, below `<!-- numbers of: benchmarks.migration -->`.
"""

from __future__ import annotations

import collections
import sys
from collections.abc import Iterator

from benchmarks.pages import put
from kubelint.api import Settings, open_project
from kubelint.finding import Finding


def table(folder: str) -> str:
    """What became of each removed API in a folder's files, as Markdown."""
    project = open_project([folder], Settings(rules=frozenset({"removed-api"})), render=False)
    before = collections.Counter(map(_api, project.report().findings))
    safe = project.mend().report.findings
    left = project.mend(unsafe=True).report.findings
    by_hand, reasons = collections.Counter(map(_api, left)), {_reason(finding) for finding in left}
    unsafe = collections.Counter(map(_api, safe)) - by_hand
    rows = sorted((api, number, unsafe[api], by_hand[api]) for api, number in before.items())
    return "\n".join(_lines(rows, reasons)) + "\n"


def _lines(rows: list[tuple[str, int, int, int]], reasons: set[str]) -> Iterator[str]:
    yield "| API | uses | mended safely | mended by `--unsafe-fixes` | by hand |"
    yield "|---|---|---|---|---|"
    for api, number, unsafe, hand in rows:
        yield f"| `{api}` | {number} | {number - unsafe - hand} | {unsafe} | {hand} |"
    total, unsafe, hand = (sum(numbers) for numbers in list(zip(*rows, strict=True))[1:])
    yield f"| all | {total} | {total - unsafe - hand} | {unsafe} | {hand} |"
    yield "\nBy hand:\n"
    yield from (f"- {reason}" for reason in sorted(reasons))


def _api(finding: Finding) -> str:
    name = finding.location.object
    return f"{name.api_version} {name.kind}" if name else "?"


def _reason(finding: Finding) -> str:
    if finding.fix is not None:
        return "the fix did not fit the text"
    return finding.message


def main() -> None:
    """The command."""
    numbers = table(sys.argv[1])
    print(numbers, end="")
    if "--docs" in sys.argv:
        put("benchmarks.migration", numbers)


if __name__ == "__main__":
    main()
