"""Typed characters land inside names, or inside prose, and nowhere else."""

from __future__ import annotations

import ast
import io
import keyword
import tokenize

import pytest

from scripts.bench_positions import Typing, in_comments_and_strings, in_names
from scripts.bench_programs import program

TEXT = program(150)


def typed(text: str, typing: Typing) -> str:
    lines = text.split("\n")
    line = lines[typing.line]
    lines[typing.line] = line[: typing.column] + typing.character + line[typing.column :]
    return "\n".join(lines)


def kinds(text: str) -> list[tuple[int, str]]:
    return [(token.type, token.string) for token in tokenize.generate_tokens(io.StringIO(text).readline)]


def without_prose(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def test_a_character_typed_in_a_name_changes_that_name_only():
    before = kinds(TEXT)
    for typing in in_names(TEXT, 100):
        after = kinds(typed(TEXT, typing))
        differing = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        assert len(differing) == 1
        kind, name = before[differing[0]]
        assert kind == tokenize.NAME
        assert not keyword.iskeyword(name)
        assert after[differing[0]][1].startswith(name[0])


def test_a_character_typed_in_prose_leaves_the_program_as_it_is():
    before = without_prose(TEXT)
    chosen = in_comments_and_strings(TEXT, 100)
    assert chosen
    for typing in chosen:
        after = typed(TEXT, typing)
        assert after != TEXT
        assert without_prose(after) == before


def test_no_name_of_the_text_is_chosen_twice():
    chosen = in_names(TEXT, 10_000)
    names = sum(kind == tokenize.NAME and not keyword.iskeyword(name) for kind, name in kinds(TEXT))
    assert len(chosen) <= names
    assert len(chosen) > names * 0.9


@pytest.mark.parametrize("choose", [in_names, in_comments_and_strings])
def test_the_seed_fixes_the_places(choose):
    assert choose(TEXT, 30) == choose(TEXT, 30)
    assert choose(TEXT, 30, seed=1) != choose(TEXT, 30, seed=2)


def test_escapes_and_f_strings_are_left_alone():
    assert in_comments_and_strings('x = "\\no" + f"abcdef"\n', 5) == []
    assert in_comments_and_strings('x = "abc"\n', 5)[0].column in (6, 7)


def test_a_name_of_one_letter_grows_at_its_end():
    assert {typing.column for typing in in_names("x = y\n", 5)} == {1, 5}
