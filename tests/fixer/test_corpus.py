"""Every fix over real manifests, and what the page on fixes says of them."""

from __future__ import annotations

import pytest

from benchmarks.fixes import failures, opened
from benchmarks.migration import table
from benchmarks.pages import shown
from kubelint.catalogue import rules
from tests.shared import SHARED, needs_shared

CORPUS = str(SHARED / "corpus")


def test_enough_rules_mend() -> None:
    assert sum(bool(rule.fixes) for rule in rules().values()) >= 50


@needs_shared
def test_the_page_tells_of_migrations_as_they_are() -> None:
    assert shown("benchmarks.migration") == table(CORPUS), "run `python -m benchmarks.migration --docs`"


@pytest.mark.slow
@needs_shared
def test_every_fix_of_every_rule() -> None:
    project = opened(CORPUS)
    result = project.mend(unsafe=True)
    assert len(result.fixed) > 1000
    assert failures(project, result) == []
