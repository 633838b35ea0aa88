"""Where a Service's port leads to in a pod."""

from __future__ import annotations

from typing import Any

import pytest

from kubelint.kube.kinds import BarePod
from kubelint.kube.ports import target
from kubelint.manifest import read_text

POD = """apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
    - {name: proxy, image: proxy, restartPolicy: Always, ports: [{name: admin, containerPort: 9901}]}
    - {name: setup, image: setup, ports: [{name: setup, containerPort: 7000}]}
  containers:
    - {name: web, image: web, ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]}
    - {name: more, image: more, ports: [{name: http, containerPort: 9090}, {name: dns, containerPort: 5353}]}
"""


@pytest.mark.parametrize(
    ("port", "number", "container"),
    [
        ({"port": 80, "targetPort": "http"}, 8080, "web"),
        ({"port": 9090}, 9090, "more"),
        ({"port": 53, "targetPort": "dns", "protocol": "UDP"}, 53, "web"),
        ({"port": 53, "targetPort": "dns"}, 5353, "more"),
        ({"port": 80, "targetPort": "admin"}, 9901, "proxy"),
        ({"port": 80, "targetPort": "setup"}, None, None),
        ({"port": 80, "targetPort": 1234}, 1234, None),
        ({"port": 80}, 80, None),
        ({}, None, None),
    ],
)
def test_target(port: dict[str, Any], number: int | None, container: str | None) -> None:
    document = read_text(POD, "web.yaml").documents[0]
    pod = BarePod(document, document.data).pod
    assert pod is not None
    found = target(port, pod)
    assert (found.number, found.container.name if found.container else None) == (number, container)
