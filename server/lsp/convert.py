"""Between the editor's words and ours: positions in its units, ranges, addresses of files, texts."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from ..rules.rule import Severity
from ..text.span import Position, Span

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]
Json: TypeAlias = "dict[str, Any]"

SEVERITY = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFORMATION: 3, Severity.HINT: 4}

_SURROGATE = re.compile("[\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"/[A-Za-z]:")


def clean(text: str) -> str:
    """The text without lone halves of surrogate pairs, which nothing that speaks UTF-8 takes.

    A half is one code unit of UTF-16, and so is what stands for it: no position moves.
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def units(line: str, column: int, encoding: Encoding) -> int:
    """The editor's column for a column in code points."""
    if encoding == "utf-32" or line.isascii():
        return column
    before = line[:column]
    if encoding == "utf-8":
        return len(before.encode("utf-8", "surrogatepass"))
    return len(before) + sum(character > "\uffff" for character in before)


def column(line: str, units: int, encoding: Encoding) -> int:
    """The column in code points for the editor's; inside a character it is the place before that character."""
    if encoding == "utf-32" or line.isascii():
        return units
    left = units
    for index, character in enumerate(line):
        width = len(character.encode("utf-8", "surrogatepass")) if encoding == "utf-8" else 1 + (character > "\uffff")
        if left < width:
            return index
        left -= width
    return len(line)


def position(lines: Sequence[str], place: Position, encoding: Encoding) -> Json:
    """A place as the editor writes it."""
    line, column = place
    return {"line": line, "character": units(lines[line], column, encoding) if line < len(lines) else column}


def range_of(lines: Sequence[str], span: Span, encoding: Encoding) -> Json:
    """A span as the editor writes it."""
    return {"start": position(lines, span.start, encoding), "end": position(lines, span.end, encoding)}


def place_of(lines: Sequence[str], line: int, character: int, encoding: Encoding) -> Position:
    """The place that the editor means; it may lie beyond the end of its line or of the text."""
    return Position(line, column(lines[line], character, encoding) if line < len(lines) else character)


def path_of(uri: str) -> str:
    """The path of a file's address; the address itself for what is no file (an unsaved or remote document)."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return uri
    path = unquote(parts.path)
    if parts.netloc not in ("", "localhost"):
        path = f"//{parts.netloc}{path}"
    elif _DRIVE.match(path):
        # Editors and the system differ in the case of drive letters.
        path = path[1].upper() + path[2:]
    return os.path.normpath(path) if sys.platform == "win32" else path


def is_file(path: str) -> bool:
    """Whether what `path_of` gave is the path of a file, not the address of something else."""
    return _SCHEME.match(path) is None


def uri_of(path: str) -> str:
    """The address of a file, or the path itself where it is an address already."""
    if not is_file(path):
        return path
    path = path.replace(os.sep, "/")
    if path.startswith("//"):
        host, _, rest = path[2:].partition("/")
        return f"file://{quote(host)}/{quote(rest)}"
    return "file://" + quote(path if path.startswith("/") else f"/{path}", safe="/:")
