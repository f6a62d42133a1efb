"""What a fact about PyTorch and its neighbours is: one frozen row for each callable, class or attribute.

The rows are named tuples: as immutable as frozen dataclasses, but their classes and rows cost a third of the
time to make, and starting the server makes all of them. For the same reason the annotations of this file are
values: typing compiles each one that is a string.

The rows hold what the analysis must know about something it cannot see. They are data; the interpreter gives
them meaning. Unless a row says otherwise it holds for torch 2.13.0 and lightning 2.6.6, and `scripts/audit.py`
compares it with these. `since` and `until` are versions as tuples: the first one that has it, the first that
has not; None means always.

A signature is written as Python writes one, without defaults: parameter names in order, `*` before
keyword-only ones, `*name` and `**name` for the rest. The receiver of a method is not part of it.
"""

from typing import Literal, NamedTuple, TypeAlias

Signature: TypeAlias = tuple[str, ...]
Version: TypeAlias = tuple[int, ...] | None

Activation: TypeAlias = Literal[
    "softmax", "log_softmax", "sigmoid", "log_sigmoid", "relu", "tanh", "linear", "other", "keeps", "affine", "bounded",
    "logarithm", "exp", "summed",
]  # fmt: skip
"""What a result is, as far as a loss cares. linear: an affine map, so unbounded; other: some other non-linear
function; keeps: the input's activation passes through, as its elements do; affine: linear stays linear, all else
becomes unknown; bounded: linear becomes unknown, all else stays; logarithm, summed: of whatever the input is. None where a row has it: unknown."""

Graph: TypeAlias = Literal["keeps", "zero", "cuts", "none"]
"""keeps: differentiable; zero: in the graph, but the gradient is zero everywhere or not defined; cuts: the same numbers without
their graph; none: discrete or made new, so that there never was a graph."""

Device: TypeAlias = Literal["inputs", "argument", "factory", "like", "cpu", "cuda", "unknown"]
"""inputs: all tensor arguments must agree; argument: moved to it; factory: `device=` or the default device;
like: `device=` or that of the first tensor, or the default where none of the arguments is one."""

Dtype: TypeAlias = Literal[
    "inputs", "floating", "bool", "int64", "int32", "int16", "int8", "uint8", "float16", "bfloat16", "float32",
    "float64", "argument", "factory", "like", "complex", "real", "unknown",
]  # fmt: skip
"""inputs: by promotion; floating: integers become the default float; factory: `dtype=`, the data or the default;
like: `dtype=` or that of the first tensor."""

Result: TypeAlias = Literal["tensor", "tensors", "self", "python", "numpy", "size", "none", "unknown"]
"""self: the receiver, or the first argument, itself; tensors: a tuple of them."""

Kind: TypeAlias = Literal[
    "module", "loss", "metric", "lightning_module", "data_module", "model",
    "tensor", "parameter", "optimizer", "lightning_optimizer", "scheduler", "scaler",
    "dataset", "iterable_dataset", "subset", "loader", "sampler", "distributed_sampler", "batch_sampler", "generator",
    "trainer", "callback", "logger", "fabric", "accelerator", "hf_trainer", "hf_config", "tokenizer", "processor",
    "context", "device", "dtype", "array", "transform", "writer", "progress_bar", "file", "stream", "mesh",
]  # fmt: skip
"""What an object is. `lookup.PARENT` says which kind is a special case of which."""

Returns: TypeAlias = (
    Kind
    | Literal[
        "self", "argument", "arguments", "copy", "deepcopy", "none", "never", "python", "unknown",
        "parameters", "named_parameters", "buffers", "modules", "named_modules", "state", "tensors",
        "optimizers", "schedulers", "loaders", "loss_value",
        "list", "tuple", "set", "dict", "range", "iterator", "element", "enumeration", "zip", "chain", "cycle",
        "filtered", "mapped", "pairs", "sum", "attribute", "super", "partial", "callable", "descriptor", "class",
    ]
)  # fmt: skip
"""What a call gives back: a new object of a kind, its receiver (self), its argument or arguments (those in `on`, or
else the first) or something made of their elements; never: it does not return; python: a value that is no tensor."""

EffectName: TypeAlias = Literal[
    "nothing",            # reads at most: no training state changes
    "unknown",            # anything reachable may change
    # models
    "moves",              # to another device or dtype; Parameter objects stay
    "casts",              # to another dtype; Parameter objects stay
    "empties",            # storage made anew without values
    "trains", "evals", "sets_mode",
    "sets_requires_grad",
    "clears_gradients",
    "loads_state",
    "applies",            # calls the given function on each part
    "initializes",        # new values in place
    "registers_buffer", "registers_parameter", "registers_module",
    "replaces_submodule",
    "replaces_parameters",
    "hooks", "hooks_anew", # the module; anew: with other parameters
    "compiles",
    "forwards",
    "calls",              # calls the given function or model
    "updates_average",
    # gradients and optimizers
    "backward", "computes_gradients",
    "steps", "schedules", "adds_parameters",
    "scales", "unscales", "steps_scaled", "updates_scale",
    "clips_norm", "clips_value",
    "retains_gradient",
    # tensors
    "changes_in_place", "assigns_data", "assigns_gradient",
    # loops, processes, defaults
    "sets_epoch", "sets_attribute", "changes_list",
    "sets_default_device", "sets_default_dtype", "sets_grad_mode", "sets_anomaly_mode", "sets_seed",
    "joins_processes", "communicates",
    "sets_module_conversion",
    "saves", "loads",
    # frameworks
    "prepares", "accumulates", "freezes", "unfreezes", "runs_training", "runs_evaluation", "runs_prediction",
    "logs", "saves_hyperparameters", "steps_all", "toggles", "untoggles",
]  # fmt: skip
"""What a call does to the training state of its receiver or of the argument named in `on`."""


