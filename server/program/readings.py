"""What a program reads off tensors: choices, comparisons and numbers, through which no gradients flow."""

from __future__ import annotations

from .events import Event
from .record import record
from .site import Site
from .values import Tensor, Use


@record
class Judged(Event):
    """While gradients are recorded, a class is chosen by outputs of models (`argmax`, `>`), or things are compared.

    `uses` are the uses of models that what is judged was computed by, as far as it still has a graph. It `compares`
    where two tensors, or what may be tensors, are tested for being equal.
    """

    uses: frozenset[Use]
    compares: bool


@record
class TakenInSteps(Event):
    """Something is computed in two steps that one function computes exactly, the first of them at `inner`.

    The first is `of` a "softmax", "sigmoid", "sum_of_exp", "one_plus" or "one_plus_exp", and a logarithm the second;
    or it is "exp", and one is subtracted.
    """

    of: str
    inner: Site


@record
class TakenAsArray(Event):
    """A tensor that wants gradients is made a NumPy array by a function or method of that name, which raises.

    It is written at `tensor_at`. It is `certain` unless only some of what it was computed by is known to be trained.
    It wants none where it is `away`, on a GPU as far as the machine has one.
    """

    function: str
    tensor: Tensor
    tensor_at: Site
    certain: bool
    away: bool = False


@record
class InfiniteAtZero(Event):
    """A function is taken whose gradient is infinite at zero, of what may be zero and is written at `operand`.

    That is `of` "squares", a "sum_of_squares" or a "mean_of_squares"; or it is "where", when a condition chooses
    afterwards what it is used for.
    """

    function: str
    of: str
    operand: Site
