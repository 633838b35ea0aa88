"""Reports to render: real ones, and one in which everything is hostile."""

from __future__ import annotations

import json
import re
from typing import Any

from kubelint import lint_text
from kubelint.config import Settings
from kubelint.engine import Report
from kubelint.finding import Finding, Location, ObjectName, Position, RelatedLocation, Severity

HOSTILE = (
    "::error file=x,line=1::forged",
    "  ::stop-commands::token",
    "a\n::error::forged",
    "a\r::error::forged",
    "##[add-mask]x ##vso[task.setvariable variable=a]b ##VSO[task.complete]",
    "a, b: c; d] %0A %AZP25 %",
    "]]> --> <script>alert(1)</script> </testcase> &amp; \"'",
    "[link](https://example.com) [x](1) ![i](https://example.com/i.png)",
    "a | b ` c ~~~ # @everyone #1 www.example.com",
    "=cmd() +1 -1 @SUM(A1)",
    "＝cmd()",
    "\x1b[2J\x00\x07\x7f\x85\u2028\u2029\u202e\ufffe",
    "\udc80 \ud83d lone",
    "😀 漢字 é",
    "\\ \\\\ \\n \\u0041",
    "...\n---\n1..0\nok 1\nBail out!",
    "",
    " ",
)


def hostile() -> Report:
    """A finding per hostile text, which is its file's name, its message, its object and what is related."""
    report = Report(Settings(), [_finding(text, number) for number, text in enumerate(HOSTILE)])
    report.names = tuple(HOSTILE)
    return report


def _finding(text: str, number: int) -> Finding:
    name = ObjectName("v1", text or "Pod", text, text)
    where = Location(text, number, Position(number + 1, 3), Position(number + 1, 7), f"/{text}", name)
    severity = Severity(number % 3 + 1)
    related = (RelatedLocation(text, where),)
    return Finding("run-as-root", "security", severity, text, where, None, related, fingerprint=f"{number:016x}")


WIDE = """\
apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {note: "漢字😀"}, imagePullPolice: x}
spec:
  containers:
    - {name: web, image: "example.com/web:1", imagePullPolice: Always}
"""
"""A field of which the column differs in every unit, and one that has a fix."""


def wide() -> Report:
    """Findings behind letters of several bytes."""
    return lint_text(WIDE, "wide.yaml", Settings(rules=frozenset({"unknown-field"})))


SECRET = """\
apiVersion: v1
kind: Secret
metadata: {name: x}
stringData:
  password: hunter2
  password: hunter2
  number: 0o17
  pin: 4711
data: {other: "hunter2!"}
typo: hunter2
"""
"""A Secret with all that the reader and the schema complain of."""


def hostile_manifest() -> str:
    """Objects as json, with a hostile text wherever a message may name something."""
    texts = [text for text in HOSTILE if text.strip() and not re.search("[\ud800-\udfff]", text)]
    return "".join(json.dumps(found) + "\n---\n" for text in texts for found in _objects(text))


def _objects(text: str) -> list[dict[str, Any]]:
    named: dict[str, Any] = {"name": text, "namespace": text, "labels": {text: text}, "annotations": {text: text}}
    container = {
        "name": text,
        "image": text,
        "imagePullPolicy": text,
        "env": [{"name": text, "value": text}],
        text: text,
    }
    pod = {"containers": [container], "volumes": [{"name": text, "configMap": {"name": text}}]}
    ports = [{"name": text, "port": 80, "targetPort": text, "protocol": text}]
    backend = {"service": {"name": text, "port": {"name": text}}}
    rule = {"host": text, "http": {"paths": [{"path": text, "pathType": text, "backend": backend}]}}
    template = {"metadata": {"labels": {"app": text}}, "spec": pod}
    return [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": named,
            "spec": {"selector": {"app": text + "x"}, "ports": ports},
        },
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": named, "spec": {"template": template, text: 1}},
        {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": named, "spec": {"rules": [rule]}},
        {"apiVersion": text, "kind": text, "metadata": named},
    ]
