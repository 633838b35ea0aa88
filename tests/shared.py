"""Where the material beside the project lies, for tests that need it."""

from __future__ import annotations

import pathlib

import pytest

ROOT = pathlib.Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "oracle").is_dir(), reason="needs ../shared (recorded answers and real manifests), which is not here"
)
