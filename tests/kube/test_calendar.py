"""When schedules come."""

from __future__ import annotations

import pytest

from kubelint.kube.calendar import Schedule, spread


def spread_out(text: str) -> Schedule:
    found = spread(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 0 31 2 *", True),
        ("0 0 30,31 feb *", True),
        ("0 0 31 4,6,9,11 *", True),
        ("0 0 29 2 *", False),
        ("0 0 31 */2 *", False),
        ("0 0 31 2 1", False),
        ("0 0 * 2 *", False),
    ],
)
def test_never(text: str, expected: bool) -> None:
    assert spread_out(text).never is expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("*/20 * * * *", {0, 20, 40}),
        ("5/20 * * * *", {5, 25, 45}),
        ("10-12 * * * *", {10, 11, 12}),
        ("1,59 * * * *", {1, 59}),
        ("*/90 * * * *", {0}),
    ],
)
def test_values(text: str, minutes: set[int]) -> None:
    assert spread_out(text).minute.values == minutes


def test_names_of_months_and_days() -> None:
    found = spread_out("0 0 ? JAN-mar sun,FRI")
    assert found.month.values == {1, 2, 3}
    assert found.weekday.values == {0, 5}
    assert found.day.open
    assert not found.weekday.open


def test_a_star_with_a_step_is_no_bare_star() -> None:
    assert not spread_out("0 0 */2 * 1").day.open
    assert spread_out("0 0 */1 * 1").day.open


def test_what_is_no_cron_line_is_left_alone() -> None:
    assert spread("@daily") is None
    assert spread("0 0 * *") is None
    assert spread("61 0 * * *") is None
