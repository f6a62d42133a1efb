"""Run optimizers, layers, losses, wrappers, contexts and a Trainer, and compare what happens with the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import torch
from torch import nn, optim

from scripts.audit_hooks import hooks
from scripts.audit_layers import layers, losses
from scripts.audit_tensors import tensor_functions
from server.pytorch import lookup
from server.pytorch.facts import Action, Bound, Conflict, Constraint, Context, KnownClass, Need, OptimizerClass, Wrapper

if TYPE_CHECKING:
    from scripts.audit import Audit


def behaviour(audit: Audit) -> None:
    """All checks that run something."""
    torch.set_num_threads(1)
    optimizers(audit)
    layers(audit)
    losses(audit)
    module_methods(audit)
    wrappers(audit)
    contexts(audit)
    loader_options(audit)
    tensor_functions(audit)
    hooks(audit)


def optimizers(audit: Audit) -> None:
    """When state is built, whether step needs a closure, groups, and which options a constructor rejects."""
    for name, row in lookup.every_fact().items():
        if not isinstance(row, OptimizerClass) or not name.startswith("torch.optim."):
            continue
        cls = getattr(optim, name.rpartition(".")[2])
        made = cls(_weights(), lr=0.1)
        audit.check(bool(made.state) == row.builds_state_at_once, f"{name}: builds_state_at_once")
        audit.check(
            _works(lambda c=cls: c([{"params": _weights()}, {"params": _weights()}])) == row.takes_groups,
            f"{name}: takes_groups",
        )
        for parameter in made.param_groups[0]["params"]:
            parameter.grad = torch.ones_like(parameter).to_sparse() if "Sparse" in name else torch.ones_like(parameter)
        audit.check(_works(made.step) != row.needs_closure, f"{name}: needs_closure")
        _constraints(audit, name, row.constraints, lambda c=cls, **options: c(_weights(), **options))


def loader_options(audit: Audit) -> None:
    """Which options of a DataLoader exclude or need each other."""
    row = lookup.fact("torch.utils.data.DataLoader")
    assert isinstance(row, KnownClass)
    data = torch.utils.data.TensorDataset(torch.zeros(4, 1))
    sampler = torch.utils.data.SequentialSampler(data)
    values: dict[str, object] = {
        "sampler": sampler,
        "batch_sampler": torch.utils.data.BatchSampler(sampler, 2, drop_last=False),
        "batch_size": 2,
        "num_workers": 1,
        "prefetch_factor": 2,
        "multiprocessing_context": "fork",
    }
    make: Callable[..., object] = torch.utils.data.DataLoader
    _constraints(audit, "DataLoader", row.constraints, lambda **options: make(data, **options), values)


def _constraints(
    audit: Audit,
    name: str,
    constraints: tuple[Constraint, ...],
    make: Callable[..., object],
    values: dict[str, object] | None = None,
) -> None:
    value = {"momentum": 0.9, "dampening": 0.1, **(values or {})}
    for one in constraints:
        match one:
            case Bound():
                for candidate, allowed in _around(one):
                    given = (candidate, candidate) if one.option == "betas" else candidate
                    works = _works(lambda o=one.option, g=given: make(**{o: g}))
                    audit.check(works == allowed, f"{name}: {one.option}={given} {'works' if works else 'is rejected'}")
            case Conflict():
                first, other = value.get(one.option, True), value.get(one.other, True)
                needed = {"momentum": 0.9} if one.option == "nesterov" else {}
                alone = _works(lambda o=one.option, f=first, n=needed: make(**{o: f, **n}))
                both = _works(lambda o=one.option, f=first, p=one.other, g=other, n=needed: make(**{o: f, p: g, **n}))
                audit.check(alone and not both, f"{name}: {one.option} with {one.other}: alone {alone}, both {both}")
            case Need():
                first, other = value.get(one.option, True), value.get(one.other, True)
                alone = _works(lambda o=one.option, f=first: make(**{o: f}))
                both = _works(lambda o=one.option, f=first, p=one.other, g=other: make(**{o: f, p: g}))
                audit.check(both and not alone, f"{name}: {one.option} needs {one.other}: alone {alone}, both {both}")


def _around(bound: Bound) -> Iterator[tuple[float, bool]]:
    if bound.minimum is not None:
        yield bound.minimum, bound.minimum_allowed
        yield bound.minimum - 0.01, False
    if bound.maximum is not None:
        yield bound.maximum, bound.maximum_allowed
        yield bound.maximum + 0.01, False


def module_methods(audit: Audit) -> None:
    """Methods that return the module return it, and those that move or cast keep the Parameter objects."""
    calls: dict[str, tuple[object, ...]] = {
        "to": ("cpu",),
        "type": (torch.float64,),
        "apply": (lambda _: None,),
        "requires_grad_": (False,),
    }
    for name, row in lookup.every_method()["module"].items():
        if not isinstance(row, Action) or row.returns != "self" or name in {"cuda", "xpu", "ipu", "mtia"}:
            continue
        model = nn.Linear(2, 2)
        before = list(model.parameters())
        method = getattr(model, name)
        result = method(device="cpu") if name == "to_empty" else method(*calls.get(name, ()))
        audit.check(result is model, f"module.{name} returns the module")
        kept = all(old is new for old, new in zip(before, model.parameters()))
        audit.check(kept, f"module.{name} keeps the Parameter objects")


def wrappers(audit: Audit) -> None:
    """Whether an optimizer built before still holds the parameters of what a wrapper gives back."""
    cases: dict[str, tuple[object, ...]] = {"torch.jit.trace": (torch.zeros(1, 2),)}
    absent = ("distributed", "quantization", "parallel", "compiler")
    for name, row in lookup.every_fact().items():
        if not name.startswith("torch.") or any(part in name for part in absent):
            continue
        if isinstance(row, Wrapper):
            model: nn.Module = nn.Linear(2, 2).eval()
            function = _resolved(name)
            result = function(torch.jit.script(model) if name == "torch.jit.freeze" else model, *cases.get(name, ()))
            audit.check(_kept(model, result) == row.shares_parameters, f"{name}: shares_parameters")
            if row.attribute and row.shares_parameters:
                audit.check(getattr(result, row.attribute) is model, f"{name}: keeps the model in .{row.attribute}")
        elif isinstance(row, Action) and row.on == ("module",) and row.signature[:2] == ("module", "name"):
            _parametrization(audit, name, row)


def _parametrization(audit: Audit, name: str, row: Action) -> None:
    model = nn.Linear(2, 2)
    own = name.rpartition(".")[2]
    if own.startswith("remove_"):
        model = _resolved(name.replace("remove_", ""))(model)
    if own == "remove":
        model = _resolved(name.replace("remove", "identity"))(model, "weight")
    arguments: dict[str, object] = {"amount": 0.5, "n": 2, "dim": 0, "mask": torch.ones(2, 2)}
    if "prune" not in name:
        arguments = {}
    wanted = {key: value for key, value in arguments.items() if key in row.signature}
    held = list(model.parameters())
    result = _resolved(name)(model, "weight", **wanted)
    kept = {id(parameter) for parameter in result.parameters()} == {id(parameter) for parameter in held}
    audit.check(
        kept == (row.effect not in ("replaces_parameters", "hooks_anew")),
        f"{name}: effect {row.effect}, parameters kept {kept}",
    )
    audit.check(result is model, f"{name} returns the module itself")


def contexts(audit: Audit) -> None:
    """What a context does when entered, and that only the `immediate` ones do it when they are merely called."""
    asked: dict[str, Callable[[], bool]] = {
        "no_grad": torch.is_grad_enabled,
        "inference_mode": torch.is_grad_enabled,
        "set_grad": torch.is_grad_enabled,
        "autocast": lambda: torch.is_autocast_enabled("cpu"),
        "anomaly": torch.is_anomaly_enabled,
    }
    arguments: dict[str, tuple[object, ...]] = {
        "torch.set_grad_enabled": (False,),
        "torch.autograd.set_detect_anomaly": (True,),
        "torch.autocast": ("cpu",),
    }
    for name, row in lookup.every_fact().items():
        if not isinstance(row, Context) or row.effect not in asked or "cuda" in name or not name.startswith("torch."):
            continue
        before = asked[row.effect]()
        context = _resolved(name)(*arguments.get(name, ()))
        audit.check((asked[row.effect]() != before) == row.immediate, f"{name}: immediate")
        with context:
            audit.check(asked[row.effect]() != before, f"{name}: {row.effect} when entered")
        torch.set_grad_enabled(True)
        torch.autograd.set_detect_anomaly(mode=False)
        if row.bare_decorator:
            seen: list[bool] = []
            _resolved(name)(lambda asks=asked[row.effect], s=seen: s.append(asks()))()
            audit.check(seen == [not before], f"{name}: works as a decorator without parentheses")


def _kept(model: nn.Module, result: nn.Module) -> bool:
    held = {id(parameter) for parameter in model.parameters()}
    live = {id(parameter) for parameter in result.parameters()}
    same_memory = {p.data_ptr() for p in model.parameters()} == {p.data_ptr() for p in result.parameters()}
    return bool(live) and (live == held or same_memory)


def _weights() -> list[nn.Parameter]:
    return [nn.Parameter(torch.ones(2, 2))]


def _works(call: Callable[[], object]) -> bool:
    try:
        call()
    except (ValueError, TypeError, RuntimeError, AssertionError):
        return False
    return True


def _resolved(name: str) -> Callable[..., nn.Module]:
    from scripts.audit import resolve

    found = resolve(name)
    assert callable(found), name
    return found