class Bound(NamedTuple):
    """A literal for `option` outside the bounds is rejected; for a tuple each element is meant."""

    option: str
    minimum: float | None = None
    maximum: float | None = None
    minimum_allowed: bool = True
    maximum_allowed: bool = True


class Conflict(NamedTuple):
    """`option` and `other`, both given and true (or not None), are rejected."""

    option: str
    other: str


class Need(NamedTuple):
    """`option`, given and true, is rejected unless `other` is given and true."""

    option: str
    other: str


Constraint: TypeAlias = Bound | Conflict | Need


class OptimizerClass(NamedTuple):
    """An optimizer. `params` names the constructor argument with the parameters."""

    signature: Signature
    params: str = "params"
    builds_state_at_once: bool = False
    needs_closure: bool = False
    takes_groups: bool = True
    mixes_dtypes: bool = True
    """Whether it steps with a state of another dtype than its parameters have."""
    keeps_state: bool = True
    """Whether its steps leave a state, whatever the options."""
    constraints: tuple[Constraint, ...] = ()
    since: Version = None
    until: Version = None


class SchedulerClass(NamedTuple):
    """A learning-rate scheduler. `granularity` says what its numbers usually count: epochs or batches."""

    signature: Signature
    optimizer: str = "optimizer"
    step_takes_metric: bool = False
    granularity: Literal["epoch", "batch", "any"] = "any"
    schedulers: str = ""
    """The argument that holds other schedulers, which are then stepped through this one."""
    since: Version = None
    until: Version = None


class LayerClass(NamedTuple):
    """A module class.

    `has_parameters`, `has_buffers` and `mode_dependent` describe it as built with its required arguments
    only; where a constructor argument decides, the matching `..._switch` names it (a true value means yes).
    None means that it depends on what the class is given. A mode-dependent layer computes something else in
    training than in evaluation mode; `batch_statistics` are layers that then use those of the batch.

    `parameter_names` are the attributes with its own parameters (some may be None, as `bias` is without bias).
    `size_in` and `size_out` name the constructor arguments with the size of the input's and the result's
    dimension number `axis`; `ranks` are the accepted numbers of dimensions. `shape` names how the result's shape
    follows from the input's; "" where that is not known.
    """

    signature: Signature
    has_parameters: bool | None = False
    has_buffers: bool = False
    mode_dependent: bool | None = False
    parameters_switch: str = ""
    buffers_switch: str = ""
    mode_switch: str = ""
    batch_statistics: bool = False
    activation: Activation | None = None
    container: Literal["sequential", "list", "dict", "parameter_list", "parameter_dict"] | None = None
    lazy: bool = False
    call: Signature = ("input",)
    result: Literal["tensor", "tuple", "unknown"] = "tensor"
    takes_index: bool = False
    size_in: str = ""
    size_out: str = ""
    axis: int = -1
    ranks: tuple[int, ...] = ()
    parameter_names: tuple[str, ...] = ()
    shape: str = "same"
    since: Version = None
    until: Version = None


Expects: TypeAlias = Literal["logits", "probabilities", "log_probabilities", "any"]
Target: TypeAlias = Literal[
    "class_or_probabilities", "class", "binary", "regression", "distribution", "sign", "sequence", "none"
]
"""class: int64 indices; binary: floats from 0 to 1; sign: 1 or -1; regression: of the input's own shape."""


class LossClass(NamedTuple):
    """A loss module. `call` is the signature of its forward; `weights` names constructor arguments that are tensors."""

    signature: Signature
    call: Signature = ("input", "target")
    expects: Expects = "any"
    target: Target = "regression"
    weights: tuple[str, ...] = ()
    reductions: tuple[str, ...] = ("mean", "sum", "none")
    broadcasts: bool = False
    autocast_safe: bool = True
    has_parameters: bool = False
    since: Version = None
    until: Version = None

    @property
    def input(self) -> str:
        """The name of the argument with the model's output."""
        return self.call[0]


