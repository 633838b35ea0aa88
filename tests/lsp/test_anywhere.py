"""Every question can be asked anywhere, in texts that people leave half written."""

from __future__ import annotations

import pathlib
import random

import pytest
from lsprotocol import types

from kubelint.lsp.actions import actions
from kubelint.lsp.completing import complete
from kubelint.lsp.hovering import hover
from kubelint.lsp.navigating import definition, references
from kubelint.lsp.symbols import hints, symbols
from tests.lsp.desk import Desk
from tests.lsp.estate import FILES
from tests.shared import ROOT

PITFALLS = {file.name: file.read_text("utf-8") for file in sorted((ROOT / "examples/pitfalls").glob("*.yaml"))}
ODD = {
    "list.yaml": "apiVersion: v1\nkind: List\nitems:\n- " + FILES["app.yaml"].partition("---")[0].replace("\n", "\n  "),
    "anchors.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  name: é😀\ndata:\n  <<: *m\n  k: |\n    a: b\n",
    "one.json": '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"selector": {"a": "b"}}}',
    "crlf.yaml": FILES["network.yaml"].replace("\n", "\r\n"),
    "empty.yaml": "",
}


def ask_everything(desk: Desk, name: str, position: types.Position) -> None:
    document, here = desk.document(name), types.Range(position, position)
    hover(desk.server, types.HoverParams(document, position))
    definition(desk.server, types.DefinitionParams(document, position))
    references(desk.server, types.ReferenceParams(types.ReferenceContext(True), document, position))
    complete(desk.server, types.CompletionParams(document, position))
    symbols(desk.server, types.DocumentSymbolParams(document))
    hints(desk.server, types.InlayHintParams(document, here))
    actions(desk.server, types.CodeActionParams(document, here, types.CodeActionContext([])))


@pytest.mark.parametrize("name", [*PITFALLS, *ODD, *FILES])
def test_nothing_goes_wrong_anywhere(name: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(name)
    files = {**PITFALLS, **FILES, **ODD}
    desk = Desk(tmp_path, files)
    for _ in range(12):
        text = files[name]
        start = chance.randrange(len(text) + 1)
        length = chance.choice((0, 0, 1, 5, 40))
        desk.files[name] = (
            text[:start] + chance.choice(("", "", "\n", ":", "- ", "  x", "'", "[")) + text[start + length :]
        )
        desk.put(name)
        for offset in (start, chance.randrange(len(desk.files[name]) + 1)):
            ask_everything(desk, name, desk.mirror.lines(name).position(offset))
