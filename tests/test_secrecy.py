"""What must not be shown: the values of Secrets, in messages, excerpts and differences."""

from __future__ import annotations

import pytest

from kubelint.api import lint_text
from kubelint.fixer import difference
from kubelint.report import View, renderer

VALUE = "wGx7TopSecret"
SECRET = f"""\
apiVersion: v1
kind: Secret
metadata:
  name: a
dataa: {{x: {VALUE}}}
stringData:
  num: 0
  text: |
    {VALUE}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: shown}}
"""


@pytest.mark.parametrize("value", [VALUE, "918273645", "1.5"])
def test_no_message_quotes_what_stands_in_a_secret(value: str) -> None:
    report = lint_text(f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ndata: {value}\n")
    messages = [finding.message for finding in report.findings if finding.rule == "wrong-type"]
    assert len(messages) == 1
    assert messages[0].startswith("expected a mapping, got the ")
    assert value not in messages[0]


def test_a_line_that_holds_a_credential_is_hidden_for_every_rule() -> None:
    containers = "  - name: a\n    image: x:1\n    env:\n"
    env = f"    - {{name: PASSWORD, value: {VALUE}}}\n" * 2
    text = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n{containers}{env}"
    report = lint_text(text)
    assert {"hardcoded-credential", "shadowed-item"} <= {finding.rule for finding in report.findings}
    for name in ("full", "html"):
        assert VALUE not in renderer(name)(report, View())


def test_a_difference_masks_secrets_and_nothing_else() -> None:
    after = SECRET.replace("dataa", "data").replace("num: 0", 'num: "0"').replace("shown", "seen")
    shown = difference("a.yaml", SECRET, after)
    assert VALUE not in shown
    assert "-dataa: …\n+data: …\n stringData:" in shown
    assert "-metadata: {name: shown}\n+metadata: {name: seen}\n" in shown
    assert shown.startswith("--- a/a.yaml\n+++ b/a.yaml\n@@ -2,")


def test_a_secret_in_json_is_masked_too() -> None:
    before = f'{{"apiVersion": "v1", "kind": "Secret", "data": {{"a": "{VALUE}"}}}}\n'
    assert VALUE not in difference("a.json", before, before.replace("v1", "v2"))


def test_the_type_of_a_secret_is_no_secret() -> None:
    docker = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: Opaque\n"
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {imagePullSecrets: [{name: a}], containers: []}\n"
    report = lint_text(f"{docker}---\n{pod}")
    (message,) = [finding.message for finding in report.findings if finding.rule == "mistyped-secret"]
    assert "`Opaque`" in message
