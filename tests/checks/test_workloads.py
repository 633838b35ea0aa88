"""Commands in one item, and who is a bare Pod."""

from __future__ import annotations

import pytest

from kubelint.finding import Fix, Patch
from tests.checks.judging import judged, web

POD = """apiVersion: v1
kind: Pod
metadata: {{name: web{meta}}}
spec: {{containers: [{{name: web, image: web{more}}}]}}
"""


def words(fix: Fix | None) -> tuple[bool, list[str]]:
    """Whether a fix is safe, and the command that it writes."""
    assert fix is not None
    change = fix.changes[0]
    assert isinstance(change, Patch)
    return fix.safe, change.operations[0].value


@pytest.mark.parametrize(
    ("item", "safe", "command"),
    [
        ("npm start", True, ["npm", "start"]),
        ("java -jar 'my app.jar'", True, ["java", "-jar", "my app.jar"]),
        ("cat /tmp/a && exit", False, ["/bin/sh", "-c", "cat /tmp/a && exit"]),
        ("ls *.txt", False, ["/bin/sh", "-c", "ls *.txt"]),
    ],
)
def test_a_command_in_one_item(item: str, safe: bool, command: list[str]) -> None:
    (found,) = judged("unsplit-command", web(container=f'command: ["{item}"]'))
    assert words(found.fix) == (safe, command)


@pytest.mark.parametrize(
    "item", ["npm", "/opt/my app/bin/run", "C:/Program Files/shop.exe", "{{ .Values.command }} start", "./run"]
)
def test_an_item_that_may_be_one_file(item: str) -> None:
    assert judged("unsplit-command", web(container=f'command: ["{item}"]')) == []


@pytest.mark.parametrize(
    ("meta", "more", "found"),
    [
        ("", "", 1),
        (", annotations: {helm.sh/hook: 'pre-install,test'}", "", 0),
        (", namespace: kube-system", "", 0),
        (", ownerReferences: [{kind: Node, name: n, apiVersion: v1, uid: u}]", "", 0),
        ("", ", stdin: true, tty: true", 0),
        ("", ", command: [sh, -c, 'while true; do sleep 30; done']", 0),
        ("", ", args: [--port=80]", 1),
    ],
)
def test_who_is_a_bare_pod(meta: str, more: str, found: int) -> None:
    assert len(judged("bare-pod", POD.format(meta=meta, more=more))) == found
