"""Where the keys of a TOML text stand, which `tomllib` does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..text.span import Position, Span

KeyPath = tuple[str, ...]

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r]+|\#[^\n]*)
    | (?P<newline>\n)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    | (?P<mark>[\[\]{},=.])
    | (?P<word>[^\s\[\]{},=.\#"']+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def key_places(text: str) -> dict[KeyPath, Span]:
    """The span of the last part of every key and table header, by the key's full path.

    The text need not be valid TOML: what cannot be followed is left out. Of a key written twice the first
    place counts.
    """
    reader = _Reader(list(_tokens(text)))
    table: KeyPath = ()
    while not reader.at_end():
        if reader.take("newline"):
            continue
        if reader.take("mark", "["):
            reader.take("mark", "[")
            table = reader.key(())
            reader.skip_line()
            continue
        reader.pair(table)
        reader.skip_line()
    return reader.places


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    span: Span


def _tokens(text: str) -> Iterator[_Token]:
    line, start_of_line = 0, 0
    for match in _TOKEN.finditer(text):
        start = Position(line, match.start() - start_of_line)
        breaks = match.group().count("\n")
        if breaks:
            line += breaks
            start_of_line = match.start() + match.group().rindex("\n") + 1
        if match.lastgroup and match.lastgroup != "space":
            yield _Token(match.lastgroup, match.group(), Span(start, Position(line, match.end() - start_of_line)))


@dataclass(slots=True)
class _Reader:
    tokens: list[_Token]
    index: int = 0
    places: dict[KeyPath, Span] = field(default_factory=dict[KeyPath, Span])

    def at_end(self) -> bool:
        return self.index >= len(self.tokens)

    def take(self, kind: str, text: str | None = None) -> _Token | None:
        if self.at_end():
            return None
        token = self.tokens[self.index]
        if token.kind != kind or (text is not None and token.text != text):
            return None
        self.index += 1
        return token

    def skip_line(self) -> None:
        while not self.at_end() and not self.take("newline"):
            self.index += 1

    def key(self, prefix: KeyPath) -> KeyPath:
        path = prefix
        while part := self.take("word") or self.take("string"):
            path = (*path, part.text.strip("\"'") if part.kind == "string" else part.text)
            self.places.setdefault(path, part.span)
            if not self.take("mark", "."):
                break
        return path

    def pair(self, prefix: KeyPath) -> None:
        path = self.key(prefix)
        if path == prefix or not self.take("mark", "="):
            return
        self.value(path)

    def value(self, path: KeyPath) -> None:
        if self.take("mark", "{"):
            self.inline_table(path)
        elif self.take("mark", "["):
            self.array(path)
        else:
            while self.take("word") or self.take("string") or self.take("mark", "."):
                pass

    def inline_table(self, path: KeyPath) -> None:
        while not self.at_end() and not self.take("mark", "}"):
            before = self.index
            self.pair(path)
            if self.index == before:
                self.index += 1

    def array(self, path: KeyPath) -> None:
        while not self.at_end() and not self.take("mark", "]"):
            before = self.index
            self.value(path)
            if self.index == before:
                self.index += 1
