"""Label selectors as the API server evaluates them."""

from __future__ import annotations

from typing import Any

import pytest

from kubelint.kube.selectors import selects

WEB = {"app": "web", "track": "stable"}


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (None, False),
        ({}, True),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "db"}}, False),
        ({"matchLabels": {"app": "web"}, **expression("track", "In", "canary")}, False),
        (expression("track", "In", "canary", "stable"), True),
        (expression("track", "NotIn", "canary"), True),
        (expression("track", "NotIn", "stable"), False),
        (expression("tier", "NotIn", "back"), True),
        (expression("tier", "Exists"), False),
        (expression("tier", "DoesNotExist"), True),
        (expression("app", "DoesNotExist"), False),
    ],
)
def test_selects(selector: Any, expected: bool) -> None:
    assert selects(selector, WEB) is expected
