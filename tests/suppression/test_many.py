"""Many suppressions in one file: each finding asks those of its place alone."""

from __future__ import annotations

import time

from kubelint.api import lint_text

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - name: a
      image: x:1
      # kubelint: ignore[unknown-field]
      imagePullPolice: Always
      imagePullPolicies: Always # kubelint: ignore[unknown-field]
---
"""


def test_thousands_of_suppressions() -> None:
    start = time.process_time()
    report = lint_text(POD * 1_500)
    assert not {"unknown-field", "unused-suppression"} & {finding.rule for finding in report.findings}
    assert time.process_time() - start < 10
