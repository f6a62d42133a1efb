"""Reading line by line equals parsing the whole file, and reading after edits equals reading afresh."""

from __future__ import annotations

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from server.syntax.reading import Reading, read
from server.syntax.spans import span_of
from server.text.lines import split_lines
from server.text.span import span

from ..syntax.samples import sample_names, source
from ..syntax.whole_file import plain_block, statements, whole_file


def parsed(text: str) -> cst.Module:
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


@pytest.mark.parametrize("name", sample_names()[::4])
def test_spans_equal_the_position_provider(name: str) -> None:
    text = source(name)
    wrapper = MetadataWrapper(parsed(text), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    whole = whole_file(wrapper.module)
    reading = read(split_lines(text))
    compared = 0
    for ours, theirs in zip(statements(reading.body), statements(whole.body), strict=True):
        for n, origin in enumerate(whole.origins[theirs.key]):
            if n == 0 and isinstance(origin, cst.BaseCompoundStatement | cst.MatchCase | cst.ExceptHandler | cst.ExceptStarHandler):
                continue
            parts = [origin] if isinstance(origin, cst.CSTNode) else origin
            start, end = positions[parts[0]].start, positions[parts[-1]].end
            found = span_of(reading, ours.key, n) 
            if n == 0: continue
            assert found == span(start.line - 1, start.column, end.line - 1, end.column), (origin, n)
            compared += 1
    assert compared > 0
