from __future__ import annotations

import asyncio
import pathlib

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import Editor, editor, pulling

pytestmark = pytest.mark.asyncio

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: example.com/web:1.4.2
"""
RULES = "select: [invalid-value, selector-matches-nothing]\n"
BROKEN_PORT = SERVICE.replace("port: 80\n", "port: 70000\n")


def named(text: str, name: str) -> str:
    return text.replace("name: web", f"name: {name}", 1)


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A Service and its Deployment in two files."""
    tmp_path.joinpath(".kubelint.yaml").write_text(RULES)
    tmp_path.joinpath("service.yaml").write_text(SERVICE)
    tmp_path.joinpath("app.yaml").write_text(DEPLOYMENT)
    return tmp_path


def watched(it: Editor, name: str, kind: types.FileChangeType) -> None:
    events = [types.FileEvent(it.uri(name), kind)]
    it.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))


async def test_a_finding_comes_and_goes_with_the_keystroke(folder: pathlib.Path) -> None:
    async with editor(folder) as it:
        it.open("service.yaml")
        assert await it.told("service.yaml", set()) == []
        it.type("service.yaml", it.range("service.yaml", "80\n"), "70000\n")
        found = await it.told("service.yaml", {"invalid-value"})
        assert [(one.range, one.severity, one.source) for one in found] == [
            (types.Range(types.Position(8, 12), types.Position(8, 17)), types.DiagnosticSeverity.Error, "kubelint")
        ]
        it.type("service.yaml", found[0].range, "80")
        await it.told("service.yaml", set())


async def test_what_is_typed_in_one_file_moves_the_findings_of_another(folder: pathlib.Path) -> None:
    async with editor(folder) as it:
        it.open("service.yaml")
        it.open("app.yaml")
        await it.told("service.yaml", set())
        it.rewrite("app.yaml", DEPLOYMENT.replace("app: web", "app: wep"))
        await it.told("service.yaml", {"selector-matches-nothing"})
        it.client.text_document_did_close(types.DidCloseTextDocumentParams(it.document("app.yaml")))
        await it.told("service.yaml", set())


async def test_files_that_are_not_open_are_told_of_too(folder: pathlib.Path) -> None:
    folder.joinpath("service.yaml").write_text(BROKEN_PORT)
    async with editor(folder) as it:
        await it.told("service.yaml", {"invalid-value"})
        folder.joinpath("service.yaml").write_text(SERVICE)
        watched(it, "service.yaml", types.FileChangeType.Changed)
        await it.told("service.yaml", set())
        folder.joinpath("more.yaml").write_text(named(BROKEN_PORT, "more"))
        watched(it, "more.yaml", types.FileChangeType.Created)
        await it.told("more.yaml", {"invalid-value"})
        folder.joinpath("more.yaml").unlink()
        watched(it, "more.yaml", types.FileChangeType.Deleted)
        await it.told("more.yaml", set())


async def test_open_text_wins_over_the_disk(folder: pathlib.Path) -> None:
    async with editor(folder) as it:
        it.open("service.yaml", BROKEN_PORT)
        await it.told("service.yaml", {"invalid-value"})
        watched(it, "service.yaml", types.FileChangeType.Changed)
        it.open("app.yaml")
        await it.told("app.yaml", set())
        assert [one.code for one in it.client.diagnostics[it.uri("service.yaml")]] == ["invalid-value"]


async def test_settings_hold_as_soon_as_they_are_saved(folder: pathlib.Path) -> None:
    folder.joinpath("service.yaml").write_text(BROKEN_PORT)
    async with editor(folder) as it:
        await it.told("service.yaml", {"invalid-value"})
        folder.joinpath(".kubelint.yaml").write_text("select: [no-such-rule]\n")
        watched(it, ".kubelint.yaml", types.FileChangeType.Changed)
        await it.client.wait_for_notification(types.WINDOW_SHOW_MESSAGE)
        assert ".kubelint.yaml:1:10: " in it.client.messages[0].message
        await it.told("service.yaml", {"invalid-value"})
        folder.joinpath(".kubelint.yaml").write_text("select: [selector-matches-nothing]\n")
        watched(it, ".kubelint.yaml", types.FileChangeType.Changed)
        await it.told("service.yaml", set())


async def test_an_editor_that_asks_is_answered_and_never_told(folder: pathlib.Path) -> None:
    async with editor(folder, pulling()) as it:
        it.open("service.yaml", BROKEN_PORT)
        params = types.DocumentDiagnosticParams(it.document("service.yaml"))
        full = await it.client.text_document_diagnostic_async(params)
        assert isinstance(full, types.RelatedFullDocumentDiagnosticReport)
        assert [one.code for one in full.items] == ["invalid-value"]
        params.previous_result_id = full.result_id
        same = await it.client.text_document_diagnostic_async(params)
        assert isinstance(same, types.RelatedUnchangedDocumentDiagnosticReport)
        it.rewrite("service.yaml", SERVICE)
        other = await it.client.text_document_diagnostic_async(params)
        assert isinstance(other, types.RelatedFullDocumentDiagnosticReport)
        assert not other.items
        await asyncio.sleep(0.5)
        assert it.client.diagnostic_refresh_count > 0
        assert not it.client.diagnostics


