"""Versions as people write them."""

from __future__ import annotations

import pytest

from kubelint.errors import UsageError
from kubelint.kube.versions import DEFAULT, VersionRange


@pytest.mark.parametrize(
    "text", ["1.31", "v1.31", "v1.31.4", "1.31.2-eks-1", "1.31.4-gke.1146000", "1.31.5+k3s1", " 1.31 "]
)
def test_one_version(text: str) -> None:
    assert VersionRange.parse(text) == VersionRange(31, 31)


@pytest.mark.parametrize("text", ["1.29-1.34", "v1.29.0-v1.34.1", "1.29.3-eks-1 - 1.34"])
def test_range(text: str) -> None:
    versions = VersionRange.parse(text)
    assert versions == VersionRange(29, 34)
    assert str(versions) == "1.29-1.34"
    assert versions.names == ("1.29", "1.30", "1.31", "1.32", "1.33", "1.34")


def test_the_newest_is_the_default() -> None:
    assert str(DEFAULT) == "1.37"


@pytest.mark.parametrize(("text", "read"), [("1.40", "1.37"), ("1.36-1.99", "1.36-1.37")])
def test_newer_than_known(text: str, read: str) -> None:
    versions = VersionRange.parse(text)
    assert str(versions) == read
    assert "newer than the newest known version" in versions.notice


@pytest.mark.parametrize("text", ["1.24", "1.20-1.30", "2.0", "1", "latest", "1.34-1.29", "", "1.", "1.3x"])
def test_no_version(text: str) -> None:
    with pytest.raises(UsageError):
        VersionRange.parse(text)
