"""A few lines of YAML, judged by one rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.finding import Finding
from kubelint.manifest import read_text

WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  {spec}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - {{name: web, image: "example.com/web:1", ports: [{{name: http, containerPort: 8080}}], {container}}}
"""
SERVICE = """apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {name}}}, type: {type}, ports: [{{port: 80, targetPort: http}}]}}
"""


def web(spec: str = "revisionHistoryLimit: 3", container: str = "env: []", name: str = "web") -> str:
    """A Deployment whose container listens on port 8080."""
    return WEB.format(spec=spec, container=container, name=name)


def service(name: str = "web", type_: str = "ClusterIP") -> str:
    """The Service in front of it."""
    return SERVICE.format(name=name, type=type_)


def judged(rule: str, files: Mapping[str, str] | str, **options: Any) -> list[Finding]:
    """What one rule says of some files (or of one text)."""
    texts = {"all.yaml": files} if isinstance(files, str) else files
    settings = Settings(rules=frozenset([rule]), options={rule: options} if options else {})
    return lint([read_text(text, name) for name, text in texts.items()], settings).findings


def together(*documents: str) -> str:
    """Documents of one file."""
    return "---\n".join(documents)
