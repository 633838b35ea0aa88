"""Selectors that all workloads of a namespace share cost little more than selectors of their own."""

from __future__ import annotations

import time

from kubelint.api import lint_text

WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: d{n}, namespace: a}}
spec:
  replicas: 2
  selector: {{matchLabels: {labels}}}
  template:
    metadata: {{labels: {labels}}}
    spec: {{containers: [{{name: c, image: "x:1", ports: [{{containerPort: 80}}]}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: s{n}, namespace: a}}
spec: {{selector: {labels}, ports: [{{port: 80}}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: p{n}, namespace: a}}
spec: {{minAvailable: 1, selector: {{matchLabels: {labels}}}}}
---
"""


def _seconds(labels: str) -> float:
    text = "".join(WORKLOAD.format(n=n, labels=labels.format(n=n)) for n in range(150))
    start = time.process_time()
    assert lint_text(text).findings
    return time.process_time() - start


def test_shared_labels() -> None:
    """Each selector takes in each workload: 150 times as many pairs, for less than five times the cost."""
    _seconds("{{app: warm}}")
    assert _seconds("{{app: same}}") < 5 * _seconds("{{app: d{n}}}")
