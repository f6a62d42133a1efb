"""Reading line by line equals parsing the whole file, and reading after edits equals reading afresh."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libcst.metadata import CodePosition, MetadataWrapper, PositionProvider

from server.syntax import ir
from server.syntax.enclosing import suites_of
from server.syntax.read import read
from server.syntax.reading import Reading
from server.syntax.spans import span_of
from server.syntax.tree import Block, Statement
from server.text.lines import split_lines
from server.text.span import span

from ..syntax.samples import sample_names, source
from ..syntax.whole_file import plain, plain_block, statements, whole_file


def parsed(text: str) -> cst.Module:
    """The whole file as libcst reads it."""
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        pytest.skip(f"libcst cannot parse it: {error.message}")


@pytest.mark.parametrize("name", sample_names())
def test_reading_equals_a_whole_file_parse(name: str) -> None:
    text = source(name)
    whole = whole_file(parsed(text))
    reading = read(split_lines(text))
    assert [note for note in reading.notes if "not analysed" not in note.message] == []
    if not reading.notes:
        assert plain_block(reading.body) == plain_block(whole.body)


def test_one_line_that_libcst_cannot_read_leaves_the_rest_of_the_file() -> None:
    lines = split_lines(source("test/test_grammar.py"))
    reading = read(lines)
    assert len(reading.logical) > 1000
    assert len(reading.holes) <= 5
    assert len(reading.notes) == len(reading.holes)


@pytest.mark.parametrize("name", sample_names()[3::7])
def test_spans_equal_the_position_provider(name: str) -> None:
    text = source(name)
    wrapper = MetadataWrapper(parsed(text), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    whole = whole_file(wrapper.module)
    reading = read(split_lines(text))
    compared = 0
    for ours, theirs in zip(statements(reading.body), statements(whole.body), strict=True):
        for n, origin in enumerate(whole.origins[theirs.key]):
            if n == 0:
                continue
            parts = [origin] if isinstance(origin, cst.CSTNode) else origin
            start, end = positions[parts[0]].start, positions[parts[-1]].end
            if isinstance(origin, cst.CompFor):
                blank = origin.whitespace_before
                if not isinstance(blank, cst.SimpleWhitespace) or "\n" in blank.value:
                    continue
                start = CodePosition(start.line, start.column + len(blank.value))
            assert span_of(reading, ours.key, n) == span(start.line - 1, start.column, end.line - 1, end.column), origin
            compared += 1
    assert compared > 20


TOKENS = st.sampled_from(
    "( ) [ ] { } \" ' \"\"\" ''' f\" f'{ \n \n\n \r \r\n \f \t \\ \\\n # : ; , . = @ x 1 else:\n elif\x20x:\n try:\n except\x20A:\n "
    "finally:\n match\x20x:\n case\x20y:\n def\x20f():\n class\x20A:\n @a\n if\x20x:\n return\x20 for\x20 import\x20a\n lambda: "
    "\nx\x20=\x201\n \n\x20\x20\x20\x20y() a;b".split(" ")
).map(lambda token: token.replace("\x20", " "))
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40).map(lambda count: max(0, count - 30)),
        st.one_of(TOKENS, st.just(" "), st.just("")),
    ),
    min_size=1,
    max_size=8,
)


def chunks() -> st.SearchStrategy[str]:
    """Some lines of a sample file, beginning anywhere."""

    def chunk(name: str, start: float, count: int) -> str:
        lines = split_lines(source(name))
        first = int(start * len(lines))
        return "".join(lines[first : first + count])

    return st.builds(chunk, st.sampled_from(sample_names()), st.floats(0, 1), st.integers(1, 60))


def same_reading(found: Reading, expected: Reading) -> None:
    """The two are equal in all but the keys."""
    assert found.lines == expected.lines
    assert found.logical == expected.logical
    assert found.starts == expected.starts
    assert found.distant == expected.distant
    assert plain_block(found.body) == plain_block(expected.body)
    assert found.notes == expected.notes
    assert [[plain(one.node) for one in unit] for unit in found.units] == (
        [[plain(one.node) for one in unit] for unit in expected.units]
    )


def consistent(reading: Reading) -> None:
    """The statements of the tree are those of the lines, and their keys lead to them."""
    inside = list(everything(reading.body))
    listed = [statement for unit in reading.units for statement in unit]
    assert {id(statement) for statement in inside} == {id(statement) for statement in listed}
    assert len({statement.key for statement in listed}) == len(listed) == len(inside)
    assert all(reading.statement(statement.key) is statement for statement in listed)
    assert all(statement.key < reading.next_key for statement in listed)


def everything(block: Block) -> Iterator[Statement]:
    """All statements in a block, at any depth."""
    stack = list(block)
    while stack:
        statement = stack.pop()
        yield statement
        for _, suite in suites_of(statement):
            stack.extend(suite)


@settings(max_examples=60, deadline=None)
@given(chunks(), EDITS)
def test_reading_after_edits_equals_reading_afresh(text: str, edits: list[tuple[float, int, str]]) -> None:
    reading = read(split_lines(text))
    for place, deleted, inserted in edits:
        at = int(place * len(text))
        text = text[:at] + inserted + text[at + deleted :]
        former = reading
        reading = read(split_lines(text), former)
        same_reading(reading, read(split_lines(text)))
        consistent(reading)
        known = {statement.key for unit in former.units for statement in unit}
        assert all(
            key in known or key >= former.next_key for key in (one.key for unit in reading.units for one in unit)
        )


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sample_names()), st.floats(0, 0.999), st.sampled_from(["name", "blank", "comment", "new", "gone"])
)
def test_untouched_statements_stay_the_same_objects(name: str, place: float, kind: str) -> None:
    lines = split_lines(source(name))
    former = read(lines)
    small = [line for line, content in enumerate(former.contents) if content.header is None]
    line = small[int(place * len(small))]
    start = former.starts[line]
    indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
    edited = {
        "name": [lines[start].replace(former.logical[line].text[0], former.logical[line].text[0] * 2, 1)],
        "blank": ["\n", lines[start]],
        "comment": [indent + "# comment\n", lines[start]],
        "new": [indent + "new()\n", lines[start]],
        "gone": [],
    }[kind]
    reading = read([*lines[:start], *edited, *lines[start + 1 :]], former)
    if kind in ("blank", "comment"):
        assert reading.body is former.body
        return
    if len(reading.logical) != len(former.logical) + {"name": 0, "new": 1, "gone": -1}[kind]:
        return  # the edit opened or closed something
    if any(content.header is not None for content in reading.contents[line : line + 1]):
        return  # it made a header
    # A statement may change if its own lines did, or those just above it that it may belong to.
    changed = range(line - 1, line + 2)
    for unit_line, unit in enumerate(former.units):
        for statement in unit:
            touched = any(first in changed for first in lines_of(former, statement)) or unit_line in changed
            if not touched and not _around(former, statement, line):
                assert reading.statement(statement.key) is statement


def lines_of(reading: Reading, statement: Statement) -> Iterator[int]:
    """The logical lines on which a statement and what is inside it begin."""
    return (reading.logical_line_of(inner.key) for inner in everything((statement,)))


def _around(reading: Reading, statement: Statement, line: int) -> bool:
    places = list(lines_of(reading, statement))
    return min(places) <= line <= max(places) + 1


PROGRAM = """\
import torch
from torch import nn, optim

