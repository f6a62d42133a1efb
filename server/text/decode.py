r"""From the bytes of a file to text, as Python itself finds the encoding (PEP 263)."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#[^\r\n]*)?\Z")


class Decoded(NamedTuple):
    r"""The text of a file and how it was written.

    `text` has no byte order mark; `bom` tells whether there was one. `newline` is the first line end of the text, `\n`
    if there is none. Bytes that are not valid in the encoding stand in the text as lone surrogates, so that `encode`
    gives the same bytes again. `note` says what was wrong, if anything.
    """

    text: str
    encoding: str
    newline: str
    bom: bool
    note: str


def decode(data: bytes) -> Decoded:
    """Decode a Python source file. Never raises."""
    bom = data.startswith(codecs.BOM_UTF8)
    if bom:
        data = data[len(codecs.BOM_UTF8) :]
    declared = _declared(data)
    note = ""
    encoding = "utf-8"
    if declared is not None and not bom:
        known = _known(declared)
        if known is None:
            note = f"the encoding `{declared}` is unknown; the file was read as UTF-8"
        else:
            encoding = known
    try:
        text = data.decode(encoding)
    except ValueError:
        note = note or f"the file has bytes that are not valid {encoding}"
        text, encoding = _with_surrogates(data, encoding)
    end = re.search(r"\r\n|\n|\r", text)
    return Decoded(text, encoding, end[0] if end else "\n", bom, note)


def encode(decoded: Decoded, text: str) -> bytes:
    """The bytes of `text` written as `decoded` was. Raises UnicodeEncodeError if the encoding lacks a character."""
    mark = codecs.BOM_UTF8 if decoded.bom else b""
    return mark + text.encode(decoded.encoding, "surrogateescape")


def _declared(data: bytes) -> str | None:
    for line in re.split(rb"\r\n|\n|\r", data[:1000], maxsplit=2)[:2]:
        found = _CODING.match(line)
        if found:
            return found[1].decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _known(name: str) -> str | None:
    """Python's name of a text encoding in which ASCII is ASCII; Python source can have no other."""
    try:
        info = codecs.lookup(name)
        if "\n#a=1".encode(info.name) != b"\n#a=1":
            return None
    except (LookupError, ValueError, TypeError):
        return None
    return info.name


def _with_surrogates(data: bytes, encoding: str) -> tuple[str, str]:
    """The text with lone surrogates for bad bytes, and an encoding that gives the same bytes again."""
    try:
        text = data.decode(encoding, "surrogateescape")
        if text.encode(encoding, "surrogateescape") == data:
            return text, encoding
    except ValueError:
        pass
    return data.decode("utf-8", "surrogateescape"), "utf-8"
