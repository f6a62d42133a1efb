"""Colours, where the reader has a terminal that shows them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from ..rules.rule import Severity

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}
_SEVERITY = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFORMATION: "blue",
    Severity.HINT: "cyan",
}


@dataclass(frozen=True, slots=True)
class Style:
    """Paints text, or leaves it as it is."""

    coloured: bool = False

    def paint(self, text: str, *names: str) -> str:
        """The text in the colours and weights named."""
        if not self.coloured or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def severity(self, text: str, severity: Severity) -> str:
        """The text in the colour of a severity, bold."""
        return self.paint(text, "bold", _SEVERITY[severity])


def style_for(stream: TextIO, environment: Mapping[str, str]) -> Style:
    """Colours if the stream is a terminal that shows them; NO_COLOR and FORCE_COLOR (any text) decide before that."""
    if environment.get("NO_COLOR"):
        return Style()
    if environment.get("FORCE_COLOR"):
        return Style(coloured=True)
    if not stream.isatty() or environment.get("TERM") == "dumb":
        return Style()
    # The old console of Windows prints escape sequences as they are; its successors name themselves.
    return Style(coloured=os.name != "nt" or bool(environment.get("WT_SESSION") or environment.get("TERM")))
