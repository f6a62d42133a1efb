"""Where optimizers step without parameters that their model got after they were built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .events import Step
from .facts import Cut, CutKind
from .program import Program


class Lacking(NamedTuple):
    """What an optimizer lacks, and where it steps without that."""

    cut: Cut
    step: Step

    @property
    def sure(self) -> bool:
        """Whether all that takes part is known."""
        return self.cut.sure and self.step.optimizer.sure


def lacking(program: Program, kind: CutKind) -> Iterator[Lacking]:
    """The changes of a kind that an optimizer has missed when it steps, each once."""
    told: set[tuple[object, str]] = set()
    for step in program.unique(Step):
        for cut in step.optimizer.cuts:
            if cut.kind is kind and not step.optimizer.escaped and (cut.at, step.name) not in told:
                told.add((cut.at, step.name))
                yield Lacking(cut, step)
