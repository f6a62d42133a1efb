"""What happens to modules that their classes do not provide for: events beside those of `events`."""

from __future__ import annotations

from .events import Event
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
