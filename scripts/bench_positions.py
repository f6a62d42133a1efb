"""Choose where the benchmark types one character: inside names, or inside comments and strings."""

from __future__ import annotations

import io
import keyword
import random
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

_SKIPPED = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER}
_FSTRING_START = getattr(tokenize, "FSTRING_START", None)
_FSTRING_END = getattr(tokenize, "FSTRING_END", None)


@dataclass(frozen=True, slots=True)
class Typing:
    """One character typed at a place; lines and columns from 0, columns in code points."""

    line: int
    column: int
    character: str


def in_names(text: str, count: int, seed: int = 0) -> list[Typing]:
    """Places inside names of executable lines: at most one for each name that stands there."""
    return _chosen(list(_name_places(text)), count, seed)


def in_comments_and_strings(text: str, count: int, seed: int = 0) -> list[Typing]:
    """Places between two letters of a comment or a string, docstrings included, f-strings not."""
    return _chosen(list(_prose_places(text)), count, seed)


def _chosen(places: list[tuple[int, list[int]]], count: int, seed: int) -> list[Typing]:
    choose = random.Random(seed)  # noqa: S311 -- chosen to be repeatable
    picked = choose.sample(places, min(count, len(places)))
    return [
        Typing(line, choose.choice(columns), choose.choice("abcdefghijklmnopqrstuvwxyz_")) for line, columns in picked
    ]


def _name_places(text: str) -> Iterator[tuple[int, list[int]]]:
    for token in _tokens(text):
        if (
            token.type == tokenize.NAME
            and not keyword.iskeyword(token.string)
            and token.string not in keyword.softkwlist
        ):
            (line, start), (_, end) = token.start, token.end
            # Inside, where there is an inside: a name of one letter grows at its end.
            yield line - 1, list(range(start + 1, max(end, start + 2)))


def _prose_places(text: str) -> Iterator[tuple[int, list[int]]]:
    lines = text.split("\n")
    for token in _tokens(text):
        prefix = token.string.partition(token.string[-1])[0].lower()
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and "f" not in prefix):
            for number in range(token.start[0] - 1, token.end[0]):
                first = token.start[1] if number == token.start[0] - 1 else 0
                last = token.end[1] if number == token.end[0] - 1 else len(lines[number])
                columns = [place for place in range(first + 2, last) if _between_letters(lines[number], place)]
                if columns:
                    yield number, columns


def _between_letters(line: str, column: int) -> bool:
    """Whether a letter typed there joins two letters and no escape such as a backslash and an n."""
    return line[column - 1].isalpha() and line[column : column + 1].isalpha() and line[column - 2] != "\\"


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """The tokens, but nothing of the inside of f-strings, which Python splits only since 3.12."""
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == _FSTRING_START:
            depth += 1
        if not depth and token.type not in _SKIPPED:
            yield token
        if token.type == _FSTRING_END:
            depth -= 1
