"""Text that may safely be shown in a terminal."""

from __future__ import annotations

import re
import unicodedata

# Control characters could move the cursor or recolour the screen; marks of writing direction could make
# code look like other code.
_UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
TAB = "    "


def safe(text: str) -> str:
    """The text with everything that could disturb a terminal replaced."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def shown_line(line: str) -> str:
    """A line of source as it is shown: without its end, with tabs of four columns."""
    return safe(line.rstrip("\r\n")).replace("\t", TAB)


def shown_width(line: str, column: int) -> int:
    """How many columns of a terminal the first `column` code points of a line of source take."""
    return sum(len(TAB) if character == "\t" else _width(character) for character in line.rstrip("\r\n")[:column])


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
