"""`torchwise server`: the language server, which an editor starts."""

from __future__ import annotations

from argparse import Namespace


def serve(arguments: Namespace) -> int:
    """Run the server until the editor ends it; the exit code."""
    from ..lsp.server import start

    return start((arguments.host, arguments.port) if arguments.tcp else None)
