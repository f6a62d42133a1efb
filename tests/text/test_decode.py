"""Source files are decoded as Python decodes them, and never fail to be."""

from __future__ import annotations

import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.text.decode import decode, encode


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_and_come_back(data: bytes) -> None:
    decoded = decode(data)
    assert encode(decoded, decoded.text) == data


@given(
    st.sampled_from(["utf-8", "latin-1", "cp1252", "iso-8859-15", "koi8-r", "shift_jis", "UTF_8"]),
    st.sampled_from(
        ["# coding: {}", "# -*- coding: {} -*-", "#!/usr/bin/python\n# vim: set fileencoding={} :", "\n#coding={}"]
    ),
    st.sampled_from(["x = 'a'", "x = '\xe9'"]),
)
def test_a_declared_encoding_is_the_one_that_python_finds(name: str, form: str, code: str) -> None:
    data = f"{form.format(name)}\n{code}\n".encode(name, "replace")
    expected, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    decoded = decode(data)
    assert decoded.text == data.decode(expected)
    assert not decoded.note


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n# coding: latin-1\n",
        b"x = 1 # coding: latin-1\n",
        b"\n\n# coding: latin-1\n",
        b"'''\n# coding: latin-1\n'''\n",
    ],
)
def test_a_declaration_counts_only_in_a_comment_at_the_top(data: bytes) -> None:
    assert decode(data + "é".encode()).encoding == "utf-8"


def test_a_byte_order_mark_is_kept_apart() -> None:
    decoded = decode(b"\xef\xbb\xbf# coding: latin-1\r\nx = '\xc3\xa9'\r\n")
    assert decoded.text == "# coding: latin-1\r\nx = 'é'\r\n"
    assert (decoded.bom, decoded.encoding, decoded.newline) == (True, "utf-8", "\r\n")


@pytest.mark.parametrize("name", ["nonsense", "rot13", "utf-16", "hex", "undefined"])
def test_an_encoding_that_cannot_be_used_leaves_a_note(name: str) -> None:
    decoded = decode(f"# coding: {name}\nx = 'é'\n".encode())
    assert decoded.text == f"# coding: {name}\nx = 'é'\n"
    assert name in decoded.note


def test_bad_bytes_leave_a_note_and_the_rest_of_the_text() -> None:
    decoded = decode(b"x = 1\ny = '\xff'\n")
    assert decoded.text.startswith("x = 1\n")
    assert "utf-8" in decoded.note


def test_the_first_line_end_is_the_one_of_the_file() -> None:
    assert [decode(data).newline for data in (b"", b"a\rb\n", b"a\n\r", b"a\r\n")] == ["\n", "\r", "\n", "\r\n"]
