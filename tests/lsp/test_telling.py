from __future__ import annotations

from lsprotocol import types

from kubelint.lsp.hovering import hover
from kubelint.lsp.symbols import hints, symbols
from tests.lsp.desk import Desk


def told(desk: Desk, name: str, marked: str) -> str:
    found = hover(desk.server, types.HoverParams(desk.document(name), desk.at(name, marked)))
    assert found is None or isinstance(found.contents, types.MarkupContent)
    return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""


def test_a_field_with_its_type(desk: Desk) -> None:
    assert told(desk, "app.yaml", "repl|icas").startswith("`replicas`: int32 (apps/v1 Deployment, Kubernetes 1.")
    assert "`selector`: LabelSelector, required" in told(desk, "app.yaml", "sel|ector:\n    matchLabels")
    assert told(desk, "app.yaml", "app: w|eb\n    spec") == ""


def test_a_finding_with_the_page_of_its_rule(desk: Desk) -> None:
    found = told(desk, "app.yaml", "al|ways")
    assert "`always` is not supported" in found
    assert "unsupported-value" in found
    assert "**Why.**" in found
    assert "One of `Always`, `IfNotPresent`, `Never`." in found


def test_a_rule_that_a_comment_names(desk: Desk) -> None:
    desk.rewrite("app.yaml", "always\n", "always  # kubelint: ignore[unsupported-value] it is\n")
    assert "**Why.**" in told(desk, "app.yaml", "ignore[unsupp|orted-value]")


def test_the_outline(desk: Desk) -> None:
    found = symbols(desk.server, types.DocumentSymbolParams(desk.document("app.yaml")))
    assert [(one.name, one.detail, [inner.name for inner in one.children or ()]) for one in found] == [
        ("web", "Deployment", ["web"]),
        ("scaler", "HorizontalPodAutoscaler", []),
    ]
    for symbol in (*found, *(inner for one in found for inner in one.children or ())):
        assert symbol.range.start <= symbol.selection_range.start
        assert symbol.selection_range.end <= symbol.range.end
    assert [(one.range.start.line, one.range.end.line) for one in found] == [(0, 36), (38, 44)]


def test_a_service_says_how_many_pod_templates_it_selects(desk: Desk) -> None:
    everything = types.Range(types.Position(0, 0), types.Position(99, 0))

    def hinted() -> list[tuple[int, str]]:
        found = hints(desk.server, types.InlayHintParams(desk.document("network.yaml"), everything))
        return [(hint.position.line, str(hint.label)) for hint in found]

    assert hinted() == [(5, "selects 1 pod template")]
    desk.rewrite("app.yaml", "        app: web", "        app: other")
    assert hinted() == [(5, "selects 0 pod templates")]
