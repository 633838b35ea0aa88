"""Fixes that do not do what they meant are dropped, and a finding says so."""

from __future__ import annotations

import pytest

from kubelint.config import Settings
from kubelint.engine import Session
from kubelint.fixer import mend, mending
from kubelint.manifest import Document, read_text
from kubelint.manifest.edit import CannotEdit, Edits

TEXT = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: "80"
      targetPort: 8080
"""


def session(text: str = TEXT) -> Session:
    one = Session(Settings(rules=frozenset({"wrong-type", "dropped-fix"})))
    one.put(read_text(text, "web.yaml"))
    return one


def test_a_fix_that_does_not_read_back_is_a_finding_beside_the_one_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaging(document: Document, _: object) -> Edits:
        return [(document.locate(("kind",)), "Pod")]

    for way in ("drafted", "edits"):
        monkeypatch.setattr(f"kubelint.fixer.changing.{way}", damaging)
    result = mend(session())
    assert result.texts == {}
    assert result.fixed == []
    assert [finding.rule for finding in result.report.findings] == ["wrong-type", "dropped-fix"]
    assert len({finding.location for finding in result.report.findings}) == 1


def test_a_fix_that_does_not_fit_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    def unfit(*_: object) -> Edits:
        raise CannotEdit("it stands behind an alias")

    monkeypatch.setattr("kubelint.fixer.changing.drafted", unfit)
    said = [finding.message for finding in mend(session()).report.findings]
    assert any("it stands behind an alias" in message for message in said)


def test_what_another_reader_refuses_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "others_read", lambda *_: False)
    one = session()
    result = mend(one)
    assert result.texts == {}
    assert one.judged("web.yaml").manifest.text == TEXT
    assert [finding.rule for finding in result.report.findings] == ["wrong-type", "dropped-fix"]


def test_without_hindrance_nothing_is_dropped() -> None:
    result = mend(session())
    assert [text for _, text in result.texts.values()] == [TEXT.replace('"80"', "80")]
    assert result.report.findings == []
