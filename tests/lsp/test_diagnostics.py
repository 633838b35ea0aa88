from __future__ import annotations

import pathlib

import pytest
from lsprotocol import types

from tests.lsp.editor import editor

pytestmark = pytest.mark.asyncio

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
"""


async def test_a_finding_comes_and_goes_with_the_keystroke(tmp_path: pathlib.Path) -> None:
    tmp_path.joinpath("web.yaml").write_text(SERVICE)
    async with editor(tmp_path) as it:
        it.open("web.yaml")
        assert await it.told("web.yaml", set()) == []
        it.type("web.yaml", it.range("web.yaml", "80\n"), "70000\n")
        found = await it.told("web.yaml", {"invalid-value"})
        assert [(one.range, one.severity, one.source) for one in found] == [
            (types.Range(types.Position(9, 12), types.Position(9, 17)), types.DiagnosticSeverity.Error, "kubelint")
        ]
