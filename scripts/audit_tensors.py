"""Run the tensor functions of the tables on a tiny tensor and compare what happens with what their rows say."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch

from scripts.audit_samples import ARGUMENTS, CALLS, RECEIVERS, UNIT
from server.pytorch import lookup
from server.pytorch.facts import TensorFunction

if TYPE_CHECKING:
    from scripts.audit import Audit

Called = tuple[object, torch.Tensor, tuple[object, ...]]


def tensor_functions(audit: Audit) -> None:
    """Check result, graph, dtype, aliasing, in-place change, saved tensors and activation of all that can be called."""
    from scripts.audit import resolve

    for name, row in lookup.every_fact().items():
        if isinstance(row, TensorFunction) and name.startswith("torch."):
            function = resolve(name)
            if callable(function):
                _check(audit, name, row, function)
    for name, row in lookup.every_method()["tensor"].items():
        if isinstance(row, TensorFunction):
            _check(audit, f"tensor.{name}", row, getattr(torch.Tensor, name))


def _check(audit: Audit, name: str, row: TensorFunction, function: Callable[..., object]) -> None:
    called = next(_calls(name, row, function, floating=True), None)
    if called is None:
        called = next(_calls(name, row, function, floating=False), None)
    if called is None:
        audit.skipped.append(f"{name} (not run)")
        return
    result, first, given = called
    audit.check(_result_kind(result, row), f"{name} gives {type(result).__name__}, not {row.result}")
    value = _first_tensor(result)
    if value is None:
        return
    _device(audit, name, row, function)
    made_here = row.device in {"factory", "cpu", "unknown"} and not row.inputs
    if first.is_floating_point() and not made_here:
        audit.check(_graph_as_told(value, first, row), f"{name}: graph is not {row.graph}")
        inputs = [first, *_tensors(given)]
        saved = _saved(value, inputs)
        if not row.in_place and row.result != "self":
            audit.check(saved == _told(row), f"{name}: backward saves {saved}, not {row.saves!r}")
    audit.check(_dtype_as_told(value, first, row), f"{name}: dtype {value.dtype}, not {row.dtype}")
    audit.check(row.aliases or not _shares(value, first), f"{name}: the result shares memory with the first tensor")
    if row.activation in {"softmax", "log_softmax", "sigmoid", "log_sigmoid", "relu", "tanh"}:
        audit.check(
            _is(row.activation, value, first if not row.in_place else UNIT),
            f"{name}: the result is no {row.activation}",
        )


def _calls(name: str, row: TensorFunction, function: Callable[..., object], *, floating: bool) -> Iterator[Called]:
    """The ways to call it that work: its own samples, or its parameters' samples, as few as will do."""
    tries = CALLS[name] if name in CALLS else list(_generic(row))
    for arguments in tries:
        torch.manual_seed(0)
        first = (UNIT.clone().requires_grad_() if floating else (UNIT * 10).long()).clone()
        if name in RECEIVERS:
            first = RECEIVERS[name](first)
        given = [_filled(argument, first) for argument in arguments]
        receiver = [first] if name.startswith("tensor.") else []
        version = first._version
        try:
            result = function(*receiver, *given)
        except Exception:  # noqa: BLE001, S112
            continue
        if row.in_place and (result is not first or first._version == version):
            yield "not in place", first, ()
        else:
            yield result, first, tuple(given)


def _device(audit: Audit, name: str, row: TensorFunction, function: Callable[..., object]) -> None:
    """Where the result is when the tensor is on the meta device, for those that work there."""
    told = {"inputs": "meta", "like": "meta", "argument": "meta", "factory": "cpu", "cpu": "cpu"}.get(row.device)
    for arguments in CALLS[name] if name in CALLS else list(_generic(row)):
        first = UNIT.to("meta")
        try:
            result = function(*([first] if name.startswith("tensor.") else []), *[_filled(a, first) for a in arguments])
        except Exception:  # noqa: BLE001, S112
            continue
        value = _first_tensor(result)
        if value is not None and told is not None and (row.inputs or name.startswith("tensor.")):
            audit.check(value.device.type == told, f"{name}: the result is on {value.device}, not {told}")
        return


def _generic(row: TensorFunction) -> Iterator[tuple[object, ...]]:
    positional = [p for p in row.signature if not p.startswith("**")]
    end = next((i for i, p in enumerate(positional) if p.startswith("*")), len(positional))
    samples = [ARGUMENTS.get(p, MISSING) for p in positional[:end]]
    if end < len(positional) and positional[end].startswith("*") and len(positional[end]) > 1:
        samples.append(ARGUMENTS.get(positional[end], MISSING))
    for count in range(len(samples) + 1):
        if not any(sample is MISSING for sample in samples[:count]):
            yield tuple(samples[:count])


