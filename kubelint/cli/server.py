"""``kubelint server``: a language server for editors."""

from __future__ import annotations

import click

from kubelint.errors import UsageError


@click.command(name="server", short_help="Serve an editor.")
def command() -> None:
    """Speak the language server protocol over standard input and output; editors start this by themselves.

    Needs the extra `kubelint[lsp]`.
    """
    try:
        from kubelint.lsp.main import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("the language server needs pygls; install it with `pip install 'kubelint[lsp]'`") from None
    serve()
