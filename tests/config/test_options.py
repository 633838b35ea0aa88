"""From a check's options to their schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import pytest

from kubelint.catalogue import page, rules, sections
from kubelint.checks.options import _of_tuple, option_schema
from kubelint.config.validate import mistakes


class Wanted(NamedTuple):
    key: str
    pattern: str = ""


class Options(NamedTuple):
    minimum: int = 2
    init_containers: bool = False
    allowed: str | Sequence[str] = "baseline"
    level: Literal["low", "high"] = "low"
    labels: tuple[Wanted, ...] = ()
    limits: Mapping[str, int] = {}


SCHEMA = _of_tuple(Options)


def test_names_types_and_defaults() -> None:
    assert SCHEMA["properties"]["init-containers"] == {"type": "boolean", "default": False}
    assert SCHEMA["properties"]["labels"]["items"]["required"] == ["key"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"minimum": 3, "init-containers": True, "allowed": ["a"], "level": "high", "limits": {"a": 1}}, 0),
        ({"allowed": "restricted", "labels": [{"key": "team"}]}, 0),
        ({"minimum": "3"}, 1),
        ({"minimum": True}, 1),
        ({"allowed": 3}, 1),
        ({"level": "middle"}, 1),
        ({"labels": [{"pattern": "x"}]}, 1),
        ({"limits": {"a": "b"}}, 1),
        ({"init_containers": True}, 1),
    ],
)
def test_validation(given: dict[str, object], wrong: int) -> None:
    assert len(list(mistakes(given, SCHEMA))) == wrong


@pytest.mark.parametrize("name", rules())
def test_options_are_on_the_page(name: str) -> None:
    schema = option_schema(name)
    described = sections(page(name)).get("Options", "")
    names = set(schema["properties"]) if schema else set()
    assert {option for option in names if f"`{option}`" not in described} == set()
    assert schema is not None or not re.search(r"`[a-z-]+`", described), "the page describes options that are not there"
