"""Sets of protocol states: where an object may stand in a protocol such as the gradient cycle.

A protocol is a small automaton. What is known of an object is the *set* of states it may be in, as bits, so
that branches join by `|` and loops reach a fixpoint. Beside the possible states stand those that certainly
occur: in some iteration of the loops around, if not in every one.

Worked example: `if epoch % 5 == 0: model.eval()` in a loop. After the `if` the mode may be train or eval,
and both certainly happen in some epoch: `States(TRAIN | EVAL, TRAIN | EVAL)`. With `if acc > best:` in its
place, eval is only possible: `States(TRAIN | EVAL, TRAIN)`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple


class Certainty(IntEnum):
    """How surely something holds where the program gets there."""

    NEVER = 0
    MAY = 1
    SOMETIMES = 2
    MUST = 3


class Mode:
    """Training or evaluation mode of a module (`Module.training`, torch 2.13). Plain bits: flags cost ten times as much."""

    TRAIN: Final = 1
    EVAL: Final = 2
    ANY: Final = 3


class Gradients:
    """What the `.grad` fields hold that an optimizer steps on."""

    NEW: Final = 1
    """Nothing: the optimizer was just built."""
    FIRST: Final = 2
    """The sum of the first backward passes, never stepped on and never cleared."""
    CLEAR: Final = 4
    """Nothing: cleared since the last backward."""
    FRESH: Final = 8
    """The sum of one or more backward passes since the last clear, not stepped on yet."""
    USED: Final = 16
    """Stepped on and not cleared."""
    MIXED: Final = 32
    """A backward pass added to gradients that had been stepped on already."""
    ANY: Final = 63


class States(NamedTuple):
    """The states an object may be in (`possible`), and those of them that certainly occur (`sure`)."""

    possible: int
    sure: int

    def certainty(self, bad: int) -> Certainty:
        """How surely the object is in one of the `bad` states."""
        if not self.possible & bad:
            return Certainty.NEVER
        if not self.possible & ~bad:
            return Certainty.MUST
        return Certainty.SOMETIMES if self.sure & bad else Certainty.MAY

    def join(self, other: States, *, both_happen: bool = False, first_happens: bool = False) -> States:
        """Either of two states.

        `both_happen` when each of the two paths is taken in some iteration, `first_happens` when that is sure of the
        first one.
        """
        if self == other:
            return self
        sure = self.sure if first_happens else self.sure & other.sure
        if both_happen:
            sure = self.sure | other.sure
        return States(self.possible | other.possible, sure)

    def weakened(self) -> States:
        """The same states with nothing certain."""
        return States(self.possible, 0)

    def mapped(self, transitions: dict[int, int]) -> States:
        """Each state replaced by the set of states that `transitions` gives (itself where it gives none)."""
        return States(_mapped(self.possible, transitions), _mapped(self.sure, transitions))


def only(state: int) -> States:
    """The object certainly is in this one state."""
    return States(state, state)


def any_of(states: int) -> States:
    """The object may be in any of these states, and none is certain."""
    return States(states, 0)


def _mapped(states: int, transitions: dict[int, int]) -> int:
    result, bit = 0, 1
    while bit <= states:
        if states & bit:
            result |= transitions.get(bit, bit)
        bit <<= 1
    return result
