"""Items that repeat an earlier one are taken out where that changes nothing."""

from __future__ import annotations

import pytest

from kubelint.config import Settings
from kubelint.engine import Session
from kubelint.fixer import mend
from kubelint.manifest import read_text

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: example.com/web:1.4.2
      env:
        - {name: A, value: "1"}  # first
%s
"""
RULES = frozenset({"duplicate-item", "shadowed-item"})


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ('        - {name: A, value: "1"}', ""),
        ('        - {name: B, value: "1"}\n        - {name: A, value: "1"}', '        - {name: B, value: "1"}\n'),
        ('        - {name: A, value: "2"}', '        - {name: A, value: "2"}\n'),
        (
            '        - {name: A, value: "2"}\n        - {name: A, value: "1"}',
            '        - {name: A, value: "2"}\n        - {name: A, value: "1"}\n',
        ),
    ],
)
def test_a_repetition_goes(more: str, left: str) -> None:
    session = Session(Settings(rules=RULES))
    session.put(read_text(POD % more, "pod.yaml"))
    mend(session)
    assert session.judged("pod.yaml").manifest.text == (POD % "").rstrip() + "\n" + left


def test_modes_that_were_meant_to_be_octal() -> None:
    session = Session(Settings(rules=frozenset({"invalid-value"})))
    text = POD % "" + "  volumes:\n    - {name: a, configMap: {name: a, defaultMode: 644}}\n"
    session.put(read_text(text, "pod.yaml"))
    mend(session)
    assert "defaultMode: 420}" in session.judged("pod.yaml").manifest.text
