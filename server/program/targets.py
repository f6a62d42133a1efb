"""What losses want of their targets, and what is no target for them (torch 2.13)."""

from __future__ import annotations

from .events import LossCalled
from .shape import Shape, closed, may_fit
from .values import Tensor, Unknown, Value, models_of

CLASSES = ("torch.nn.CrossEntropyLoss", "torch.nn.functional.cross_entropy")
"""Losses of classes, given by number (int64 or uint8) or as probabilities of the input's shape (floats)."""
NUMBERS = ("torch.nn.NLLLoss", "torch.nn.NLLLoss2d", "torch.nn.functional.nll_loss")
"""Losses of classes that are given by number only."""
BINARY = (
    "torch.nn.BCELoss",
    "torch.nn.BCEWithLogitsLoss",
    "torch.nn.functional.binary_cross_entropy",
    "torch.nn.functional.binary_cross_entropy_with_logits",
)
"""Losses of truths that are given as floats."""
_NO_CLASSES = ("int8", "int16", "int32", "bool")
_FLOATS = ("float16", "bfloat16", "float32", "float64")
_INTEGERS = (*_NO_CLASSES, "int64", "uint8")


def wanted_dtype(call: LossCalled) -> str:
    """The dtype that the target should have in the place of its own, with which the loss certainly raises."""
    dtype = call.target.dtype if isinstance(call.target, Tensor) else ""
    if call.function in CLASSES:
        return _of_classes(call, dtype)
    if call.function in NUMBERS and dtype in (*_NO_CLASSES, *_FLOATS):
        return "int64"
    return "float32" if call.function in BINARY and dtype in _INTEGERS else ""


def _of_classes(call: LossCalled, dtype: str) -> str:
    """The same for a loss that takes the numbers of classes, and floats of the shape of its input as probabilities."""
    scores = closed(call.input.shape) if isinstance(call.input, Tensor) else None
    target = closed(call.target.shape) if isinstance(call.target, Tensor) else None
    if dtype in _INTEGERS and scores is not None and scores == target and len(scores) > 1:
        return "float32"
    if dtype in _FLOATS and scores is not None and target is not None and len(scores) == len(target) + 1 > 1:
        return "int64"
    return "int64" if dtype in _NO_CLASSES else ""


def wanted_shape(call: LossCalled) -> Shape | None:
    """The shape that the target of classes should have, where it certainly has another one, and is not of probabilities."""
    shape = call.input.shape if isinstance(call.input, Tensor) else None
    target = call.target.shape if isinstance(call.target, Tensor) else None
    if shape is None or target is None or shape.open or target.open or not isinstance(call.target, Tensor):
        return None
    wanted = shape.sizes[:1] + shape.sizes[2:] if len(shape.sizes) > 1 else ()
    numbers = call.target.dtype in ("int64", "uint8") or call.function in NUMBERS
    if call.target.dtype.startswith(("float", "bfloat")) or wanted_dtype(call) == "float32":
        # Probabilities, or else something is to be said of their dtype.
        return None
    fits = may_fit(target.sizes, wanted) or (not numbers and may_fit(target.sizes, shape.sizes))
    return None if fits else Shape(wanted)


def is_swapped(call: LossCalled) -> bool:
    """Whether a loss that minds the order gets the output of a model as target, and data as input."""
    minds = call.function in (*CLASSES, *NUMBERS, *BINARY)
    # What was cut off from a model is no data, and what is not known may be data after all.
    cut = isinstance(call.input, Tensor) and call.input.severed is not None and isinstance(call.target, Unknown)
    return minds and call.gradients is True and _is_output(call.target) and _is_data(call.input) and not cut


def raises_swapped(call: LossCalled) -> bool:
    """Whether a loss that gets its arguments the wrong way round certainly raises."""
    integers = isinstance(call.input, Tensor) and call.input.dtype in _INTEGERS
    return call.function in NUMBERS or integers


def _is_output(value: Value) -> bool:
    """Whether a value comes from a call of a model; that a number of a model's own took part in it says nothing."""
    if isinstance(value, Tensor):
        return any(use.called is not None for use in value.graph)
    return bool(models_of(value))


def _is_data(value: Value) -> bool:
    """Whether nothing that is trained took part in a value, as far as can be seen."""
    if isinstance(value, Tensor):
        return not value.graph and value.requires_grad is not True and not value.parameter
    return isinstance(value, Unknown) and not value.reaches
