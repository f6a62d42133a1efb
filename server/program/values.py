"""What an expression may evaluate to.

Values are immutable. Things with identity (models, optimizers, lists, instances) are a `Reference` to an
object, whose facts the state holds; tensors are plain values, since what matters of them is how they came
about. `Unknown` carries why nothing is known, and which objects its computation could reach.
"""

from __future__ import annotations

from typing import TypeAlias

from .device import UNKNOWN_DEVICE, Device
from .record import record
from .shape import Shape, Size
from .site import Site
from .states import States

NOTHING: frozenset[int] = frozenset()


@record
class Severed:
    """How a value lost the graph it was computed with: `by` what ("detach", "item", "no_grad" ...), and where.

    `kind` is what it has been since: "tensor", "number", "list" or "array". `operand` is where that is written which
    had the graph, if one expression was. It is not `sure` where something unknown took part.
    """

    by: str
    site: Site
    kind: str = "tensor"
    operand: Site | None = None
    sure: bool = True


class NotDefined(str):
    """The reason for an unknown value that nothing in the file binds the name: the program is not whole."""

    __slots__ = ()


@record
class Unknown:
    """Nothing is known but the reason. `reaches`: models whose outputs or parameters flowed into it.

    `called` when it is the result of a call into unseen code, which then knew of nothing but `reaches`.
    `device` is where it is, if it is a tensor or made of tensors. If it is `severed`, no gradient flows through it.
    `array` is the dtype of the NumPy array that it is, where that is known.
    """

    why: str = ""
    reaches: frozenset[int] = NOTHING
    called: bool = False
    device: Device = UNKNOWN_DEVICE
    severed: Severed | None = None
    array: str = ""


@record
class Constant:
    """A literal; `kind` is its type's name, as in the IR."""

    kind: str
    value: int | float | complex | str | bytes | bool | None


@record
class Reference:
    """An object with identity; its facts are in the state."""

    object: int


@record
class External:
    """Something named in an installed package: `torch.optim.Adam`, `numpy`; by its canonical name."""

    name: str


@record
class Package:
    """A module or package of the workspace, by its path."""

    path: str


@record
class Function:
    """A function whose text is visible: its definition is in the function table, under `id`.

    `frame` is the scope it closes over; two closures of one definition differ by it.
    """

    id: int
    name: str
    frame: int


@record
class Method:
    """A method looked up on an object but not called yet. `function` is None for one of a library class."""

    receiver: Value
    name: str
    function: Function | None = None
    after: int | None = None
    """For `super().name`: the class after which the lookup begins."""


@record
class Class:
    """A class whose text is visible; its bases and members are in the class table, under `id`."""

    id: int
    name: str


@record
class Super:
    """`super()` inside a method: lookups begin after the class `after` in the MRO of `receiver`."""

    receiver: Value
    after: int


@record
class Partial:
    """`functools.partial(function, ...)`."""

    function: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


@record
class TupleValue:
    """A tuple with known elements."""

    elements: tuple[Value, ...]


@record
class Slice:
    """`lower:upper:step` inside a subscript."""

    lower: Value | None = None
    upper: Value | None = None
    step: Value | None = None


@record
class DeviceValue:
    """A `torch.device`, or a text that names one."""

    device: Device


@record
class Choice:
    """One of a few values, depending on the path that was taken. Never nested; two to four options, or the models of a list."""

    options: tuple[Value, ...]


@record
class Activation:
    """The last activation a tensor went through: its name ("softmax", "sigmoid" ...) and where.

    `operand` is where its input is written, if `site` is a call on that input: `scores` in `F.softmax(scores, 1)`.
    `layer` is where the module was built, if a module applies it.
    """

    name: str
    site: Site
    operand: Site | None = None
    layer: Site | None = None


@record
class Use:
    """A model that took part in computing a tensor, the mode it was in then, and where it was called, if known."""

    model: int
    mode: States
    called: Site | None = None


@record
class Saved:
    """An operation, by its name and place, whose backward pass needs its result as it was.

    `changed` is where that was changed in place all the same.
    """

    by: str
    site: Site
    changed: Site | None = None


@record
class Tensor:
    """A tensor, by how it came about.

    `graph` holds the models whose parameters a backward pass through it would reach. It is `complete` when
    nothing unknown took part. `requires_grad` is None when unknown. `accumulated` names the statements at
    which it was added up over iterations; `spent` when a backward pass has already gone through it;
    `shape` is None where nothing is known of it, `dtype` such as "float32". `parameter` marks an
    `nn.Parameter`. `origin` is where it was made. It is `severed` where its graph was cut off, and nothing gave it
    another one. It is `saved` for a backward pass; once such a tensor is changed, so is what is computed from it.
    """

    graph: frozenset[Use] = frozenset()
    complete: bool = True
    requires_grad: bool | None = None
    device: Device = UNKNOWN_DEVICE
    activation: Activation | None = None
    accumulated: frozenset[Site] = frozenset()
    spent: bool = False
    leaf: bool | None = None
    parameter: bool = False
    shape: Shape | None = None
    dtype: str = ""
    origin: Site | None = None
    severed: Severed | None = None
    saved: Saved | None = None

    @property
    def models(self) -> frozenset[int]:
        """The models in the graph."""
        return frozenset(use.model for use in self.graph)


@record
class Unbound:
    """The name is a variable of its scope and certainly has no value yet."""


Value: TypeAlias = (
    Unknown | Constant | Reference | External | Package | Function | Method | Class | Super | Partial | TupleValue
    | Slice | DeviceValue | Choice | Tensor | Size | Unbound
)  # fmt: skip

NONE = Constant("NoneType", None)
TRUE = Constant("bool", True)
FALSE = Constant("bool", False)
UNBOUND = Unbound()
UNKNOWN = Unknown()


def models_of(value: Value) -> frozenset[int]:
    """The models that took part in a value, if it is a tensor or made of tensors."""
    match value:
        case Tensor():
            return value.models
        case Unknown():
            return value.reaches
        case _:
            return NOTHING


def device_of(value: Value) -> Device:
    """Where a value is, if it is a tensor or made of tensors."""
    return value.device if isinstance(value, Tensor | Unknown) else UNKNOWN_DEVICE
