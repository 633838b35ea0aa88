"""``oversized-manifest``: what is too large to stand on a page."""

from __future__ import annotations

import pytest

from kubelint import lint_text

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dashboards\ndata:\n  overview.json: "


@pytest.mark.parametrize(("size", "lines"), [(250 * 1024, []), (260 * 1024, [2])])
def test_an_object_above_256_kib(size: int, lines: list[int]) -> None:
    findings = lint_text(HEAD + "x" * size + "\n", "dashboards.yaml").findings
    assert [f.location.start.line for f in findings if f.rule == "oversized-manifest"] == lines
