"""What is known of the objects of a program: one frozen record a kind.

An object is a number; the state maps it to its facts and its attributes to values. Facts change only by
replacement, so an event can carry them as they were when it happened.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from .device import DEFAULT_CPU, UNKNOWN_DEVICE, Device
from .record import record
from .site import Site
from .states import Gradients, Mode, States, any_of, only
from .values import Class, Constant, External, Use, Value


@record
class Model:
    """An `nn.Module`, of a library class, a visible class, or understood by its use.

    `class_` is None when unknown. Its members are its attributes in the state; `children` are those of a
    container built from known elements, and `open_ended` says that more may be registered than is visible.
    `structure` counts replaced or added members. `wraps` is the model whose parameters it shares (DDP,
    `torch.compile`). `frozen` is None when only part of it, or perhaps, is frozen. `trained` is whether
    gradients ever reached it, as far as is known.
    """

    site: Site
    class_: External | Class | None
    device: Device = DEFAULT_CPU
    mode: States = only(Mode.TRAIN)
    mode_set_at: tuple[Site, ...] = ()
    structure: int = 0
    children: tuple[int, ...] = ()
    open_ended: bool = False
    wraps: int | None = None
    frozen: bool | None = False
    has_parameters: bool | None = None
    depends_on_mode: bool | None = None
    by_use: bool = False
    many: bool = False
    escaped: bool = False
    initialised: bool = True
    dtype: str | None = ""
    """What it was converted to; empty as it was built, None where that is not known."""
    arguments: tuple[tuple[str, Value], ...] = ()
    """What a layer of the library was built with, by name: literals, sizes and tuples of them; unknown for all else."""

    @property
    def sure(self) -> bool:
        """Whether an error may rest on it: it is one object, not understood by its use, that no unseen code had."""
        return not (self.by_use or self.many or self.escaped)

    def argument(self, name: str) -> Value | None:
        """The constructor's argument of that name; None where it was not given."""
        return next((value for key, value in self.arguments if key == name), None)


@record
class Source:
    """A model that an optimizer or a list got its parameters from, under which name, at which structure."""

    model: int
    structure: int
    place: str


@record
class Parameters:
    """What `model.parameters()` gives, or a list or filter made of it.

    `generator` when it can be run through only once; `consumed` then says whether it was, and `consumed_at`
    where. `complete` is false when parts of it are unknown. `named` when each comes with its name. A filter or chain
    runs `over` other parameters when it is run through.
    """

    site: Site
    sources: tuple[Source, ...]
    generator: bool
    consumed: States = only(1)
    consumed_at: tuple[Site, ...] = ()
    filtered: bool = False
    complete: bool = True
    many: bool = False
    named: bool = False
    over: tuple[Value, ...] = ()


FULL, EMPTY = 1, 2
"""The states of a generator: not run through yet, and used up."""


class CutKind(Enum):
    """How an optimizer came to hold parameters that are no longer trained."""

    REBOUND = "rebound"
    REPLACED = "replaced"
    """A layer of the model gave way to another one."""
    ADDED = "added"
    """The model got a layer or a parameter that it did not have before."""
    SWAPPED = "swapped"
    """A parameter of the model gave way to another one."""
    MOVED = "moved"
    """A conversion of the model made new parameters."""
    STATE_MOVED = "state moved"
    """The parameters went to another device, and the state that the optimizer has for them did not."""
    STATE_CONVERTED = "state converted"
    """The parameters got another dtype, and the state did not: the next step mixes both."""
    STATE_UNFIT = "state unfit"
    """The same, where the next step of this class of optimizer raises."""


@record
class Cut:
    """The event that separated an optimizer from the parameters in use: `place` is the name concerned.

    It happens `at` a place of the file under analysis (its own `site` may be in another file). It is `sure` when
    all objects concerned are known, and none of them was in the hands of unseen code.
    """

    kind: CutKind
    at: Site
    site: Site
    place: str
    old: int
    new: int | None
    sure: bool = True


