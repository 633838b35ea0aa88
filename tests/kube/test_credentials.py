"""Credentials by name and by shape: found, and not suspected where there is none."""

from __future__ import annotations

import pytest

from kubelint.kube.credentials import credential, password_in_url, token


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DB_PASSWORD", "hunter2", True),
        ("dbPassword", "hunter2", True),
        ("password", "changeme", False),
        ("password", "${PASSWORD}", False),
        ("PASSWORD_FILE", "hunter2", False),
        ("PASSWORD", "/run/secrets/password", False),
        ("API_KEY", "x7Jk29fLq0", True),
        ("API_KEY", "short", False),
        ("SECRET", "db-credentials", False),
        ("TOKEN", "true", False),
        ("TOKEN_TTL", "x7Jk29fLq0", False),
        ("COMPASS", "x7Jk29fLq0", False),
    ],
)
def test_names(name: str, value: str, expected: bool) -> None:
    assert credential(name, value) is expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("key: AKIA" + "Q7ZK2M4XW9PLB3TR", "AWS access key"),
        ("ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "GitHub token"),
        ("AKIA" + "IOSFODNN7EXAMPLE", None),
        ("ghp_" + "x" * 36, None),
        ("nothing of the kind", None),
    ],
)
def test_shapes(text: str, what: str | None) -> None:
    assert token(text) == what


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://shop:hunter2@db/shop", True),
        ("postgres://shop:$(PASSWORD)@db/shop", False),
        ("postgres://shop@db/shop", False),
        ("https://example.com:8080/a@b", False),
    ],
)
def test_urls(url: str, expected: bool) -> None:
    assert password_in_url(url) is expected
