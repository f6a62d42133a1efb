"""The values of string literals.

`ast.literal_eval` would do it too, but takes forty times as long for the usual string and warns about
escapes that the user's Python may well accept.
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(
    r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|N\{([^}]*)\})"
)
_BYTES_ESCAPE = re.compile(r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9A-Fa-f]{2}))")
_LETTERS = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def text_of(literal: str) -> str:
    """The text that a plain string literal, with prefix and quotes, stands for. Raises ValueError."""
    first = literal[0]
    if first in "'\"":
        inner = literal[3:-3] if literal[:3] == first * 3 and len(literal) >= 6 else literal[1:-1]
    else:
        prefix, inner = _split(literal)
        if "r" in prefix:
            return inner
    return _ESCAPE.sub(_character, inner) if "\\" in inner else inner


def bytes_of(literal: str) -> bytes:
    """The bytes that a bytes literal, with prefix and quotes, stands for. Raises ValueError."""
    prefix, inner = _split(literal)
    if "r" not in prefix and "\\" in inner:
        inner = _BYTES_ESCAPE.sub(_character, inner)
    return inner.encode("latin-1")


def _split(literal: str) -> tuple[str, str]:
    start = 0
    while literal[start] not in "'\"":
        start += 1
    prefix, rest = literal[:start].lower(), literal[start:]
    width = 3 if rest[:3] == rest[0] * 3 and len(rest) >= 6 else 1
    return prefix, rest[width:-width]


def _character(found: re.Match[str]) -> str:
    newline, letter, octal, *others = found.groups()
    if newline is not None:
        return ""
    if letter is not None:
        return _LETTERS[letter]
    if octal is not None:
        return chr(int(octal, 8) & (0xFF if len(others) == 1 else 0x1FF))
    for code in others[:3]:
        if code is not None:
            return chr(int(code, 16))
    try:
        return unicodedata.lookup(others[3])
    except KeyError as error:
        raise ValueError(str(error)) from error
