from __future__ import annotations

import pathlib

import pytest
from lsprotocol import types

from kubelint import lint_text
from kubelint.lsp.actions import actions
from kubelint.lsp.lines import Lines
from tests.lsp.desk import Desk
from tests.lsp.editor import editor

TITLE = "write `Always` (safe: unsupported-value)"
IGNORE = "ignore unsupported-value here, with a reason"
COMMENT = "# kubelint: ignore[unsupported-value] TODO: say why"


def offered(desk: Desk, name: str, marked: str, *only: str) -> dict[str, types.CodeAction]:
    here = desk.at(name, marked)
    context = types.CodeActionContext([], only=list(only) or None)
    found = actions(desk.server, types.CodeActionParams(desk.document(name), types.Range(here, here), context))
    return {action.title: action for action in found}


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


def silent(text: str) -> bool:
    """Whether the comments are understood, and silence their finding."""
    rules = {finding.rule for finding in lint_text(text).findings}
    return not rules & {"unsupported-value", "unused-suppression"}


def test_a_quick_fix_says_whether_it_is_safe(desk: Desk) -> None:
    found = offered(desk, "app.yaml", "al|ways", "quickfix")
    assert list(found) == [TITLE, IGNORE]
    assert found[TITLE].is_preferred
    assert applied(desk.files["app.yaml"], found[TITLE]) == desk.files["app.yaml"].replace("always", "Always")


def test_an_unsafe_fix_says_so_and_is_no_part_of_all(desk: Desk) -> None:
    desk.rewrite("app.yaml", "key: mode", "key: moed")
    found = offered(desk, "app.yaml", "key: m|oed")
    unsafe = found["ask for `mode` (unsafe: missing-config-key)"]
    assert not unsafe.is_preferred
    assert "key: mode" in applied(desk.files["app.yaml"], unsafe)
    (everything,) = offered(desk, "app.yaml", "key: m|oed", "source.fixAll").values()
    assert applied(desk.files["app.yaml"], everything) == desk.files["app.yaml"].replace("always", "Always")


def test_all_safe_fixes_leave_the_workspace_as_it_is(desk: Desk) -> None:
    before = desk.files["app.yaml"]
    desk.rewrite("app.yaml", "replicas: 2", "replica: 2")
    for _ in range(2):
        (everything,) = offered(desk, "app.yaml", "|kind", "source.fixAll.kubelint").values()
        assert applied(desk.files["app.yaml"], everything) == before.replace("always", "Always")
    manifest = desk.mirror.manifest("app.yaml")
    assert manifest
    assert manifest.text == desk.files["app.yaml"]


def test_nothing_is_offered_where_nothing_is_found(desk: Desk) -> None:
    assert offered(desk, "app.yaml", "|kind", "quickfix") == {}
    assert offered(desk, "others.yaml", "|kind", "source.fixAll.kubelint") == {}
    assert offered(desk, "app.yaml", "al|ways", "refactor") == {}


def test_a_finding_is_ignored_at_the_end_of_its_line(desk: Desk) -> None:
    text = applied(desk.files["app.yaml"], offered(desk, "app.yaml", "al|ways")[IGNORE])
    assert text == desk.files["app.yaml"].replace("always\n", f"always  {COMMENT}\n")
    assert silent(text)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "always\n",
            "always  # on purpose\n",
            f"always  # on purpose  {COMMENT}\n",
        ),
        (
            "always\n",
            "always  # kubelint: ignore[unpinned-image] known\n",
            "always  # kubelint: ignore[unpinned-image, unsupported-value] known\n",
        ),
        ("always\n", "always\r\n", f"always  {COMMENT}\r\n"),
        (
            "          imagePullPolicy: always\n",
            '          imagePullPolicy: "al\\\n            ways"\n',
            f'          {COMMENT}\n          imagePullPolicy: "al\\\n',
        ),
    ],
    ids=["a comment is there", "a list is there", "CRLF", "text goes on"],
)
def test_a_finding_is_ignored_wherever_a_comment_can_stand(desk: Desk, old: str, new: str, expected: str) -> None:
    desk.rewrite("app.yaml", old, new)
    text = applied(desk.files["app.yaml"], offered(desk, "app.yaml", "imagePullPolicy: |")[IGNORE])
    assert expected in text
    assert not [finding for finding in lint_text(text).findings if finding.rule == "unsupported-value"]


def test_no_comment_is_offered_where_none_can_stand(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pod = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "é"}, "spec": {"containers": []}}'
    desk = Desk(tmp_path, {"pod.json": pod, "broken.yaml": "a: [\n"})
    assert not [title for title in offered(desk, "pod.json", '"|é"') if title.startswith("ignore")]
    assert not offered(desk, "broken.yaml", "a: [|")


@pytest.mark.asyncio
async def test_over_the_wire_an_edit_holds_for_the_version_that_was_looked_at(desk: Desk) -> None:
    async with editor(desk.folder) as it:
        it.open("app.yaml")
        it.rewrite("app.yaml", it.texts["app.yaml"].replace("name: web\n", "name: wéb😀\n", 1))
        here = it.range("app.yaml", "always")
        params = types.CodeActionParams(it.document("app.yaml"), here, types.CodeActionContext([], only=["quickfix"]))
        found = await it.client.text_document_code_action_async(params)
        fix = next(one for one in found or () if isinstance(one, types.CodeAction) and one.title == TITLE)
        assert fix.edit
        (change,) = fix.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 2
        it.rewrite("app.yaml", applied(it.texts["app.yaml"], fix))
        found = await it.client.text_document_code_action_async(params)
        assert TITLE not in {one.title for one in found or ()}