@record
class Optimizer:
    """An optimizer. `class_` is None when it was understood by its use.

    `complete` is false when not all its parameters are known. `gradients` is where it stands in the gradient
    cycle. `stepped` is whether it may have built its state already.
    """

    site: Site
    class_: str | None
    sources: tuple[Source, ...] = ()
    complete: bool = True
    gradients: States = only(Gradients.NEW)
    cleared_at: tuple[Site, ...] = ()
    used_at: tuple[Site, ...] = ()
    stepped: States = only(1)
    cuts: tuple[Cut, ...] = ()
    by_use: bool = False
    many: bool = False
    escaped: bool = False
    fed: bool = False
    """Whether any backward pass may have reached its parameters."""
    fed_by: frozenset[Use] = frozenset()
    """What the backward passes since the last clear went through, of the models that it trains."""
    passes: tuple[Site, ...] = ()
    """The backward passes since its last step that certainly reached it, whether cleared since or not."""
    handed: bool = False
    """Whether unseen code had something, since the last clear, from which a backward pass could reach its parameters."""

    @property
    def sure(self) -> bool:
        """Whether an error may rest on it: it is one object, not understood by its use, that no unseen code had."""
        return not (self.by_use or self.many or self.escaped)

    @property
    def short_name(self) -> str:
        """The last part of its class's name, by which users know it: `AdamW`."""
        return (self.class_ or "the optimizer").rpartition(".")[2]

    @property
    def models(self) -> frozenset[int]:
        """The models whose parameters it holds."""
        return frozenset(source.model for source in self.sources)


ANY_OPTIMIZER = "torch.optim.Optimizer"
"""The class of an optimizer that is one of several."""

FRESH_STATE, BUILT_STATE = 1, 2
"""Whether an optimizer has built its per-parameter state."""


@record
class Loss:
    """A loss object such as `nn.CrossEntropyLoss()`; `class_` is its canonical name."""

    site: Site
    class_: str
    arguments: tuple[tuple[str, Value], ...] = ()
    device: Device = DEFAULT_CPU
    many: bool = False


@record
class Collection:
    """A list, set or dict. `elements` are its values in order; `exact` when these are all of them.

    A collection built in a loop or comprehension has one element that stands for many. `keys` are given for
    a dict whose keys are all literal. A generator expression runs `over` other values when it is run through.
    """

    site: Site
    kind: str
    elements: tuple[Value, ...]
    exact: bool = True
    keys: tuple[Constant, ...] | None = None
    many: bool = False
    over: tuple[Value, ...] = ()


@record
class Instance:
    """An object of a visible class that is no module, or of a class with an unknown base (then `open_ended`).

    It has `escaped` when unseen code had it, which may have set attributes of it.
    """

    site: Site
    class_: Class
    open_ended: bool = False
    many: bool = False
    escaped: bool = False


@record
class Foreign:
    """An object of a library class that has no kind of its own here; also data loaders, scalers, trainers.

    `class_` is the canonical name; `arguments` those that its constructor got, by name where known.
    """

    site: Site
    class_: str
    arguments: tuple[tuple[str, Value], ...] = ()
    many: bool = False

    def argument(self, name: str) -> Value | None:
        """The constructor's argument of that name."""
        return next((value for key, value in self.arguments if key == name), None)


@record
class Unresolved:
    """An object that is unknown but has a name, and may become known by its use.

    `reaches` are the models that its computation could reach, itself included once it is called. `device` is where
    it was moved. It is `frozen` with all parameters of the module that it is an attribute of.
    """

    site: Site
    why: str
    place: str
    many: bool = False
    device: Device = UNKNOWN_DEVICE
    frozen: bool = False


Facts: TypeAlias = (
    Model | Parameters | Optimizer | Loss | Collection | Instance | Foreign | Unresolved
)  # fmt: skip


def unknown_model(site: Site, *, by_use: bool = True) -> Model:
    """A model of which nothing is known, such as an argument of a function that nobody visible calls."""
    return Model(
        site,
        None,
        device=UNKNOWN_DEVICE,
        mode=any_of(Mode.ANY),
        open_ended=True,
        frozen=None,
        by_use=by_use,
        dtype=None,
    )


def unknown_optimizer(site: Site) -> Optimizer:
    """An optimizer understood by its use: over unknown parameters, with unknown gradients."""
    return Optimizer(
        site,
        None,
        complete=False,
        gradients=any_of(Gradients.ANY),
        stepped=any_of(FRESH_STATE | BUILT_STATE),
        by_use=True,
        fed=True,
    )
