"""What happens to modules that their classes do not provide for: events beside those of `events`."""

from __future__ import annotations

from .events import Event
from .facts import Model
from .record import record
from .site import Site


@record
class NotInitialised(Event):
    """Something is done to a module that needs what `nn.Module.__init__` makes, which has not run: it raises.

    `what` is "layer" or "parameter" where that becomes the attribute `name`; empty where `name` is a method of the
    library, or the module is called. `initializer` is the `__init__` that ran, or runs; `plain` when the constructor
    that it ought to have called is one of the library that needs no arguments.
    """

    object: int
    class_name: str
    name: str
    what: str
    initializer: Site
    plain: bool


@record
class WrongSuper(Event):
    """`super(named, self)` in an object of `class_name`, which does not descend from that class: it raises."""

    named: str
    class_name: str


@record
class NoForward(Event):
    """A module is called whose class has no `forward`: it raises. `methods` are those of the class, with their statements.

    Where `name` is empty nothing is called: the class is defined here, and none extends it. It is `sure` unless unseen
    code had the module, which may have given it one.
    """

    object: int
    class_name: str
    name: str
    methods: tuple[tuple[str, int], ...]
    sure: bool


@record
class NothingReturned(Event):
    """Something is done with the result of a module whose `forward` computes, but has no `return`: it is None."""

    class_name: str
    forward: Site


@record
class BuiltInForward(Event):
    """A layer of the library (of `class_`) is called in the `forward` that built it, and that keeps it nowhere.

    `trainable` tells that it certainly has parameters, `minds` that it computes something else in evaluation mode.
    """

    object: int
    model: Model
    class_: str
    trainable: bool
    minds: bool


@record
class UnregisteredRead(Event):
    """A method of a module reads an attribute that holds layers or parameters in a plain collection, unregistered.

    `kind` is "list", "tuple", "dict" ..., `collection` its object if it has one, `members` are the layers in it and
    `parts` these with everything registered in them. `parameters` tells that it holds parameters themselves,
    `trainable` that there is anything to train, `minds` that some layer depends on the mode, `nested` that it is a
    collection of collections.
    """

    object: int
    model: Model
    name: str
    method: str
    kind: str
    collection: int | None
    members: tuple[Model, ...]
    parts: frozenset[int]
    parameters: bool
    trainable: bool
    minds: bool
    nested: bool


@record
class Replicated(Event):
    """A container holds one layer several times: its list is made at `listed`, or the layer is appended in a loop.

    `grown` tells that not all elements of the list are known: some may have been put in later.
    """

    object: int
    model: Model
    listed: Site | None
    grown: bool


@record
class Hooked(Event):
    """A module gets a hook that runs when it is called, by a method or function of that name.

    The hook `computes` a parameter anew where the module is to be used with what it gives.
    """

    object: int
    by: str
    computes: bool


@record
class ForwardCalled(Event):
    """`forward` of a module is called from outside of it, under the user's `name` of the module: no hook runs."""

    object: int
    model: Model
    name: str
