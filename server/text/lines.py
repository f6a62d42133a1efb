"""The lines of a text, split the way the language server protocol does, and what two texts have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_CHUNK = 128


def split_lines(text: str) -> list[str]:
    r"""The lines of `text`, each with its line end.

    Only `\r\n`, `\n` and `\r` end a line: `str.splitlines` also splits at form feeds and Unicode
    separators, which puts every later position one line off from the editor's.
    """
    return _LINE.findall(text)


def equal_at_start(lines: Sequence[str], old: Sequence[str]) -> int:
    """How many lines two texts have in common from the top."""
    # Slices are compared in C, and most of their elements are the very same objects.
    count = min(len(lines), len(old))
    at = 0
    while at < count and lines[at : at + _CHUNK] == old[at : at + _CHUNK]:
        at += _CHUNK
    at = min(at, count)
    while at < count and lines[at] == old[at]:
        at += 1
    return at


def equal_at_end(lines: Sequence[str], old: Sequence[str], above: int) -> int:
    """How many lines two texts have in common from the bottom, below the first `above` lines."""
    most = min(len(lines), len(old)) - above
    ours, theirs = len(lines), len(old)
    same = 0
    while same + _CHUNK <= most and (
        lines[ours - same - _CHUNK : ours - same] == old[theirs - same - _CHUNK : theirs - same]
    ):
        same += _CHUNK
    while same < most and lines[ours - same - 1] == old[theirs - same - 1]:
        same += 1
    return same
