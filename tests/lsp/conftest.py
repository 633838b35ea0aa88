from __future__ import annotations

import pathlib

import pytest

from tests.lsp.desk import Desk
from tests.lsp.estate import FILES


@pytest.fixture
def desk(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The small application, open."""
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, FILES)
