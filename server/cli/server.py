"""`torchwise server`: the language server, which an editor starts."""

from __future__ import annotations

from argparse import Namespace

from .exits import CLEAN


def serve(arguments: Namespace) -> int:
    """Run the server until the editor ends it; the exit code."""
    from ..lsp.server import start

    if arguments.tcp:
        start(host=arguments.host, port=arguments.port)
    else:
        start()
    return CLEAN
