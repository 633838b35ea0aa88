"""``kubelint graph``, as people run it."""

from __future__ import annotations

import json
import pathlib

from tests.cli.terminal import Terminal

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  type: LoadBalancer
  ports:
    - port: 80
"""


def test_graph_prints_a_tree(terminal: Terminal, tmp_path: pathlib.Path) -> None:
    (tmp_path / "shop.yaml").write_text(SERVICE)
    result = terminal.run("graph", str(tmp_path))
    assert result.code == 0
    assert result.out.startswith("LoadBalancer default/shop  [HTTP only, no TLS]")


def test_graph_writes_a_file(terminal: Terminal, tmp_path: pathlib.Path) -> None:
    (tmp_path / "shop.yaml").write_text(SERVICE)
    target = tmp_path / "graph.json"
    result = terminal.run("graph", str(tmp_path), "--output-format", "json", "--output-file", str(target))
    assert (result.code, result.out) == (0, "")
    assert [node["kind"] for node in json.loads(target.read_text())["nodes"]] == ["LoadBalancer", "Service"]


def test_graph_of_nothing_says_so(terminal: Terminal, tmp_path: pathlib.Path) -> None:
    assert terminal.run("graph", str(tmp_path)).out == "no entry points\n"


def test_graph_of_a_missing_path_fails(terminal: Terminal, tmp_path: pathlib.Path) -> None:
    assert terminal.run("graph", str(tmp_path / "none.yaml")).code == 2
