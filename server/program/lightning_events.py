"""What Lightning finds in a module: its optimizers with what they leave out, and what stands for its data."""

from __future__ import annotations

from .events import Event
from .facts import Model, Optimizer
from .record import record


@record
class LeftOut:
    """A trainable part of a LightningModule that no optimizer holds: a layer with its `parts`, or a parameter.

    `place` is how the module's methods write it, `name` the attribute, `object` None for a parameter; `owners` are
    the modules it is part of, the LightningModule first.
    """

    place: str
    name: str
    object: int | None
    parts: frozenset[int]
    owners: tuple[int, ...]


@record
class OptimizersConfigured(Event):
    """`configure_optimizers` of a LightningModule has returned these optimizers.

    `complete` when these are all, and all their parameters are known; only then `left_out` tells what they lack.
    `unseen` are the attributes that the module calls and of which nothing is known: they may be models or not.
    """

    object: int
    model: Model
    optimizers: tuple[tuple[int, Optimizer], ...]
    complete: bool
    left_out: tuple[LeftOut, ...]
    unseen: frozenset[str] = frozenset()


@record
class ParameterRead(Event):
    """A parameter that is an attribute of a module is read while Lightning trains it."""

    object: int
    name: str


@record
class TensorsForLoaders(Event):
    """Lightning is given a list of `count` tensors, or of tuples of them if `nested`, where it wants data loaders.

    `argument` is what takes them ("train_dataloaders", or the hook that returns them); `batch` is the list that
    `training_step` gets.
    """

    argument: str
    count: int
    nested: bool
    batch: int