async def test_the_whole_workspace_asked_for(folder: pathlib.Path) -> None:
    folder.joinpath("service.yaml").write_text(BROKEN_PORT)
    async with editor(folder, pulling()) as it:
        report = await it.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        found = {one.uri: one for one in report.items if isinstance(one, types.WorkspaceFullDocumentDiagnosticReport)}
        assert {uri: [one.code for one in given.items] for uri, given in found.items()} == {
            it.uri("service.yaml"): ["invalid-value"],
            it.uri("app.yaml"): [],
        }
        known = [types.PreviousResultId(uri, given.result_id or "") for uri, given in found.items()]
        it.open("service.yaml", SERVICE)
        report = await it.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
        assert {one.uri: one.kind for one in report.items} == {
            it.uri("service.yaml"): "full",
            it.uri("app.yaml"): "unchanged",
        }


async def test_who_asks_for_all_waits_until_nobody_types(folder: pathlib.Path) -> None:
    async with editor(folder, pulling()) as it:
        it.open("service.yaml", BROKEN_PORT)
        everything = asyncio.ensure_future(it.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([])))
        one = await it.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(it.document("service.yaml"))
        )
        assert isinstance(one, types.RelatedFullDocumentDiagnosticReport)
        assert not everything.done()
        assert len((await everything).items) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_in_other_scripts(folder: pathlib.Path, encoding: str) -> None:
    text = BROKEN_PORT.replace("    - port: 70000\n      targetPort: 8080\n", "    - {name: é😀, port: 70000}\n")
    text = text.replace("  ports:\n", "  ports:  # breaks no line: \x85\u2028\n")
    width = {"utf-8": 2 + 4, "utf-16": 1 + 2, "utf-32": 2}[encoding]
    async with editor(folder, None, encoding) as it:
        it.open("service.yaml", text)
        found = await it.told("service.yaml")
        start = len("    - {name: , port: ") + width
        ports = [one.range for one in found if "70000" in one.message]
        assert ports == [types.Range(types.Position(8, start), types.Position(8, start + 5))]
        it.type("service.yaml", ports[0], "80")
        after = types.Range(types.Position(8, len("    - {name: ")), types.Position(8, len("    - {name: ") + width))
        it.type("service.yaml", after, "web")
        await it.told("service.yaml", set())


async def test_what_goes_wrong_in_one_request_ends_no_other(folder: pathlib.Path) -> None:
    async with editor(folder) as it:
        which = types.VersionedTextDocumentIdentifier(7, it.uri("never-opened.yaml"))
        change = types.TextDocumentContentChangeWholeDocument("a: b")
        it.client.text_document_did_change(types.DidChangeTextDocumentParams(which, [change]))
        await it.client.wait_for_notification(types.WINDOW_LOG_MESSAGE)
        with pytest.raises(JsonRpcException):
            await it.client.protocol.send_request_async("kubelint/nothing", {})  # type: ignore[no-untyped-call]
        it.open("service.yaml", BROKEN_PORT)
        await it.told("service.yaml", {"invalid-value"})


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "\0", '{"a": "\ud800"}', "&a [*a, *a]", "a: !!binary x\n" * 3, "\ufeff"]
)
async def test_hostile_texts(folder: pathlib.Path, text: str) -> None:
    async with editor(folder) as it:
        it.open("service.yaml", text)
        await it.told("service.yaml")
        position = types.Position(0, 3)
        await it.client.text_document_hover_async(types.HoverParams(it.document("service.yaml"), position))
        await it.client.text_document_completion_async(types.CompletionParams(it.document("service.yaml"), position))
        await it.client.text_document_definition_async(types.DefinitionParams(it.document("service.yaml"), position))
        await it.client.text_document_document_symbol_async(types.DocumentSymbolParams(it.document("service.yaml")))
        it.rewrite("service.yaml", BROKEN_PORT)
        await it.told("service.yaml", {"invalid-value"})


async def test_files_are_watched_where_the_editor_can(folder: pathlib.Path) -> None:
    async with editor(folder) as it:
        it.open("service.yaml")
        await it.told("service.yaml", set())
        assert [one.method for one in it.registered] == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]


async def test_a_file_without_a_folder(folder: pathlib.Path) -> None:
    async with editor(folder, folders=[]) as it:
        it.open("service.yaml", BROKEN_PORT)
        await it.told("service.yaml", {"invalid-value"})
        assert it.uri("app.yaml") not in it.client.diagnostics


async def test_two_folders_are_one_workspace(folder: pathlib.Path) -> None:
    other = folder.parent / f"{folder.name}-other"
    other.mkdir()
    folder.joinpath("app.yaml").rename(other / "app.yaml")
    async with editor(folder, folders=[folder, other]) as it:
        it.open("service.yaml", SERVICE.replace("app: web", "app: wep"))
        await it.told("service.yaml", {"selector-matches-nothing"})
        it.open("service.yaml", SERVICE)
        await it.told("service.yaml", set())


async def test_a_folder_that_goes_by_another_name(folder: pathlib.Path) -> None:
    link = folder.parent / f"{folder.name}-link"
    link.symlink_to(folder)
    async with editor(link) as it:
        it.open("service.yaml", BROKEN_PORT)
        await it.told("service.yaml", {"invalid-value"})
        it.open("app.yaml", named(BROKEN_PORT, "app"))
        await it.told("app.yaml", {"invalid-value"})
        assert set(it.client.diagnostics) <= {it.uri("service.yaml"), it.uri("app.yaml")}


async def test_a_text_that_has_no_file(folder: pathlib.Path) -> None:
    async with editor(folder) as it:
        item = types.TextDocumentItem("untitled:Untitled-1", "yaml", 1, named(BROKEN_PORT, "new"))
        it.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        async with asyncio.timeout(10):
            while not it.client.diagnostics.get(item.uri):
                await it.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        assert [one.code for one in it.client.diagnostics[item.uri]] == ["invalid-value"]
