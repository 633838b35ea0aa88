from __future__ import annotations

import pathlib

import pytest
from lsprotocol import types

from kubelint.lsp.lines import Lines
from tests.lsp.editor import Editor, editor

pytestmark = pytest.mark.asyncio

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: café
  labels: {app: web}
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: example.com/web:1.4.2
          imagePullPolicy: always
          ports:
            - containerPort: 8080
"""


async def actions(it: Editor, name: str, range_: types.Range, *only: str) -> list[types.CodeAction]:
    kinds = [types.CodeActionKind(kind) if kind == "quickfix" else kind for kind in only]
    context = types.CodeActionContext([], only=kinds or None)
    found = await it.client.text_document_code_action_async(types.CodeActionParams(it.document(name), range_, context))
    return [one for one in found or () if isinstance(one, types.CodeAction)]


def applied(text: str, action: types.CodeAction) -> str:
    """A text with the edits of an action, which concerns this text alone."""
    assert action.edit
    assert action.edit.document_changes
    (changes,) = action.edit.document_changes
    assert isinstance(changes, types.TextDocumentEdit)
    lines = Lines(text, "utf-16")
    edits = [(lines.span(edit.range), edit.new_text) for edit in changes.edits if isinstance(edit, types.TextEdit)]
    for span, new in sorted(edits, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


async def test_a_quick_fix_names_its_safety_and_mends(tmp_path: pathlib.Path) -> None:
    tmp_path.joinpath("web.yaml").write_text(DEPLOYMENT, "utf-8")
    async with editor(tmp_path) as it:
        it.open("web.yaml")
        found = await actions(it, "web.yaml", it.range("web.yaml", "always"), "quickfix")
        fix = found[0]
        assert applied(DEPLOYMENT, fix) == DEPLOYMENT.replace("always", "Always")
