"""Near misses: one letter or two swapped neighbours."""

from __future__ import annotations

import pytest

from kubelint.kube.nearness import nearest, one_edit


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("http", "htpp", True),
        ("http", "htt", True),
        ("http", "https", True),
        ("http", "ttp", True),
        ("http", "thtp", True),
        ("http", "http", False),
        ("http", "grpc", False),
        ("http", "httpss", False),
        ("8080", "8800", True),
        ("8080", "8008", True),
        ("abcd", "badc", False),
    ],
)
def test_one_edit(left: str, right: str, expected: bool) -> None:
    assert one_edit(left, right) is one_edit(right, left) is expected


def test_nearest_is_silent_where_two_are_as_near() -> None:
    assert nearest("web1", ["web2", "web3", "db"]) is None
    assert nearest("wb", ["web", "db1"]) == "web"
