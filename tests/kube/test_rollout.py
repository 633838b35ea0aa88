"""The arithmetic of rolling updates against the table of the Deployment controller's own cases."""

from __future__ import annotations

import pytest

from kubelint.kube.rollout import Update, share, update


@pytest.mark.parametrize(
    ("replicas", "surge", "unavailable", "expected"),
    [
        (1, None, None, Update(1, 1, 0)),
        (1, None, 1, Update(1, 1, 1)),
        (1, 0, "50%", Update(1, 0, 1)),
        (3, None, None, Update(3, 1, 0)),
        (4, None, None, Update(4, 1, 1)),
        (10, "25%", "25%", Update(10, 3, 2)),
        (2, 1, "100%", Update(2, 1, 2)),
        (3, 1, 3, Update(3, 1, 3)),
        (5, "200%", 0, Update(5, 10, 0)),
    ],
)
def test_update(replicas: int, surge: int | str | None, unavailable: int | str | None, expected: Update) -> None:
    assert update(replicas, surge, unavailable) == expected


def test_what_cannot_be_counted_is_unknown() -> None:
    assert update(3, "${SURGE}", 0) is None
    assert share(True, 3, up=True) is None
    assert share("50 %", 3, up=True) is None


def test_available_is_what_stays_up() -> None:
    assert Update(3, 1, 3).available == 0
