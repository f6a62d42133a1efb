"""Where suppression comments stand, and which lines belong to a statement's header."""

from __future__ import annotations

import pytest

from server.session.comment_places import comments_and_headers
from server.text.lines import split_lines


def comments(text: str) -> list[tuple[int, int, str, bool]]:
    return [
        (comment.line, comment.column, comment.text, comment.alone)
        for comment in comments_and_headers(split_lines(text))[0]
    ]


def headers(text: str) -> list[tuple[int, int]]:
    return [(header.first, header.last) for header in comments_and_headers(split_lines(text))[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1  # torchwise: ignore\n", [(0, 7, "# torchwise: ignore", False)]),
        ("    # torchwise: ignore\r\nx = 1\r\n", [(0, 4, "# torchwise: ignore", True)]),
        ("x = '# torchwise: ignore'\n", []),
        ("x = '''\n# torchwise: ignore\n'''\n", []),
        ("x = '''\n'''  # torchwise: ignore\n", [(1, 5, "# torchwise: ignore", False)]),
        ("x = f'{a!r:#>9}'  # torchwise: ignore\n", [(0, 18, "# torchwise: ignore", False)]),
        ("f(  # torchwise: ignore\n    1,\n)\n", [(0, 4, "# torchwise: ignore", False)]),
        ("f(\n    # torchwise: ignore\n    1,\n)\n", [(1, 4, "# torchwise: ignore", True)]),
        ("x = 1 + \\\n    2  # torchwise: ignore\n", [(1, 7, "# torchwise: ignore", False)]),
        ("f(  # torchwise: ignore\nx = 1\n", [(0, 4, "# torchwise: ignore", False)]),
        ("x = '  # torchwise: ignore\n", []),
        ("x = 1\n# torchwise: ignore", [(1, 0, "# torchwise: ignore", True)]),
        ("# torchwise: ignore-file\n", [(0, 0, "# torchwise: ignore-file", True)]),
        ("\ufeff# torchwise: ignore\nx\n", [(0, 1, "# torchwise: ignore", True)]),
    ],
)
def test_comments(text: str, expected: list[tuple[int, int, str, bool]]) -> None:
    assert comments(text) == expected


def test_all_comments_above_the_first_statement_are_there_and_others_of_ours() -> None:
    text = "# a\n# torchwise: ignore-file\n\n# b\nx = 1  # c\n# d\n\n# torchwise: ignore\ny = 2\n"
    assert [line for line, *_ in comments(text)] == [0, 1, 3, 5, 7]


def test_headers_are_logical_lines_without_the_body() -> None:
    assert headers("for x in [\n    1,\n]:\n    f(\n    )\n    y = 1; z = 2\n\n# c\nend()\n") == [
        (0, 2),
        (3, 4),
        (5, 5),
        (8, 8),
    ]


def test_decorators_belong_to_the_header() -> None:
    text = "@a\n@b(\n    1\n)\n\ndef f(\n    x,\n):\n    pass\n"
    assert headers(text) == [(0, 7), (8, 8)]


def test_a_decorator_of_nothing_is_a_header_of_its_own() -> None:
    assert headers("x = 1\n@a\n") == [(0, 0), (1, 1)]


def test_headers_after_an_open_bracket() -> None:
    assert headers("f(\nimport os\nx = 1\n") == [(0, 0), (1, 1), (2, 2)]