class Net(nn.Module):
    def __init__(self, width=8, *, bias=True):
        super().__init__()
        self.layer = nn.Linear(width, 2, bias=bias)

    @torch.no_grad()
    def forward(self, x):
        return self.layer(x).softmax(dim=-1)

model = Net()
optimizer = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), targets)
        if epoch and loss > 1:
            print(f"epoch {epoch}: {loss.item():.3f}")
        loss.backward()
        optimizer.step()
    torch.save({"model": model.state_dict(), "epoch": epoch}, "a.pt")
model.eval()
"""


def test_a_half_typed_line_leaves_the_other_lines_alone() -> None:
    lines = split_lines(PROGRAM)
    whole = read(lines)
    lost: list[str] = []
    cuts = 0
    for number, logical in enumerate(whole.logical):
        start = whole.starts[number]
        indent = lines[start][: logical.indent]
        for length in range(1, len(logical.text)):
            cut = [*lines[:start], indent + logical.text[:length] + "\n", *lines[start + 1 :]]
            reading = read(cut, whole)
            cuts += 1
            same = {id(statement.node) for unit in reading.units for statement in unit}
            for other, unit in enumerate(whole.units):
                if other != number and any(id(one.node) not in same for one in unit):
                    lost.append(f"{logical.text[:length]!r} lost {whole.logical[other].text!r}")
    assert cuts > 500
    assert lost == ["'d' lost '@torch.no_grad()'", "'de' lost '@torch.no_grad()'"]


def test_holes_keep_the_blocks_around_them() -> None:
    reading = read(split_lines(PROGRAM.replace("range(3):", "range(3")))
    loop = next(one for one in reading.body if isinstance(one.node, ir.Hole))
    assert len(loop.body) == 2
