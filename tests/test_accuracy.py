"""docs/accuracy.md says what the verdicts say, and they reach the goals."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import CORE, DOCS, GOALS, Verdict, draw, page, read
from kubelint.catalogue import rules

COUNTS, VERDICTS = read()


def test_the_page_is_what_the_data_make() -> None:
    assert (DOCS / "accuracy.md").read_text("utf-8") == page(COUNTS, VERDICTS), "run `python -m benchmarks.accuracy`"


@pytest.mark.parametrize("core", [True, False])
def test_enough_is_judged_and_agreed_with(core: bool) -> None:
    judged = [each for each in VERDICTS if (each.category in CORE) is core and each.verdict in ("yes", "no")]
    assert len(judged) >= 100
    for severity, goal in GOALS.items():
        of = [each for each in judged if each.severity == severity]
        assert 100 * sum(each.verdict == "yes" for each in of) >= goal * len(of), severity


def test_every_verdict_has_a_reason_and_a_rule() -> None:
    assert {each.verdict for each in VERDICTS} == {"yes", "no", "copy"}
    assert all(each.reason for each in VERDICTS)
    assert {each.rule for each in VERDICTS} <= set(rules())


def test_a_new_draw_keeps_what_was_judged() -> None:
    fresh = [Verdict(*each[:6]) for each in VERDICTS]
    assert draw(reversed(fresh), VERDICTS) == draw(fresh, VERDICTS) == VERDICTS
