"""What one logical line says, and the kept results of reading lines.

The text of a line alone decides what it says, so the result is kept by text and shared by every place with
that text. A line that cannot be read is a hole that names every identifier in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from . import ir
from .complete import completions, open_ends
from .limits import too_much


@dataclass(slots=True, eq=False)
class LineIR:
    """The IR of one logical line.

    `header` is None for a line of small statements, which are in `simple`; behind a header, `simple` holds
    the suite that stands on the same line. `opens` tells that an indented suite must follow. `clause` is
    "elif", "else", "except", "finally" or "case" where the line continues a statement above it.
    """

    header: ir.Header | None
    simple: tuple[ir.Simple, ...]
    opens: bool = False
    clause: str = ""

    @property
    def hole(self) -> ir.Hole | None:
        """The hole, if the line is one."""
        node = self.simple[0] if self.header is None else self.header
        return node if isinstance(node, ir.Hole) else None


INVALID = "this line cannot be read as Python, so nothing is known about what it does"
UNCLOSED = "a bracket or string that begins in this line is never closed"

_NAME = re.compile(r"[^\W\d]\w*")
_KEYWORDS = frozenset(
    "False None True and as assert async await break class continue def del elif else except finally for from global if "
    "import in is lambda nonlocal not or pass raise return try while with yield".split()
)
_GENERATION = 20_000
_FEW = 4
"""So few lines are as well read one by one."""
_MOST_GUESSES = 48
"""So many completions of a half-typed line are tried: each is parsed, and a keystroke waits for it."""
_young: dict[str | tuple[str, str], LineIR] = {}
_aged: dict[str | tuple[str, str], LineIR] = {}


def read_line(text: str, closed: bool = True) -> LineIR:
    """The IR of a logical line; the same object for the same text as long as it is remembered. Never raises."""
    line = _young.get(text) if closed else None
    if line is not None:
        return line
    if not closed:
        return _remembered(text, UNCLOSED) or _remember((text, UNCLOSED), _hole(text, UNCLOSED, text.endswith(":")))
    return _remember(text, _aged.get(text) or _read(text, True))


def read_together(texts: Iterable[str]) -> None:
    """Read the lines among these that are not remembered, many at once, for `read_line` to find them. Never raises."""
    from .parse import lower_lines, may_be_read_together

    unknown = [text for text in dict.fromkeys(texts) if text not in _young and text not in _aged]
    portions = [[text for text in unknown if may_be_read_together(text) and too_much(text) is None]]
    while portions:
        portion = portions.pop()
        if len(portion) < _FEW:
            continue
        try:
            lines = lower_lines(portion)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001 - a panic of libcst, or one of the lines is no Python
            half = len(portion) // 2
            portions += [portion[half:], portion[:half]]
            continue
        for text, line in zip(portion, lines, strict=True):
            _remember(text, line)


def read_as_statement(text: str) -> LineIR:
    """The IR of a line that begins with `case` but does not stand in a `match`."""
    key = "statement"
    return _remembered(text, key) or _remember((text, key), _read(text, False))


def as_hole(text: str, why: str, simple: tuple[ir.Simple, ...] = (), *, opens: bool = True) -> LineIR:
    """A line whose header cannot stand where it does, as a hole; the suite `simple` on the same line stays."""
    variant = f"{why}, {opens}"
    line = _remembered(text, variant)
    if line is None:
        hole = ir.Hole(0, names_in(text), why, opens)
        line = _remember((text, variant), LineIR(hole, simple, opens and not simple))
    return line


def names_in(text: str) -> tuple[str, ...]:
    """All identifiers of a text, each once, in order; words in strings and comments are among them."""
    return tuple([name for name in dict.fromkeys(_NAME.findall(text)) if name not in _KEYWORDS])


def _remembered(text: str, variant: str) -> LineIR | None:
    return _young.get((text, variant)) or _aged.get((text, variant))


def _remember(key: str | tuple[str, str], line: LineIR) -> LineIR:
    global _young, _aged
    if len(_young) >= _GENERATION:
        _aged, _young = _young, {}
    _young[key] = line
    return line


def _hole(text: str, why: str, header: bool) -> LineIR:
    guess = _guess(text) if why in (INVALID, UNCLOSED) else None
    if guess is not None and guess.header is not None and guess.opens:
        return LineIR(ir.Hole(0, names_in(text), why, True, guess.header), (), True)
    completed = guess.simple[0] if guess is not None and guess.header is None and len(guess.simple) == 1 else None
    # A colon inside of brackets opens no block.
    header = header and (completed is None or not any(open_ends(text)))
    hole = ir.Hole(0, names_in(text), why, header, completed if not header else None)
    return LineIR(hole, (), True) if header else LineIR(None, (hole,))


def _guess(text: str) -> LineIR | None:
    """What a half-typed line says once it is completed."""
    from .parse import lower_line

    for completed in islice(completions(text), _MOST_GUESSES):
        if too_much(completed) is None:
            try:
                line = lower_line(completed, [], False)
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException:  # noqa: BLE001, S112 - see _read
                continue
            if not line.clause:
                return line
    return None


def _read(text: str, as_case: bool) -> LineIR:
    from .parse import lower_line

    why = too_much(text)
    if why is None:
        try:
            return lower_line(text, [], as_case)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001 - a panic of libcst is no Exception; it means no more than a syntax error
            why = INVALID
    return _hole(text, why, text.endswith(":"))
