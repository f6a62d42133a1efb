"""What is made of a program is made again only when something that it looked at has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from server.program.events import Backward, OptimizerBuilt, Step, ZeroGrad
from server.program.program import Program
from server.program.values import NotDefined
from server.session.analysis import Analysis
from server.text.lines import split_lines

TEXT = """\
import torch
from torch import nn

model = nn.Linear(4, 1)
other = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

def train(batches):
    for batch in batches:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()

def show(batches):
    for batch in batches:
        print(other(batch))
"""


class Edited:
    """A file under analysis, whose text changes."""

    def __init__(self) -> None:
        self.analysis = Analysis("train.py", rules=())
        self.analysis.run(split_lines(TEXT))

    @property
    def program(self) -> Program:
        assert self.analysis.program is not None
        return self.analysis.program

    def change(self, old: str, new: str) -> Program:
        assert old in TEXT
        self.analysis.run(split_lines(TEXT.replace(old, new)))
        return self.program


@pytest.fixture
def edited() -> Edited:
    return Edited()


def counted(look: Callable[[Program], object]) -> tuple[Callable[[Program], object], list[object]]:
    made: list[object] = []

    def make(program: Program) -> object:
        made.append(look(program))
        return made[-1]

    return make, made


def test_made_once_for_one_program(edited: Edited) -> None:
    make, made = counted(steps)
    assert edited.program.kept(make) is edited.program.kept(make)
    assert len(made) == 1


def steps(program: Program) -> object:
    return list(program.events(Step))


def built(program: Program) -> object:
    return list(program.unique(OptimizerBuilt))


def passes(program: Program) -> object:
    return list(program.ordered(Step, Backward))


def everything(program: Program) -> object:
    return len(program.all_events)


def text(program: Program) -> object:
    return len(program.source.lines)


def through_another(program: Program) -> object:
    return program.kept(steps)


@pytest.mark.parametrize("look", [steps, built, passes])
def test_edit_of_something_else(edited: Edited, look: Callable[[Program], object]) -> None:
    make, made = counted(look)
    edited.program.kept(make)
    edited.change("print(other(batch))", "print(other(batch, 1))").kept(make)
    assert len(made) == 1


@pytest.mark.parametrize("look", [everything, text])
def test_every_edit_of_events_or_text(edited: Edited, look: Callable[[Program], object]) -> None:
    make, made = counted(look)
    edited.program.kept(make)
    edited.change("print(other(batch))", "print(batch)").kept(make)
    assert len(made) == 2


@pytest.mark.parametrize("look", [steps, built, passes, everything, text, through_another])
def test_edit_of_what_was_looked_at(edited: Edited, look: Callable[[Program], object]) -> None:
    make, made = counted(look)
    edited.program.kept(make)
    edited.change("SGD", "Adagrad").kept(make)
    assert len(made) == 2


def test_order_of_types_counts(edited: Edited) -> None:
    """The events of each type stay what they were, and happen in another order."""
    (clear,), (back,) = ([*edited.program.events(kind)][:1] for kind in (ZeroGrad, Backward))
    one = Program("train.py", (clear, back), edited.program.source)
    other = Program("train.py", (back, clear), edited.program.source, earlier=one)

    def apart(program: Program) -> object:
        return [*program.events(ZeroGrad), *program.events(Backward)]

    def clears_first(program: Program) -> object:
        return program.before(clear, back)

    each, made_each = counted(apart)
    both, made_both = counted(clears_first)
    for program in (one, other):
        program.kept(each)
        program.kept(both)
    assert len(made_each) == 1
    assert made_both == [True, False]


def test_unknown_names_count(edited: Edited) -> None:
    site = next(edited.program.events(Step)).site
    events, source = edited.program.all_events, edited.program.source

    def undefined(program: Program) -> object:
        return program.undefined(site)

    make, made = counted(undefined)
    earlier = None
    for why in ("`x` is a parameter", "`x` is a parameter", NotDefined("`x` is not defined in this file")):
        earlier = Program("train.py", events, source, {site: why}, earlier)
        earlier.kept(make)
    assert made == [False, True]


def test_failure_is_not_kept(edited: Edited) -> None:
    def fail(_: Program) -> object:
        raise ValueError("it fails")

    def outer(program: Program) -> Iterator[object]:
        with pytest.raises(ValueError, match="it fails"):
            program.kept(fail)
        return program.events(Step)

    edited.program.kept(outer)
    with pytest.raises(ValueError, match="it fails"):
        edited.program.kept(fail)
    changed = edited.change("SGD", "Adagrad")
    with pytest.raises(ValueError, match="it fails"):
        changed.kept(fail)


def test_equal_events_are_the_same_objects(edited: Edited) -> None:
    before = list(edited.program.events(Step))
    after = list(edited.change("print(other(batch))", "print(batch)").events(Step))
    assert [id(event) for event in before] == [id(event) for event in after]


BUG = """\
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for batch in [torch.ones(2, 4)]:
    model(batch).sum().backward()
    optimizer.step()

def show(batches):
    for batch in batches:
        print(batch)
"""


def test_fixes_of_kept_finding_are_those_of_fresh_one() -> None:
    analysis = Analysis("train.py")
    analysis.run(split_lines(BUG))
    changed = split_lines(BUG.replace("nn\n", "nn\n\n# Trains.\n", 1).replace("print(batch)", "print(batch, 1)"))
    fresh = Analysis("train.py")
    found, expected = analysis.run(changed).diagnostics, fresh.run(changed).diagnostics
    assert found == expected
    assert [each.rule for each in found] == ["missing-zero-grad"]
    assert analysis.fixes(found[0]) == fresh.fixes(found[0]) != ()
