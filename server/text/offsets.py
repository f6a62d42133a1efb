"""Columns of one line in the units that editors count in.

Everything inside counts code points. The functions take the line with or without its line end; a place
beyond the end of the line is its end, one inside a character is the beginning of that character.
"""

from __future__ import annotations


def utf16_column(line: str, column: int) -> int:
    """The column in UTF-16 units of the code point at `column`."""
    column = _clamped(line, column)
    if line.isascii():
        return column
    return column + _astral(line[:column])


def utf8_column(line: str, column: int) -> int:
    """The column in bytes of UTF-8 of the code point at `column`; a lone surrogate counts as three."""
    column = _clamped(line, column)
    if line.isascii():
        return column
    return len(line[:column].encode("utf-8", "surrogatepass"))


def column_of_utf16(line: str, units: int) -> int:
    """The code point that begins at or contains the UTF-16 unit number `units`."""
    units = max(units, 0)
    if line.isascii():
        return _clamped(line, units)
    end = _length(line)
    for column, character in enumerate(line[:end]):
        units -= 2 if character > "\uffff" else 1
        if units < 0:
            return column
    return end


def column_of_utf8(line: str, units: int) -> int:
    """The code point that begins at or contains byte number `units` of the line in UTF-8."""
    units = max(units, 0)
    if line.isascii():
        return _clamped(line, units)
    end = _length(line)
    for column, character in enumerate(line[:end]):
        units -= len(character.encode("utf-8", "surrogatepass"))
        if units < 0:
            return column
    return end


def _astral(text: str) -> int:
    return sum(1 for character in text if character > "\uffff")


def _length(line: str) -> int:
    return len(line.rstrip("\r\n"))


def _clamped(line: str, column: int) -> int:
    return min(max(column, 0), _length(line))