MISSING = "no sample"


def _filled(argument: object, first: torch.Tensor) -> object:
    """A sample as an argument: "input" stands for the first tensor, a callable makes its value from it."""
    if isinstance(argument, str) and argument == "input":
        return first
    if isinstance(argument, list):
        return [_filled(item, first) for item in argument]
    return argument(first) if inspect.isfunction(argument) else argument


def _result_kind(result: object, row: TensorFunction) -> bool:
    match row.result:
        case "tensor":
            # max, min, median and unique give a pair where they are told a dimension or asked for more.
            return isinstance(result, torch.Tensor) or (row.shape in {"extreme", ""} and isinstance(result, tuple))
        case "tensors":
            return isinstance(result, (tuple, list)) and all(isinstance(part, torch.Tensor) for part in result)
        case "self":
            return isinstance(result, torch.Tensor)
        case "python":
            return isinstance(result, (bool, int, float, list, str))
        case "numpy":
            return isinstance(result, np.ndarray)
        case "size":
            return isinstance(result, (torch.Size, tuple, int))
        case "none":
            return result is None
        case _:
            return True


def _first_tensor(result: object) -> torch.Tensor | None:
    if isinstance(result, torch.Tensor):
        return result
    if isinstance(result, (tuple, list)):
        return next((item for item in result if isinstance(item, torch.Tensor)), None)
    return None


def _shares(value: torch.Tensor, first: torch.Tensor) -> bool:
    if value.layout is not torch.strided or first.layout is not torch.strided:
        return False
    return value.untyped_storage().data_ptr() == first.untyped_storage().data_ptr()


def _graph_as_told(value: torch.Tensor, first: torch.Tensor, row: TensorFunction) -> bool:
    if row.in_place:
        return True
    match row.graph:
        case "keeps":
            return value.requires_grad or row.dtype == "unknown"
        case "zero":
            if not value.requires_grad:
                return False
            try:
                gradient = torch.autograd.grad(value.sum(), first, allow_unused=True)[0]
            except RuntimeError:
                return True
            return gradient is None or not gradient.any()
        case _:
            return not value.requires_grad


def _saved(value: torch.Tensor, inputs: list[torch.Tensor]) -> set[str]:
    """Whether backward keeps inputs or the result, from the attributes of the result's node."""
    found: set[str] = set()
    for attribute in dir(value.grad_fn):
        if attribute.startswith("_saved_"):
            try:
                saved = getattr(value.grad_fn, attribute)
            except RuntimeError:
                continue
            if (
                not isinstance(saved, torch.Tensor)
                or saved.layout is not torch.strided
                or not saved.is_floating_point()
            ):
                continue
            if any(_shares(saved, one) for one in inputs):
                found.add("input")
            elif _shares(saved, value):
                found.add("result")
    return found


def _told(row: TensorFunction) -> set[str]:
    return {"": set[str](), "input": {"input"}, "result": {"result"}, "both": {"input", "result"}}[row.saves]


def _tensors(given: tuple[object, ...]) -> Iterator[torch.Tensor]:
    for one in given:
        if isinstance(one, torch.Tensor):
            yield one
        elif isinstance(one, list):
            yield from _tensors(tuple(one))


def _dtype_as_told(value: torch.Tensor, first: torch.Tensor, row: TensorFunction) -> bool:
    match row.dtype:
        case "inputs":
            return value.dtype in {first.dtype, torch.float32} or value.dtype == torch.promote_types(
                value.dtype, first.dtype
            )
        case "floating":
            return value.is_floating_point()
        case "complex":
            return value.is_complex()
        case "real":
            return not value.is_complex()
        case "like":
            return value.dtype == first.dtype
        case "argument" | "factory" | "unknown":
            return True
        case _:
            return value.dtype == getattr(torch, row.dtype)


def _is(activation: str, value: torch.Tensor, first: torch.Tensor) -> bool:
    flat = value.detach()
    match activation:
        case "softmax":
            return any(bool(torch.allclose(flat.sum(d), torch.ones(()))) for d in range(flat.dim()))
        case "log_softmax":
            return any(bool(torch.allclose(flat.exp().sum(d), torch.ones(()))) for d in range(flat.dim()))
        case "sigmoid":
            return bool(torch.allclose(flat, torch.sigmoid(first)))
        case "log_sigmoid":
            return bool(torch.allclose(flat, torch.nn.functional.logsigmoid(first)))
        case "relu":
            return bool(torch.equal(flat, torch.relu(first)))
        case _:
            return bool(torch.allclose(flat, torch.tanh(first)))
