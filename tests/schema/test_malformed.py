"""Whatever stands in an object, the schema room answers; and a second look at pruned data finds no wrong type."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kubelint.kube.objects import make_object
from kubelint.kube.versions import DEFAULT, VersionRange
from kubelint.schema import judge
from kubelint.schema.prune import prune
from tests.schema.given import objects

FILE = Path(__file__).parents[1] / "oracle/validate.jsonl"
INPUTS = [json.loads(line)["input"] for line in FILE.read_text().splitlines()]
ODD: list[Any] = [None, True, -1, 1.5, 10**30, "", "x", [], [None], {}, {"a": None}, [[]], {"": {}}]


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in steps:
        yield (*here, step)
        yield from paths(member, (*here, step))


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    result = copy.deepcopy(data)
    parent = result
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = copy.deepcopy(value)
    return result


@pytest.mark.parametrize("number", range(8))
def test_no_value_is_too_odd(number: int) -> None:
    for index, text in enumerate(INPUTS[number::8]):
        for obj in objects(text):
            for place, path in enumerate(paths(obj.data)):
                odd = ODD[(index + place) % len(ODD)]
                data = changed(obj.data, path, odd)
                twisted = make_object(obj.document, data, obj.base)
                faults = judge(twisted, DEFAULT)
                sound = make_object(obj.document, prune(data, faults), obj.base)
                assert [fault for fault in judge(sound, DEFAULT) if fault.rule == "wrong-type"] == []


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_members_everywhere(odd: Any) -> None:
    for text in INPUTS[::9]:
        for obj in objects(text):
            for path in paths(obj.data):
                if path not in (("apiVersion",), ("kind",)):
                    judge(make_object(obj.document, changed(obj.data, path, odd), obj.base), VersionRange.parse("1.30"))
