"""What the rules on HTTPS say at each controller, and that their fixes bring about a compliant state."""

from __future__ import annotations

import pytest

from kubelint.config import Settings
from kubelint.engine import Session
from kubelint.finding import Finding
from kubelint.fixer import mend
from kubelint.manifest import read_text
from kubelint.workspace.entries import State
from tests.pages import NOW
from tests.workspace.test_controllers import INGRESSES, OTHERS, Case, identity

RULES = frozenset({"ingress-without-tls", "http-without-redirect", "uncovered-tls-host", "unserved-ingress"})
ASKED = [case for case in (*INGRESSES, *OTHERS) if "type: LoadBalancer" not in case.text]
OPEN = [case for case in ASKED if case.state is State.BOTH_OPEN and "internal" not in case.text]
UNFIXABLE = {"Istio", "the controller's ConfigMap", "IngressRoute", "ApisixRoute"}
"""Where nothing in the object itself would close HTTP."""


def session_of(text: str) -> Session:
    session = Session(Settings(rules=RULES, now=NOW))
    session.put(read_text(text, "given.yaml"))
    return session


def of_rule(session: Session, rule: str) -> list[Finding]:
    return [finding for finding in session.report().findings if finding.rule == rule]


@pytest.mark.parametrize("case", OPEN, ids=identity)
def test_open_http_is_reported_once_and_mended(case: Case) -> None:
    session = session_of(case.text)
    (finding,) = of_rule(session, "http-without-redirect")
    if {case.controller, case.note} & UNFIXABLE:
        return
    assert finding.fix is not None
    assert finding.fix.safe
    result = mend(session)
    assert result.dropped == []
    assert of_rule(session, "http-without-redirect") == []
    assert of_rule(session, "ingress-without-tls") == []


@pytest.mark.parametrize("case", [c for c in ASKED if c.state is State.HTTP_ONLY], ids=identity)
def test_hosts_without_tls_are_reported_by_one_rule(case: Case) -> None:
    session = session_of(case.text)
    found = [*of_rule(session, "ingress-without-tls"), *of_rule(session, "uncovered-tls-host")]
    assert len(found) == 1


@pytest.mark.parametrize("case", [c for c in ASKED if c.state is State.IGNORED], ids=identity)
def test_what_nobody_serves_is_reported(case: Case) -> None:
    session = session_of(case.text)
    assert len(of_rule(session, "unserved-ingress")) == 1
    assert of_rule(session, "ingress-without-tls") == []


COMPLIANT = {State.REDIRECTED, State.HTTPS_ONLY, State.OFFLOADED, State.PASSTHROUGH}


@pytest.mark.parametrize("case", [c for c in ASKED if c.state in COMPLIANT], ids=identity)
def test_compliant_states_are_silent(case: Case) -> None:
    session = session_of(case.text)
    assert of_rule(session, "http-without-redirect") == []
    assert of_rule(session, "ingress-without-tls") == []
