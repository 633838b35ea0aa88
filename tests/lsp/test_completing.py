from __future__ import annotations

import pytest
from lsprotocol import types

from kubelint.lsp.completing import complete
from tests.lsp.desk import Desk


def completed(desk: Desk, name: str, marked: str) -> dict[str, types.CompletionItem]:
    found = complete(desk.server, types.CompletionParams(desk.document(name), desk.at(name, marked)))
    return {item.label: item for item in found}


@pytest.mark.parametrize(
    ("name", "old", "new", "marked", "expected"),
    [
        ("app.yaml", "Name: runner", "Name: ", "AccountName: |", {"runner"}),
        ("app.yaml", "name: settings", "name:  # later", "KeyRef:\n                  name: |", {"settings"}),
        ("app.yaml", "name: settings", "name: se", "name: se|", {"settings"}),
        ("app.yaml", "key: mode", "key: ", "key: |\n", {"mode", "unread"}),
        ("app.yaml", "{name: login,", "{name: ,", "{name: |,", {"login"}),
        ("app.yaml", "claimName: disk", "claimName: ", "claimName: |", {"disk"}),
        ("app.yaml", "name: data\n              m", "name: \n              m", "name: |\n              m", {"data"}),
        ("app.yaml", "Policy: always", "Policy: ", "imagePullPolicy: |", {"Always", "IfNotPresent", "Never"}),
        ("network.yaml", "front\n                p", "\n                p", "name: |\n                p", {"front"}),
        ("network.yaml", "number: 80", "number: ", "number: |", {"80"}),
        ("network.yaml", "targetPort: http", "targetPort: ", "targetPort: |", {"http", "8080"}),
        ("network.yaml", "issuer: letsencrypt", "issuer: ", "cluster-issuer: |", {"letsencrypt"}),
        ("network.yaml", "    app: web\n", "    \n", "selector:\n    |", {"app"}),
        ("network.yaml", "    app: web\n", "    app: \n", "selector:\n    app: |", {"web"}),
    ],
)  # fmt: skip
def test_what_can_be_written(desk: Desk, name: str, old: str, new: str, marked: str, expected: set[str]) -> None:
    desk.rewrite(name, old, new)
    assert completed(desk, name, marked).keys() == expected


def test_fields_that_are_not_there_yet(desk: Desk) -> None:
    desk.rewrite("app.yaml", "  replicas: 2\n", "  rep\n")
    found = completed(desk, "app.yaml", "spec:\n  rep|")
    assert {"replicas", "strategy", "minReadySeconds"} <= found.keys()
    assert not {"selector", "template"} & found.keys()
    edit = found["replicas"].text_edit
    assert isinstance(edit, types.TextEdit)
    assert (edit.new_text, edit.range) == ("replicas: ", types.Range(types.Position(5, 2), types.Position(5, 5)))


def test_what_is_required_comes_first(desk: Desk) -> None:
    desk.rewrite("app.yaml", "        - name: web\n          image", "        - \n          image")
    found = sorted(
        completed(desk, "app.yaml", "containers:\n        - |").values(), key=lambda item: item.sort_text or ""
    )
    assert (found[0].label, found[0].detail) == ("name", "string, required")


def test_nothing_in_comments_and_texts(desk: Desk) -> None:
    desk.rewrite("app.yaml", "  replicas: 2\n", "  replicas: 2  # ab\n")
    assert not completed(desk, "app.yaml", "# ab|")
    assert not completed(desk, "app.yaml", "image: example.com/web:1.4.2|")
