"""Cutting programs short, and counting what becomes of findings."""

from __future__ import annotations

import re

import pytest

from scripts.halftyped import Example, examples, judge, show
from scripts.halftyped_cuts import cuts, logical_lines, objects_of_message
from server.rules.rule import Category, Severity
from server.session.report import Diagnostic, Report
from server.text.span import span

TEXT = """import torch
model = Net(
    3,  # three
)
if model.ready: model.go()
self.net(x.y, torch.ones(1))
"""


def shown(text: str) -> list[str]:
    return [cut.shown for cut in cuts(text)]


def test_a_line_is_cut_behind_every_token_with_every_ending():
    assert shown("a = b\n") == ["a", "a(", 'a"', "a =", "a =(", 'a ="', "a = b(", 'a = b"']


def test_a_cut_inside_brackets_takes_the_rest_of_the_logical_line():
    found = next(cut for cut in cuts(TEXT) if cut.shown == "model = Net(\n    3,")
    assert "".join(found.lines) == TEXT.replace("    3,  # three\n)\n", "    3,\n")
    assert found.removed == 1


def test_no_cut_is_the_whole_text_and_all_keep_the_other_lines():
    lines = TEXT.splitlines(keepends=True)
    for cut in cuts(TEXT):
        assert "".join(cut.lines) != TEXT
        assert list(cut.lines[: cut.line.first]) == lines[: cut.line.first]
        after = len(lines) - cut.line.last - 1
        assert list(cut.lines[len(cut.lines) - after :]) == lines[cut.line.last + 1 :]


def test_lines_know_their_kind_and_the_objects_they_name():
    found = {line.first: (line.kind, set(line.objects)) for line in logical_lines(TEXT)}
    assert found == {
        0: ("import", {"torch"}),
        1: ("assignment", {"model", "Net"}),
        4: ("other", {"model"}),
        5: ("other", {"self.net", "x"}),
    }


@pytest.mark.parametrize(
    ("source", "kind"),
    [("async def f():\n    pass\n", "def"), ("@a\ndef f(): pass\n", "decorator"), ("match(1)\n", "other")],
)
def test_the_first_line_is_of_that_kind(source, kind):
    assert logical_lines(source)[0].kind == kind


def test_only_quoted_code_names_objects():
    assert objects_of_message("`self.opt` steps before `loss.backward()` in step") == {"self.opt", "loss"}


def found_at(line: int, column: int, rule: str, message: str, settle: bool = False) -> Diagnostic:
    place = span(line, column, line, column + 1)
    return Diagnostic(rule, Category.API, Severity.WARNING, message, place, settle=settle)


def reader(rule):
    """Starts an analysis that calls `rule` with all lines, and with each line's number and text."""

    def read(lines):
        found = [item for number, line in enumerate(lines) for item in rule(lines, number, line)]
        return Report(tuple(found), ())

    return {"one.py": read, "none.py": read}.__getitem__


def every_call_of_bad(_lines, number, line):
    return [found_at(number, match.start(), "bad-call", "`thing` is bad") for match in re.finditer(r"bad\(\)", line)]


PROGRAM = [Example("one", "one.py", "import os\nx = [\n    1,\n]\nbad()\ny = thing\n")]


def test_findings_on_moved_lines_stay():
    tally = judge(PROGRAM, reader(every_call_of_bad))
    # The line of the finding and the line that names its object do not count.
    assert tally.cuts == 2 * 3 - 1 + 6 * 3 - 1 + 3 * 3 - 1 + 3 * 3 - 1
    assert tally.elsewhere == tally.stayed == 2 * 3 - 1 + 6 * 3 - 1
    assert tally.appeared == 0
    assert tally.good


def test_a_finding_that_goes_is_counted():
    def shy(lines, number, line):
        return every_call_of_bad(lines, number, line) if "import os\n" in lines else []

    tally = judge(PROGRAM, reader(shy))
    assert tally.stayed == tally.elsewhere
    assert tally.elsewhere - tally.found == 2 * 3 - 1
    assert tally.lost_of == {"import": 5}
    assert not tally.good


@pytest.mark.parametrize("settle", [False, True])
def test_a_new_finding_counts_unless_it_waits(settle):
    def eager(lines, number, line):
        unclosed = [found_at(number, 0, "unclosed", "open", settle)] if line.rstrip().endswith("(") else []
        return every_call_of_bad(lines, number, line) + unclosed

    tally = judge(PROGRAM, reader(eager))
    assert tally.appeared == (0 if settle else sum(cut.shown.endswith("(") for cut in cuts(PROGRAM[0].text)))
    assert tally.good is settle


def test_an_analysis_that_raises_is_counted_and_stops_nothing(capsys):
    def fragile(lines, number, line):
        if line.endswith('"\n'):
            raise ValueError(line)
        return every_call_of_bad(lines, number, line)

    tally = judge(PROGRAM, reader(fragile))
    assert tally.failed == sum(cut.shown.endswith('"') for cut in cuts(PROGRAM[0].text))
    assert not tally.good
    show(tally, 3)
    assert "ValueError" in capsys.readouterr().out


def test_a_text_without_findings_proves_nothing():
    assert not judge([Example("none", "none.py", "x = 1\n")], reader(every_call_of_bad)).good


def test_the_pages_of_all_rules_are_among_the_examples():
    found = list(examples())
    assert any(example.title.endswith(", bad") for example in found)
    for example in found:
        compile(example.text, example.title, "exec", dont_inherit=True)
