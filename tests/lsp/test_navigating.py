from __future__ import annotations

import pytest
from lsprotocol import types

from kubelint.lsp.navigating import definition, references
from tests.lsp.desk import Desk


def defined(desk: Desk, name: str, marked: str) -> list[str]:
    found = definition(desk.server, types.DefinitionParams(desk.document(name), desk.at(name, marked)))
    return [desk.shown(location) for location in found]


def referred(desk: Desk, name: str, marked: str, declaration: bool = False) -> list[str]:
    context = types.ReferenceContext(declaration)
    found = references(desk.server, types.ReferenceParams(context, desk.document(name), desk.at(name, marked)))
    return [desk.shown(location) for location in found]


@pytest.mark.parametrize(
    ("name", "marked", "expected"),
    [
        ("network.yaml", "app: w|eb", "app.yaml:11:labels"),
        ("network.yaml", "targetPort: |http", "app.yaml:30:8080"),
        ("network.yaml", "name: |front\n                port", "network.yaml:4:front"),
        ("network.yaml", "number: 8|0", "network.yaml:10:80"),
        ("network.yaml", "issuer: lets|encrypt", "others.yaml:32:letsencrypt"),
        ("network.yaml", "secretName: |front-tls", "others.yaml:39:front"),
        ("app.yaml", "name: |settings", "others.yaml:4:settings"),
        ("app.yaml", "key: mo|de", "others.yaml:6:mode"),
        ("app.yaml", "{name: lo|gin", "others.yaml:12:login"),
        ("app.yaml", "key: |password", "others.yaml:14:password"),
        ("app.yaml", "AccountName: |runner", "others.yaml:19:runner"),
        ("app.yaml", "claimName: disk|", "others.yaml:24:disk"),
        ("app.yaml", "name: |data\n              mount", "app.yaml:35:data"),
        ("app.yaml", "kind: Deployment, name: w|eb", "app.yaml:4:web"),
        ("others.yaml", "issuerRef: {name: l|etsencrypt", "others.yaml:32:letsencrypt"),
    ],
)
def test_a_name_leads_to_what_it_means(desk: Desk, name: str, marked: str, expected: str) -> None:
    assert defined(desk, name, marked) == [expected]


def test_what_stands_alone_leads_nowhere(desk: Desk) -> None:
    assert defined(desk, "app.yaml", "replicas: |2") == []
    assert defined(desk, "app.yaml", "|---") == []


def test_references_of_an_object(desk: Desk) -> None:
    assert referred(desk, "others.yaml", "name: |settings") == ["app.yaml:23:settings", "app.yaml:24:mode"]
    assert referred(desk, "network.yaml", "name: |front\nspec") == ["network.yaml:29:front", "network.yaml:31:80"]
    assert referred(desk, "app.yaml", "name: |web\nspec") == [
        "app.yaml:45:web",
        "network.yaml:6:selector",
        "network.yaml:11:http",
    ]


def test_references_of_a_key_and_of_a_label(desk: Desk) -> None:
    assert referred(desk, "others.yaml", "m|ode: fast") == ["app.yaml:24:mode"]
    assert referred(desk, "others.yaml", "u|nread") == []
    assert referred(desk, "app.yaml", "app: w|eb\n    spec") == ["network.yaml:6:selector"]


def test_references_from_a_name_include_what_it_means_where_asked(desk: Desk) -> None:
    assert referred(desk, "app.yaml", "claimName: |disk", declaration=True) == [
        "others.yaml:24:disk",
        "app.yaml:37:disk",
    ]


def test_the_text_that_is_open_counts(desk: Desk) -> None:
    desk.rewrite("others.yaml", "  name: settings", "  # moved down\n  name: settings")
    assert defined(desk, "app.yaml", "name: |settings") == ["others.yaml:5:settings"]


def test_a_document_that_cannot_be_read_leads_nowhere(desk: Desk) -> None:
    desk.rewrite("network.yaml", "  selector:\n", "  selector: [\n")
    assert defined(desk, "network.yaml", "app: w|eb") == []
    assert defined(desk, "network.yaml", "secretName: |front-tls") == ["others.yaml:39:front"]
