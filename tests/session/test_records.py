"""What ran before is done again, and not run again, as long as nothing has changed that it read."""

from __future__ import annotations

from server.program.events import ModeSet, Step
from server.session.analysis import Analysis
from server.text.lines import split_lines

TEXT = """\
import torch
from torch import nn

class Rows:
    def __init__(self):
        self.width = 4

def main(batches):
    title = "first"
    rows = Rows()
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(3):
        model.train()
        for batch in batches:
            optimizer.zero_grad()
            model(batch).sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    print(title, rows.width)

def show(value):
    print(value)

main([torch.ones(2, 4)])
"""


def _loop(analysis: Analysis, text: str) -> list[int]:
    analysis.run(split_lines(text))
    assert analysis.run_result is not None
    found = [id(event) for event in analysis.run_result.events if isinstance(event, (ModeSet, Step))]
    assert found
    return found


def test_edit_of_variable_that_loop_does_not_read() -> None:
    analysis = Analysis("train.py")
    before = _loop(analysis, TEXT)
    assert _loop(analysis, TEXT.replace('"first"', "[]")) == before


def test_edit_of_attribute_of_object_that_loop_does_not_read() -> None:
    """Where it sets a mode, the loop looks at all models: these are what they were."""
    analysis = Analysis("train.py")
    before = _loop(analysis, TEXT)
    assert _loop(analysis, TEXT.replace("width = 4", "width = [4]")) == before


def test_edit_of_optimizer_runs_loop_again() -> None:
    analysis = Analysis("train.py")
    before = _loop(analysis, TEXT)
    assert _loop(analysis, TEXT.replace("SGD", "Adagrad")) != before


def test_new_model_runs_loop_again() -> None:
    """What is part of what may have changed."""
    analysis = Analysis("train.py")
    before = _loop(analysis, TEXT)
    assert _loop(analysis, TEXT.replace("rows = Rows()", "rows = nn.ReLU()")) != before


def test_parts_of_what_was_done_again_are_kept() -> None:
    """Many edits leave all of `main` as it was; then one in it runs only what it touches."""
    analysis = Analysis("train.py")
    before = _loop(analysis, TEXT)
    for number in range(8):
        assert _loop(analysis, TEXT.replace("print(value)", f"print(value, {number})")) == before
    assert _loop(analysis, TEXT) == before
    assert _loop(analysis, TEXT.replace('"first"', "[]")) == before


def test_undefined_name_within_reach_of_loop() -> None:
    """What a loop can reach is looked through when another object changes: reasons for what is unknown lead nowhere."""
    text = """\
class Box:
    pass

kept, other = Box(), Box()
kept.what = nothing_binds_this
other.size = 4
for number in range(3):
    a = kept.what
    b = [a, a]
    print(a, b, [b, a], {1: b})
"""
    analysis = Analysis("train.py")
    analysis.run(split_lines(text))
    assert not analysis.run(split_lines(text.replace("size = 4", "size = [4]"))).problems


def test_statements_that_leave_their_loop_happen_outside_of_it() -> None:
    """A line at the left margin ends the loop above; those below it stay the statements that they were."""
    text = """\
import torch

optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
for number in range(3):
    for _ in range(2):
        print("steps")
    optimizer.zero_grad()
    optimizer.step()
    print("stepped")
"""
    broken = split_lines(text.replace("    optimizer.zero", "]\n    optimizer.zero"))
    edited, fresh = Analysis("train.py"), Analysis("train.py")
    edited.run(split_lines(text))
    for analysis in (edited, fresh):
        analysis.run(broken)
    assert _loops(edited) == _loops(fresh)


def _loops(analysis: Analysis) -> list[bool]:
    assert analysis.program is not None
    return [event.loop is None for event in analysis.program.events(Step)]


def test_what_is_typed_and_taken_back_is_not_run_again() -> None:
    analysis = Analysis("train.py")
    before = _loop(analysis, TEXT)
    assert _loop(analysis, TEXT.replace("SGD", "Adagrad")) != before
    assert _loop(analysis, TEXT) == before
