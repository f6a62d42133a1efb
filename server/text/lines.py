"""Splitting a text into lines the way the language server protocol does."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")


def split_lines(text: str) -> list[str]:
    r"""The lines of `text`, each with its line end.

    Only `\r\n`, `\n` and `\r` end a line: `str.splitlines` also splits at form feeds and Unicode
    separators, which puts every later position one line off from the editor's.
    """
    return _LINE.findall(text)
