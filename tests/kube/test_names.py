"""Names against the answers of the server's own functions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kubelint.kube import names

ORACLE = Path(__file__).parents[1] / "oracle" / "names.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in ORACLE.read_text(encoding="utf-8").splitlines()]
SYNTAXES: dict[str, names.Syntax] = {
    "cmkey": names.config_key,
    "dns1035": names.dns_1035_label,
    "dns1123label": names.dns_label,
    "dns1123subdomain": names.dns_subdomain,
    "env": names.old_env_name,
    "httpheader": names.http_header,
    "labelvalue": names.label_value,
    "percent": names.percent,
    "portname": names.port_name,
    "qualified": names.label_key,
    "renv": names.env_name,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: repr(row["input"]))
def test_same_answer_as_the_server(row: dict[str, Any]) -> None:
    ours = {name for name, syntax in SYNTAXES.items() if syntax(row["input"]) is None}
    assert ours == set(row["valid"]) & set(SYNTAXES)


@pytest.mark.parametrize(
    ("syntax", "value", "near"),
    [
        (names.dns_label, "Web_App", "`web-app`"),
        (names.dns_label, "web.v2", "`web-v2`"),
        (names.dns_subdomain, "My.Host_1", "`my.host-1`"),
        (names.label_value, "my app", "`my-app`"),
        (names.port_name, "HTTP_Web", "`http-web`"),
    ],
)
def test_names_the_nearest(syntax: names.Syntax, value: str, near: str) -> None:
    assert near in (syntax(value) or "")


@pytest.mark.parametrize("value", ["10.0.0.1", "010.1.2.3", "::1", "2001:db8::ffff", "::ffff:1.2.3.4"])
def test_addresses(value: str) -> None:
    assert names.ip_address(value) is None


@pytest.mark.parametrize("value", ["", "10.0.0", "10.0.0.256", "fe80::1%eth0", "foo", "1.2.3.4/8", ":::1"])
def test_no_addresses(value: str) -> None:
    assert names.ip_address(value)


@pytest.mark.parametrize(
    ("value", "fine"),
    [("10.0.0.0/8", True), ("::/0", True), ("1.2.3.0", False), ("1.2.3.0/33", False), ("1.2.3.0/x", False)],
)
def test_ranges(value: str, fine: bool) -> None:
    assert (names.cidr(value) is None) is fine


def test_annotation_keys_may_have_a_prefix_in_upper_case() -> None:
    assert names.annotation_key("Example.com/a") is None
    assert names.label_key("Example.com/a")
