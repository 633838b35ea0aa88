"""The thinnest path from text to finding, through every room."""

from __future__ import annotations

from kubelint import lint_text
from kubelint.finding import Position

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example.com/web:1.4.2
      securityContext:
        runAsUser: 0
"""


def test_a_finding_points_at_the_mistake() -> None:
    found = [f for f in lint_text(POD, "pod.yaml").findings if f.rule == "run-as-root"]
    assert [(f.location.start, f.location.path) for f in found] == [
        (Position(10, 20), "/spec/containers/0/securityContext/runAsUser")
    ]
