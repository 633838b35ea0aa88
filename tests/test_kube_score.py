"""docs/kube-score.md says what its data say, and no difference goes unexplained."""

from __future__ import annotations

from benchmarks.kube_score import DOCS, page, read
from kubelint.aliases import aliases

ANSWERS = read()


def test_the_page_is_what_the_data_make() -> None:
    assert (DOCS / "kube-score.md").read_text("utf-8") == page(ANSWERS), "run `python -m benchmarks.kube_score`"


def test_every_difference_has_a_reason() -> None:
    assert [each for each in ANSWERS if each.answer != "both" and not each.reason] == []
    assert {each.answer for each in ANSWERS} == {"both", "theirs", "ours"}


def test_every_check_is_one_of_kube_score() -> None:
    assert {each.check for each in ANSWERS} <= {alias.id for alias in aliases() if alias.peer == "kube-score"}
