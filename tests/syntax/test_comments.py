"""The comments of a file."""

from __future__ import annotations

from server.syntax.comments import comment_on, comments
from server.syntax.read import read
from server.text.lines import split_lines

TEXT = """\
# first
x = '# no'  # second
y = (1,  # third
  # fourth
  '''
# no
''',  # fifth
  f'{z}#')
\t# sixth
'''# no''' # seventh
w = 'open # no
v(  # eighth
# ninth"""


def test_comments() -> None:
    reading = read(split_lines(TEXT))
    found = comments(reading)
    assert [comment.text[2:] for comment in found] == (
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
    )
    assert [comment.line for comment in found] == [0, 1, 2, 3, 6, 8, 9, 11, 12]
    assert [comment.column for comment in found] == [0, 12, 9, 2, 6, 1, 11, 4, 0]
    assert [comment.line for comment in found if comment.alone] == [0, 3, 8, 12]


def test_the_comment_on_a_line() -> None:
    reading = read(split_lines(TEXT))
    assert [comment_on(reading, line) for line in range(len(reading.lines))] == (
        [{comment.line: comment for comment in comments(reading)}.get(line) for line in range(len(reading.lines))]
    )


def test_a_line_end_is_no_part_of_a_comment() -> None:
    assert [comment.text for comment in comments(read(["# a\r\n", "b # c\r", "# d"]))] == ["# a", "# c", "# d"]
