"""Cutting a stream into messages."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.lsp.wire import CHUNK, Messages, framed

BODIES = st.lists(st.binary(min_size=1, max_size=40), max_size=5)


@given(BODIES, st.lists(st.integers(0, 400), max_size=12))
def test_messages_come_out_whole_however_the_stream_is_cut(bodies: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(framed(body) for body in bodies)
    places = sorted({0, len(stream), *(min(cut, len(stream)) for cut in cuts)})
    incoming = Messages()
    found = [body for start, end in pairwise(places) for body in incoming.feed(stream[start:end])]
    assert found == bodies


@given(st.binary(max_size=60), BODIES)
def test_garbage_costs_at_most_one_message(garbage: bytes, bodies: list[bytes]) -> None:
    incoming = Messages()
    found = list(incoming.feed(garbage))
    # A header in the garbage may claim the beginning of what follows; nothing after that is lost.
    found += incoming.feed(framed(b"x" * 100))
    found += [whole for body in bodies for whole in incoming.feed(framed(body))]
    assert found[len(found) - len(bodies) :] == bodies


def test_a_header_may_say_more_and_say_it_in_small_letters() -> None:
    header = b"content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:  2\r\n\r\n"
    assert list(Messages().feed(header + b"{}")) == [b"{}"]


def test_a_length_beyond_all_reason_is_no_length() -> None:
    incoming = Messages()
    assert list(incoming.feed(b"Content-Length: 99999999999\r\n\r\n" + framed(b"{}"))) == [b"{}"]


def test_endless_garbage_is_not_kept() -> None:
    incoming = Messages()
    for _ in range(50):
        assert list(incoming.feed(b"x" * CHUNK)) == []
    assert len(incoming._buffer) <= 2 * CHUNK
    assert list(incoming.feed(framed(b"{}"))) == [b"{}"]
