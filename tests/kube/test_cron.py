"""Schedules against the answers of the controller's own parser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kubelint.kube import cron

ORACLE = Path(__file__).parents[1] / "oracle" / "cron.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in ORACLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: repr(row["input"]))
def test_same_answer_as_the_parser(row: dict[str, Any]) -> None:
    problem = cron.schedule(row["input"])
    assert (problem is None) is ("error" not in row), problem


def test_says_what_would_be_right() -> None:
    assert "Sunday is `0`" in (cron.schedule("0 0 * * 7") or "")
    assert "`@daily`" in (cron.schedule("@DAILY") or "")
    assert "`timeZone`" in (cron.schedule("TZ=UTC 0 0 * * *") or "")


@pytest.mark.parametrize("zone", ["Local", "+02:00", "", "Mars/Olympus", "europe/berlin", "a" * 15])
def test_no_time_zones(zone: str) -> None:
    assert cron.time_zone(zone)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "Etc/GMT+2", "America/Argentina/Buenos_Aires"])
def test_time_zones(zone: str) -> None:
    assert cron.time_zone(zone) is None


def test_near_time_zone() -> None:
    assert "`Europe/Berlin`" in (cron.time_zone("europe/berlin") or "")
