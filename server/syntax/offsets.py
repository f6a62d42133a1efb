"""Where the nodes of one logical line stand in its text.

The line is parsed and lowered again, which numbers its nodes as before, and its code is written out once
more to count the characters before and after each node. Positions are those of libcst's PositionProvider at a
fifth of its cost, and only one line is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import TracebackType

import libcst as cst
from libcst._nodes.internal import CodegenState

from .lower import Origin
from .parse import lower, parse

_BLANKS = " \t\f\\\n"


@lru_cache(maxsize=512)
def node_offsets(text: str, as_case: bool = True) -> tuple[tuple[int, int], ...] | None:
    """Start and end of every node of a line by its number; a header ends behind its colon.

    None where the line cannot be parsed or does not come out of libcst as it went in.
    """
    try:
        return _offsets(text, as_case)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - a panic of libcst is no Exception
        return None


def _offsets(text: str, as_case: bool) -> tuple[tuple[int, int], ...] | None:
    parsed = parse(text, as_case)
    order: list[Origin] = []
    lower(parsed, order)
    state = _Counter()
    parsed.root._codegen(state)  # pyright: ignore[reportPrivateUsage]
    before = len(parsed.before)
    if "".join(state.tokens)[before : before + len(text)] != text:
        return None
    spans = state.spans
    result: list[tuple[int, int]] = []
    for origin in order:
        first, last = (origin[0], origin[-1]) if isinstance(origin, Sequence) else (origin, origin)
        start, end = spans[id(first)][0] - before, spans[id(last)][1] - before
        while text[start] in _BLANKS:
            start += 1
        result.append((start, end))
    if parsed.header is not None:
        suite = parsed.small and getattr(parsed.header, "body", None)
        result[0] = (0, len(text[: spans[id(suite)][0] - before].rstrip(_BLANKS)) if suite else len(text))
    return tuple(result)


class _Counter(CodegenState):
    def __init__(self) -> None:
        super().__init__(default_indent="    ", default_newline="\n")
        self.spans: dict[int, tuple[int, int]] = {}
        self.count = 0
        self._starts: list[int] = []

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        self.count += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:  # noqa: ARG002 - the signature is libcst's
        self._starts.append(self.count)

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self._starts.pop()
        self.spans.setdefault(id(node), (start, self.count))

    # A class is entered ten times faster than a generator, and nobody asks for the base method's own type.
    def record_syntactic_position(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Syntactic:
        return _Syntactic(self, node, start_node, end_node)


class _Syntactic:
    """The part of a node's code that is neither blank nor parenthesis."""

    __slots__ = ("_counter", "_end_node", "_node", "_start", "_start_node")

    def __init__(
        self, counter: _Counter, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None
    ) -> None:
        self._counter = counter
        self._node = node
        self._start_node = start_node
        self._end_node = end_node
        self._start = 0

    def __enter__(self) -> None:
        self._start = self._counter.count

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        counter = self._counter
        spans = counter.spans
        start = self._start if self._start_node is None else spans[id(self._start_node)][0]
        end = counter.count if self._end_node is None else spans[id(self._end_node)][1]
        spans[id(self._node)] = (start, end)
