"""What happens when a program runs, in the order of execution: the words that rules are written in.

An event says where (`at`: in the file under analysis; `site`: the very place, perhaps in another file), under
which visible calls (`trail`), whether it happens again and again (`repeats`, then `loop` is the innermost
loop), in which call by Lightning's Trainer (`lightning`), and carries the facts of its objects as they were at
that moment.
"""

from __future__ import annotations

from .device import Device
from .facts import Facts, Loss, Model, Optimizer, Parameters, Source
from .record import record
from .shape import Shape
from .site import Site
from .values import Constant, Severed, Tensor, Value


@record
class HookCall:
    """A method of a LightningModule or LightningDataModule that the Trainer calls.

    `module` is the LightningModule being trained. `automatic` says whether the Trainer optimizes by itself (None
    when that is not known), `late` that `configure_optimizers` is over. `by_trainer` marks what the Trainer
    does of itself, such as the backward pass of automatic optimization.
    """

    name: str
    module: int
    automatic: bool | None
    late: bool
    by_trainer: bool = False


@record
class Event:
    """The common part: see the module's text. `unresolved` counts names that had to be understood by use."""

    at: Site
    site: Site
    trail: tuple[Site, ...]
    repeats: bool
    loop: Site | None
    lightning: HookCall | None

    @property
    def iteration(self) -> tuple[Site | None, tuple[Site, ...]]:
        """Which loop it is in, under which calls: events of one iteration have the same."""
        return self.loop, self.trail


@record
class Twice:
    """Parameters that an optimizer gets a second time: those of `place`, which is empty where they have no name.

    `apart` tells two groups, which it refuses, from one list, and `sure` that everything concerned is known.
    """

    place: str
    apart: bool
    sure: bool


@record
class OptimizerBuilt(Event):
    """An optimizer is constructed; `argument` is what it got as parameters, `argument_at` where, as `name`.

    `parameters` are the facts of the argument if it is an object. `models` are those whose parameters it gets;
    `holds_any` is false when it is certain that none of them has a parameter registered, None when unknown.
    """

    object: int
    optimizer: Optimizer
    argument: Value
    argument_at: Site
    parameters: Facts | None
    name: str
    models: tuple[Model, ...]
    holds_any: bool | None
    tensors: tuple[Tensor, ...] = ()
    """What is known of the tensors that it is given one by one."""
    idle: bool = False
    """Whether every parameter that it gets is certainly frozen."""
    rejected: tuple[tuple[Site, str], ...] = ()
    """Literal options that its constructor rejects: where each is written, and why."""
    twice: Twice | None = None
    modules: bool = False
    """Whether it certainly gets modules in the place of parameters: the argument is one, or a list of some."""
    drifts: bool = False
    """Whether its steps change parameters whose gradients are zeros: by momentum, or by decay."""
    lacks: str = ""
    """The attribute that its argument is read from, which the model certainly does not have."""
    state: bool = False
    """Whether it gets what `state_dict()` of a model gives: tensors without gradients."""

    @property
    def given_at(self) -> Site:
        """Where the file under analysis says what it gets: in the argument, or by the call that leads to it."""
        return self.argument_at if self.site == self.at else self.at


@record
class ModelNamed(Event):
    """A variable or an attribute gets a model as its value."""

    object: int
    model: Model
    name: str


@record
class ZeroGrad(Event):
    """Gradients of an optimizer are cleared, by itself or through its model; it is `sure` if those of all it has are."""

    object: int
    optimizer: Optimizer
    name: str
    sure: bool = True
    to_none: bool | None = True
    """Whether there are none from then on, or zeros in their place; None where it is not known."""


@record
class Backward(Event):
    """A backward pass starts at a tensor; `models` are those it certainly reaches.

    `method` is what the program calls for it ("backward", "manual_backward" ...). `retained` says whether the graph
    can be used once more (None when that is not known).
    """

    loss: Tensor | None
    name: str
    models: tuple[tuple[int, Model], ...]
    method: str
    retained: bool | None
    severed: Severed | None = None
    """How the value lost its graph that it starts at."""
    given: bool = False
    """Whether it is told the gradient to begin with, which one number does without."""
    untrained: tuple[int, ...] = ()
    """Those of its models that are to be trained, as far as can be seen, and that no optimizer has any part of."""

    @property
    def reached(self) -> frozenset[int]:
        """The models that it certainly reaches, as objects."""
        return frozenset([model for model, _ in self.models])


@record
class Step(Event):
    """An optimizer updates its parameters; `optimizer` is as it was just before, under the user's `name`."""

    object: int
    optimizer: Optimizer
    name: str
    models: tuple[tuple[int, Model], ...]
    idle: bool = False
    """Whether every parameter of it is certainly frozen."""
    sharing: frozenset[int] = frozenset()
    """Where it certainly finds no gradients: the models that have parameters in common with it."""

    @property
    def held(self) -> frozenset[int]:
        """The models whose parameters it updates, as objects."""
        return frozenset([model for model, _ in self.models])


@record
class ModeSet(Event):
    """A model is put into train or eval mode."""

    object: int
    model: Model
    name: str
    training: bool | None


