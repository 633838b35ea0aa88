from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol"])
def test_without_its_extra_the_command_says_what_is_missing(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from kubelint.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "server"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("kubelint: the language server needs pygls; install it with `pip install 'kubelint[lsp]'`\n")
