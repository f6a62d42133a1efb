"""Finding a fact: by qualified name, or by the class or kind of a receiver and a method's name.

Every look-up is one or a few dictionary accesses: this is on the path of each keystroke.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from . import (
    activations,
    algebra,
    autograd,
    conversions,
    data,
    distributed,
    dtypes,
    ecosystem,
    elementwise,
    factories,
    functional,
    lightning,
    losses,
    modules,
    nn,
    optim,
    python,
    reductions,
    shapes,
    training,
)
from .facts import (
    Fact,
    Kind,
    KnownClass,
    LayerClass,
    LossClass,
    ModelFactory,
    OptimizerClass,
    SchedulerClass,
    Signature,
    Version,
    Wrapper,
)
from .names import ALIASES, MODULES

_TENSOR_TABLES = (elementwise, reductions, shapes, factories, conversions, algebra)
_OTHER_TABLES = (
    nn, activations, losses, functional, optim, autograd, dtypes, training, distributed, data, lightning, ecosystem, python
)  # fmt: skip

_FACTS: dict[str, Fact] = {}
_METHODS: dict[str, dict[str, Fact]] = {"tensor": {}}
_BASES: dict[str, Kind] = {"torch.nn.Module": "module", **optim.BASES, **data.BASES, **lightning.BASES}
_PREFIXES: dict[str, Fact] = {**autograd.PREFIXES, **python.PREFIXES, **ecosystem.PREFIXES}
for _table in (*_TENSOR_TABLES, *_OTHER_TABLES):
    _FACTS.update(_table.FACTS)
for _table in _TENSOR_TABLES:
    _METHODS["tensor"].update(_table.TENSOR)
for _table in (modules, optim, autograd, training, data, lightning, ecosystem):
    _METHODS.update(_table.METHODS)

PARENT: dict[str, Kind] = {
    "loss": "module",
    "metric": "module",
    "model": "module",
    "lightning_module": "module",
    "parameter": "tensor",
    "lightning_optimizer": "optimizer",
    "iterable_dataset": "dataset",
    "subset": "dataset",
    "distributed_sampler": "sampler",
    "batch_sampler": "sampler",
}
"""Which kind is a special case of which."""


@lru_cache(maxsize=8192)
def canonical(qualified: str) -> str:
    """The one name under which facts about `qualified` are kept; itself where it has no other name.

    A method keeps its own name behind the canonical name of its class. A builtin may come without its module.
    """
    if "." not in qualified and f"builtins.{qualified}" in _FACTS:
        return f"builtins.{qualified}"
    for _ in range(4):
        if qualified in _FACTS or qualified in _BASES:
            return qualified
        better = _public(qualified)
        if better == qualified:
            return qualified
        qualified = better
    return qualified


def fact(qualified: str, version: Version = None) -> Fact | None:
    """What is known of a function, class, method or attribute; None where nothing is, or not in `version`.

    A whole package may share one fact (everything in `math` is harmless): it is given for names inside it.
    """
    name = canonical(qualified)
    row = _FACTS.get(name)
    if row is None:
        owner, _, last = name.rpartition(".")
        row = method(owner, last) if kind_of_class(owner) else None
    while row is None and name:
        name = name.rpartition(".")[0]
        row = _PREFIXES.get(name)
    return row if row is None or _holds(row, version) else None


def method(owner: str, name: str, version: Version = None) -> Fact | None:
    """What is known of the method or attribute `name` of a class (by canonical name) or of a kind."""
    row = _METHODS.get(owner, {}).get(name)
    kind = kind_of_class(owner) or owner
    while row is None and kind:
        row = _METHODS.get(kind, {}).get(name)
        kind = PARENT.get(kind, "")
    return row if row is None or _holds(row, version) else None


def kind_of_class(qualified: str) -> Kind | None:
    """What the instances of a class of another package are; None where it is not known, or not a class."""
    name = canonical(qualified)
    kind = _BASES.get(name)
    if kind is not None:
        return kind
    match _FACTS.get(name):
        case KnownClass(kind=kind) | Wrapper(kind=kind):
            return kind
        case LayerClass():
            return "module"
        case LossClass():
            return "loss"
        case OptimizerClass():
            return "optimizer"
        case SchedulerClass():
            return "scheduler"
        case ModelFactory():
            return "model"
        case _:
            return _kind_by_name(name)


def is_known_by_name(qualified: str) -> bool:
    """Whether of a class only its kind is known, since classes of its package are called like that."""
    name = canonical(qualified)
    return name not in _FACTS and name not in _BASES and _kind_by_name(name) is not None


def is_kind(kind: str, wanted: Kind) -> bool:
    """Whether objects of `kind` are objects of `wanted` too."""
    while kind and kind != wanted:
        kind = PARENT.get(kind, "")
    return kind == wanted


def parameter(signature: Signature, position: int) -> str | None:
    """The parameter that a positional argument goes to; None where the call has too many."""
    for index, name in enumerate(signature):
        if name.startswith("**") or name == "*":
            return None
        if name.startswith("*"):
            return name[1:]
        if index == position:
            return name
    return None


def every_fact() -> Mapping[str, Fact]:
    """All facts by canonical name."""
    return _FACTS


def every_method() -> Mapping[str, Mapping[str, Fact]]:
    """All facts about methods and attributes, by kind or canonical class name, then by name."""
    return _METHODS


def _kind_by_name(qualified: str) -> Kind | None:
    owner, _, own_name = qualified.rpartition(".")
    while owner:
        for pattern, kind in ecosystem.CLASSES.get(owner, ()):
            if re.fullmatch(pattern, own_name):
                return kind
        owner = owner.rpartition(".")[0]
    return None


def _public(qualified: str) -> str:
    """`qualified` with the longest part that has another name replaced by that."""
    rest = ""
    part = qualified
    while part:
        better = ALIASES.get(part)
        if better is None and rest:
            better = MODULES.get(part)
        if better is not None and better != part:
            return better + rest
        part, _, last = part.rpartition(".")
        rest = f".{last}{rest}"
    return qualified


def _holds(row: Fact, version: Version) -> bool:
    """Whether the row is true of `version`; an unknown version is the current one."""
    if version is None:
        return row.until is None
    return (row.since is None or row.since <= version) and (row.until is None or version < row.until)
