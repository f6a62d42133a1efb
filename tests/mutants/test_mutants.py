"""The check of mutants: what is new, what a fix changes, and whether it gives the original back."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.mutants import Mutant, Shown, changed_lines, check, new_findings, tree_of

RIGHT = """import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(5):
    loss = model(torch.randn(2, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()  # the gradients
    optimizer.step()
"""
WRONG = RIGHT.replace("    optimizer.zero_grad()\n", "")


def checked(folder: Path, text: str, expected: int = 9):
    for name, content in (("dev/one", text), ("dev_orig/right", RIGHT)):
        path = folder / f"{name}.py"
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")
    mutant = Mutant(
        id="one",
        op="del_zero_grad",
        bug_class="missing-zero-grad",
        repo="a/b",
        path="c.py",
        line=expected,
        orig="right",
        expected=[[expected, expected]],
        doubt=False,
    )
    return check(folder, mutant, ("missing-zero-grad",))


def test_a_fix_that_gives_the_original_back(tmp_path: Path):
    one = checked(tmp_path, WRONG)
    assert one.found
    fix = one.fixes[0]
    assert (fix.parses, fix.gone, fix.new, fix.lines, fix.same, fix.alike) == (True, True, (), 1, True, True)


def test_a_finding_far_from_the_expected_place_does_not_count(tmp_path: Path):
    assert not checked(tmp_path, WRONG, expected=1).found


def test_what_the_original_has_too_does_not_count(tmp_path: Path):
    assert not checked(tmp_path, RIGHT).found


@pytest.mark.parametrize(
    ("after", "has", "new"),
    [
        ("a\nb\nc", [Shown(1, "r")], []),
        ("a\nx\nb\nc", [Shown(2, "r")], []),
        ("a\nb\nc", [Shown(1, "r"), Shown(1, "s")], [Shown(1, "s")]),
        ("a\nb\nc", [Shown(1, "r"), Shown(1, "r")], [Shown(1, "r")]),
        ("a\nx\nc", [Shown(1, "r")], [Shown(1, "r")]),
    ],
)
def test_findings_in_lines_that_did_not_change_are_not_new(after: str, has: list[Shown], new: list[Shown]):
    assert new_findings("a\nb\nc", after, [Shown(1, "r")], has) == new


@pytest.mark.parametrize(("after", "lines"), [("a\nb\nc", 0), ("a\nx\nb\nc", 1), ("b\na\nc", 1), ("a\nc", 1), ("x", 3)])
def test_changed_lines_are_counted_once(after: str, lines: int):
    assert changed_lines("a\nb\nc", after) == lines


def test_trees_are_alike_whatever_the_order_within_a_block():
    one, other = "if a:\n    b()\n    c()\nd()\n", "if a:\n    c()\n    b()  # why\nd()\n"
    assert tree_of(one) != tree_of(other)
    assert tree_of(one, ordered=False) == tree_of(other, ordered=False)
    assert tree_of(one, ordered=False) != tree_of("if a:\n    c()\nb()\nd()\n", ordered=False)
    assert tree_of("if") is None