@record
class DeviceMove(Event):
    """A model is moved or converted; `optimizers` hold its parameters already, and know what was cut off by it.

    None is named where conversions swap the data of parameters, so that nothing can be lost. `model` is as it was before, `dtype` what it is converted to (empty for nothing, None where it is not known).
    """

    object: int
    model: Model
    name: str
    method: str
    device: Device
    optimizers: tuple[tuple[int, Optimizer], ...]
    dtype: str | None = ""


@record
class TensorMoved(Event):
    """A tensor, or what may be one, is moved to a device; `how` is what is written behind it: `.to(device)`."""

    name: str
    device: Device
    how: str


@record
class ModelCalled(Event):
    """A model is called on inputs. Where it is or should be in evaluation mode, `model` says whether any part minds.

    The device of `model` is the one that all parameters that are known are on; unknown where it has none.

    `gradients` says whether gradients are recorded there (None when that depends on the path).
    """

    object: int
    model: Model
    name: str
    inputs: tuple[tuple[str, Value, Site], ...]
    gradients: bool | None
    as_is: bool = False
    """Whether the text of its class shows no sign of moving its inputs, or making them anew."""


_MEAN = (None, Constant("str", "mean"))


@record
class LossCalled(Event):
    """A loss is computed; `loss` tells which, `input` and `target` what it got.

    `options` are the further arguments of the function, or those that the loss object was built with. `gradients` says
    whether gradients are recorded there: only then outputs of models can be told from other tensors.
    """

    function: str
    loss: Loss | None
    input: Value
    input_at: Site
    target: Value
    target_at: Site
    options: tuple[tuple[str, Value], ...] = ()
    gradients: bool | None = True

    @property
    def short_name(self) -> str:
        """The last part of its name, by which it is called: `cross_entropy`."""
        return self.function.rpartition(".")[2]

    @property
    def is_mean(self) -> bool:
        """Whether it is the mean over a batch, as losses are by default."""
        return all(self.option(name) in _MEAN for name in ("reduction", "reduce", "size_average"))

    def option(self, name: str) -> Value | None:
        """The option of that name."""
        return next((value for key, value in self.options if key == name), None)


@record
class Consumed(Event):
    """Something runs through parameters; `by` is the consumer's name ("clip_grad_norm_", an optimizer class)."""

    object: int
    parameters: Parameters
    name: str
    by: str


@record
class Accumulated(Event):
    """A tensor is added to a variable that outlives the iteration.

    `tensor` is the sum: it names this statement among `accumulated` if the sum of an earlier iteration is part of it.
    It is the tensor itself where that is `listed`: put into a list that outlives the iteration, and is only added to.
    """

    place: str
    tensor: Tensor
    added: Tensor
    value_at: Site
    listed: bool = False


@record
class UsedUnbound(Event):
    """A name or `self.attribute` is read that certainly has no value yet; it is bound later at `bound_at`.

    `local` tells a variable of the function from one of the module. It is not `certain` where unseen code had the
    object, which might have set the attribute.
    """

    name: str
    bound_at: Site | None
    local: bool = False
    certain: bool = True


@record
class MemberSet(Event):
    """An attribute of a module is set; `hook` is the method in which that happens, `existed` whether it was set before.

    `parts` are the models registered in the value where a hook of Lightning sets it, and `member` then says whether it
    has parameters. `former` is the value that it had; `member` are the facts of the value if that is an object; `value_at` is where the value is written.
    """

    object: int
    model: Model
    name: str
    value: Value
    hook: str
    existed: bool
    former: Value | None
    member: Facts | None
    value_at: Site
    parts: frozenset[int] = frozenset()


@record
class ParametersAdded(Event):
    """`optimizer.add_param_group(...)`: an optimizer gets further parameters, as far as they are known.

    `twice` are those of them that it has already, if it was given all parameters of its models.
    """

    object: int
    optimizer: Optimizer
    name: str
    added: tuple[Source, ...]
    twice: Twice | None = None


@record
class GradientsTaken(Event):
    """`torch.autograd.grad(...)`: gradients are computed and given back; `models` are those it passes through."""

    of: Tensor | None
    models: frozenset[int]


@record
class ModeGiven(Event):
    """A function is called that has no mode of its own and is told it: `training` is what it is told, None for nothing.

    `parameter` is the name of that argument, written `training_at` where given. `share` is how much it drops.
    `in_module` is whether a method of a module calls it, in a forward pass.
    """

    function: str
    parameter: str
    training: Value | None
    training_at: Site | None
    share: Value | None
    in_module: bool


@record
class ModuleBuilt(Event):
    """A loss or a layer without parameters is constructed: its class, and what it got by name, value and place.

    `tensors` are the names of those arguments that may be tensors.
    """

    class_: str
    is_loss: bool
    arguments: tuple[tuple[str, Value, Site], ...]
    tensors: tuple[str, ...]


@record
class SoftmaxTaken(Event):
    """A softmax, or its logarithm, is taken of a tensor by a function that may be told over which dimension.

    `dim` is None if it is not told, `shape` if nothing is known of the tensor. It goes `over_examples` where it certainly
    takes those of a batch together, for each class by itself.
    """

    function: str
    dim: Value | None
    shape: Shape | None
    over_examples: bool = False