class LossFunction(NamedTuple):
    """A loss in functional form; `call` is its whole signature, the model's output first."""

    call: Signature
    expects: Expects = "any"
    target: Target = "regression"
    weights: tuple[str, ...] = ()
    reductions: tuple[str, ...] = ("mean", "sum", "none")
    broadcasts: bool = False
    autocast_safe: bool = True
    since: Version = None
    until: Version = None

    @property
    def input(self) -> str:
        """The name of the argument with the model's output."""
        return self.call[0]


class TensorFunction(NamedTuple):
    """A function or method that takes or gives tensors.

    `inputs` are the parameters that may hold tensors (the receiver of a method is one too, and not named);
    `out=` and the names of dimensions are left out of signatures. `aliases`: the result shares memory with the
    first tensor, or may. `in_place`: it changes the first tensor. `saves` says what backward will need unchanged
    where every input requires gradients.
    `training` names the parameter that stands for the module's mode.

    `shape` names how the result's shape follows from the arguments. Where it is "broadcast", tensors without
    dimensions may be on the CPU whatever the others are on.
    """

    signature: Signature
    inputs: tuple[str, ...] = ()
    result: Result = "tensor"
    graph: Graph = "keeps"
    activation: Activation | None = None
    device: Device = "inputs"
    dtype: Dtype = "inputs"
    shape: str = ""
    in_place: bool = False
    aliases: bool = False
    saves: Literal["", "input", "result", "both"] = ""
    training: str = ""
    training_default: bool = False
    since: Version = None
    until: Version = None


class Property(NamedTuple):
    """An attribute that is read or assigned. `effect` is what assigning to it does."""

    result: Result | Returns = "unknown"
    graph: Graph = "none"
    activation: Activation | None = None
    shape: str = ""
    aliases: bool = False
    effect: EffectName = "nothing"
    since: Version = None
    until: Version = None


class Action(NamedTuple):
    """A function or method known by what it does.

    `effect` happens to the receiver, or to the arguments named in `on`. `consumes` names arguments that are
    iterated over, so that a generator given there is exhausted afterwards.
    """

    signature: Signature = ("*args", "**kwargs")
    effect: EffectName = "nothing"
    returns: Returns = "unknown"
    on: tuple[str, ...] = ()
    consumes: tuple[str, ...] = ()
    since: Version = None
    until: Version = None


class KnownClass(NamedTuple):
    """A class known by its kind; `holds` names the arguments whose objects it keeps and works on."""

    kind: Kind
    signature: Signature = ("*args", "**kwargs")
    holds: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    since: Version = None
    until: Version = None


class Wrapper(NamedTuple):
    """A callable that gives its argument `of` back changed or wrapped.

    `shares_parameters`: an optimizer built before still trains the result. `same`: the result is the argument
    itself. `attribute` is where a wrapper keeps the wrapped object.
    """

    signature: Signature
    of: str
    kind: Kind = "module"
    shares_parameters: bool = True
    same: bool = False
    attribute: str = ""
    since: Version = None
    until: Version = None


class Context(NamedTuple):
    """A context manager (mostly a decorator too).

    `immediate`: the bare call already takes effect. `argument` names the parameter that decides what it does.
    `bare_decorator`: it decorates without parentheses too. `gives` names the argument that `as` binds.
    """

    signature: Signature
    effect: Literal[
        "no_grad", "inference_mode", "enable_grad", "set_grad", "autocast", "default_device", "anomaly", "profile",
        "saved_tensors", "no_sync", "accumulate", "join", "stream", "attention_backend", "gather_parameters",
        "init_empty", "suppress", "toggle", "nothing",
    ]  # fmt: skip
    argument: str = ""
    immediate: bool = False
    decorator: bool = True
    bare_decorator: bool = False
    gives: str = ""
    since: Version = None
    until: Version = None


class ModelFactory(NamedTuple):
    """A callable that gives a model whose class is not looked into; what it is like, with None for unknown."""

    signature: Signature = ("*args", "**kwargs")
    mode_dependent: bool | None = True
    eval_mode: bool = False
    """The model comes in evaluation mode."""
    batch_statistics: bool = False
    since: Version = None
    until: Version = None


class Hook(NamedTuple):
    """A method of the user's class that a framework calls. `lightning_hooks` says in which order.

    `before_optimizers`: it runs before `configure_optimizers`, so that parameters made in it are trained.
    `grad` and `mode` are what the framework has set when it calls it; mode "" is whatever the model is in.
    """

    signature: Signature
    phase: Literal["configure", "fit", "epoch", "batch", "optimize", "data", "transfer", "checkpoint", "end"]
    returns: Returns = "none"
    before_optimizers: bool = False
    grad: bool = True
    mode: Literal["", "eval"] = ""
    required: bool = False
    since: Version = None
    until: Version = None


Fact: TypeAlias = (
    OptimizerClass | SchedulerClass | LayerClass | LossClass | LossFunction | TensorFunction | Property
    | Action | KnownClass | Wrapper | Context | ModelFactory | Hook
)  # fmt: skip


def names(text: str) -> tuple[str, ...]:
    """A signature from its words, so that the tables read like one: `names("input dim * dtype")`."""
    return tuple(text.split())
