"""Flags that say whether parameters want gradients, and flags that nothing reads."""

from __future__ import annotations

from .events import Event
from .facts import Model
from .record import record


@record
class FlagSet(Event):
    """`requires_grad`, or what looks like it, is set where nothing asks for it: on a module, or misspelt.

    `place` is what has the attribute, `model` its facts if it is a module; `value` is the truth that is set, None
    where that is not known.
    """

    place: str
    model: Model | None
    name: str
    value: bool | None


@record
class Frozen(Event):
    """The parameters of a model want no gradients from here on, or want them again (None: some of them, or perhaps).

    `parts` are the model and all that is registered in it, `holders` the optimizers that certainly have the parameters,
    and `within` the models that they are part of, where there are any.
    """

    object: int
    model: Model
    frozen: bool | None
    parts: frozenset[int]
    holders: tuple[int, ...] = ()
    within: frozenset[int] = frozenset()
