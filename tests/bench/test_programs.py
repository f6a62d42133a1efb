"""The generated programs are what the benchmark says they are: Python of the wanted length, and varied."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from scripts.bench_programs import SIZES, program, read_pieces


@pytest.fixture(scope="module", params=SIZES)
def size(request):
    return request.param


def test_it_has_about_the_wanted_length(size):
    assert abs(program(size).count("\n") - size) < 60


def test_equal_arguments_give_equal_text(size):
    assert program(size, 3) == program(size, 3)
    assert program(size, 3) != program(size, 4)


def test_it_is_python_without_a_trace_of_the_templates(size):
    text = program(size)
    ast.parse(text)
    assert not re.search(r"<<|>>|^\?|@[Nn]ew|@snake|@topic", text, re.MULTILINE)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_name_in_it_is_defined(size, seed):
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821,F811,E9", "-"]
    done = subprocess.run(command, input=program(size, seed), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_its_lines_differ_as_those_of_a_real_file_do(size):
    lines = [line.strip() for line in program(size).splitlines() if line.strip()]
    # Three real training files of these lengths: 0.95, 0.91 and 0.72.
    assert len(set(lines)) / len(lines) > (0.85 if size < 1000 else 0.65)


def test_the_longest_uses_every_template():
    defined = program(max(SIZES))
    for piece in read_pieces():
        if piece.role not in ("header", "main"):
            assert any(re.search(rf"(class|def) (\w+{affix}\b|{affix}\w+)", defined) for affix in piece.affixes), (
                piece.name
            )
