"""Quantities against apimachinery's own answers."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from kubelint.kube.quantity import ONE, nanos, nearest_quantity

RECORDS = [json.loads(line) for line in (Path(__file__).parents[1] / "oracle/quantity.jsonl").read_text().splitlines()]
TRIMMED = {" 1", "1 "}
"""Refused by the parser itself, and trimmed before it when a quantity is read from JSON."""


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: repr(r["input"]))
def test_as_the_server(record: dict[str, str]) -> None:
    ours = nanos(record["input"])
    if record["input"] in TRIMMED:
        assert "error" in record
        assert ours == ONE
    elif "error" in record:
        assert ours is None
    else:
        assert ours is not None
        assert Fraction(ours, ONE) == Fraction(record["value"])


@pytest.mark.parametrize(("value", "expected"), [(1, ONE), (0.5, ONE // 2), (1e3, 1000 * ONE), (-2, -2 * ONE)])
def test_numbers(value: float, expected: int) -> None:
    assert nanos(value) == expected


@pytest.mark.parametrize("value", [True, None, {}, [], "1" * 5000, "٣"])
def test_no_quantities(value: object) -> None:
    assert nanos(value) is None


def test_huge_exponents_cost_nothing() -> None:
    assert nanos("1e999999999") == nanos("1e1000")
    assert nanos("1e-999999999") == 1


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1gb", "1G"), ("64mi", "64Mi"), ("1GB", "1G"), ("128Mib", "128Mi"), ("1K", "1k"), ("1 Gi", "1Gi"), ("abc", None)],
)
def test_nearest(text: str, meant: str | None) -> None:
    assert nearest_quantity(text) == meant
