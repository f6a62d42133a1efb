"""Half-typed texts: a program whose one logical line ends too early."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.text.lines import split_lines

ENDINGS = ("", "(", '"')
"""What is typed behind the last token of a cut: nothing, an unclosed bracket, an unclosed quote."""

_LAYOUT = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT, tokenize.ENDMARKER}
_FSTRING_START = getattr(tokenize, "FSTRING_START", None)
_FSTRING_END = getattr(tokenize, "FSTRING_END", None)
_OBJECT = re.compile(r"(?<![\w.])(?:self\.[A-Za-z_]\w*|[A-Za-z_]\w*)")
_QUOTED = re.compile(r"`([^`]*)`")
_HEADERS = ("class", "def", "for", "while", "with", "if", "elif", "else", "try", "except", "finally", "match", "case")


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """A logical line of a text: its rows `first` to `last`, where its tokens end, and the objects it names."""

    first: int
    last: int
    kind: str
    ends: tuple[tuple[int, int], ...]
    objects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text with one logical line cut short. Rows behind that line have moved up by `removed`."""

    line: LogicalLine
    lines: tuple[str, ...]
    removed: int
    shown: str


def cuts(text: str) -> Iterator[Cut]:
    """The text cut behind every token of every logical line, with each of the endings.

    A line that is whole, with nothing behind it, is no cut. Raises `SyntaxError` or `tokenize.TokenError` for
    a text that cannot be split into tokens.
    """
    lines = split_lines(text)
    for line in logical_lines(text):
        for place, (row, column) in enumerate(line.ends):
            for ending in ENDINGS:
                if place < len(line.ends) - 1 or ending:
                    typed = lines[row][:column] + ending
                    kept = (*lines[:row], typed + "\n", *lines[line.last + 1 :])
                    yield Cut(line, kept, line.last - row, "".join(lines[line.first : row]) + typed)


def logical_lines(text: str) -> list[LogicalLine]:
    """All logical lines; comments belong to none. Names of modules are no objects of the lines that use them."""
    named = _named_by_row(ast.parse(text))
    modules: frozenset[str] = frozenset()
    found: list[LogicalLine] = []
    for tokens in _by_line(text):
        first, last = tokens[0].start[0] - 1, tokens[-1].end[0] - 1
        kind = _kind(tokens)
        names = frozenset(name for row in range(first, last + 1) for name in named[row])
        if kind == "import":
            modules |= names
        else:
            names -= modules
        ends = tuple((token.end[0] - 1, token.end[1]) for token in tokens)
        found.append(LogicalLine(first, last, kind, ends, names))
    return found


def objects_of_message(message: str) -> frozenset[str]:
    """The objects that a message names in backticks; an attribute of `self` is one, of anything else is none."""
    names = {name for quoted in _QUOTED.findall(message) for name in _OBJECT.findall(quoted)}
    return frozenset(name for name in names if name != "self" and not keyword.iskeyword(name))


def _named_by_row(tree: ast.AST) -> defaultdict[int, set[str]]:
    """The objects named in each row: whatever a name binds or reads there, and attributes of `self`."""
    named: defaultdict[int, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Name("self"), name):
                named[node.lineno - 1].add(f"self.{name}")
            case ast.Name(name) | ast.arg(name) | ast.ExceptHandler(name=str(name)):
                named[node.lineno - 1].add(name)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                named[node.lineno - 1].add(name)
            case ast.alias(name, other):
                named[node.lineno - 1].add(other or name.partition(".")[0])
            case _:
                pass
    for names in named.values():
        names.discard("self")
    return named


def _kind(tokens: Sequence[tokenize.TokenInfo]) -> str:
    word = tokens[1].string if tokens[0].string == "async" and len(tokens) > 1 else tokens[0].string
    if word in ("import", "from"):
        return "import"
    if word == "@":
        return "decorator"
    if word in _HEADERS and tokens[-1].string == ":":
        return word
    return "assignment" if any(token.string == "=" for token in tokens) else "other"


def _by_line(text: str) -> Iterator[list[tokenize.TokenInfo]]:
    tokens: list[tokenize.TokenInfo] = []
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        # Python splits f-strings only since 3.12: their end is the one place within them that counts.
        depth += token.type == _FSTRING_START
        depth -= token.type == _FSTRING_END
        if token.type not in _LAYOUT and not depth:
            tokens.append(token)
        elif token.type == tokenize.NEWLINE and tokens:
            yield tokens
            tokens = []
    if tokens:
        yield tokens
