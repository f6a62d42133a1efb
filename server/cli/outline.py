"""`torchwise outline FILE`: what the program does, as far as it is understood."""

from __future__ import annotations

import sys
from argparse import Namespace

from ..session.analysis import Analysis, Cancelled
from ..session.outline import as_text, outline
from ..text.decode import decode
from ..text.lines import split_lines
from .exits import CLEAN, UsageError
from .work import deep


def show_outline(arguments: Namespace) -> int:
    """Run the command; the exit code."""
    path: str = arguments.file
    try:
        with open(path, "rb") as file:
            text = decode(file.read()).text
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    sys.stdout.write(deep(lambda cancelled: _outlined(path, text, cancelled)))
    return CLEAN


def _outlined(path: str, text: str, cancelled: Cancelled) -> str:
    analysis = Analysis(path, rules=())
    analysis.run(split_lines(text), cancelled)
    return as_text(outline(analysis.program)) if analysis.program is not None else "This file could not be analysed.\n"
