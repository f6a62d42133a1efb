"""Files that are written for another framework: their `model.eval()` is not PyTorch's."""

from __future__ import annotations

from collections.abc import Iterator

from ..syntax import ir
from ..syntax.tree import Statement
from .machine import Machine
from .missing_imports import imports_of

_OTHERS = frozenset("paddle tensorflow keras mxnet mindspore oneflow jax flax tinygrad chainer".split())
_OURS = frozenset("torch torchvision torchaudio lightning pytorch_lightning accelerate timm".split())


def of_another_framework(machine: Machine) -> bool:
    """Whether the file that is being run imports another framework, and PyTorch nowhere at its top."""
    roots = {name.partition(".")[0] for statement in imports_of(machine) for name in _imported(statement)}
    return not roots.isdisjoint(_OTHERS) and roots.isdisjoint(_OURS)


def _imported(statement: Statement) -> Iterator[str]:
    match statement.node:
        case ir.Import(names=names):
            yield from (each.name for each in names)
        case ir.ImportFrom(module=module, level=0):
            yield module
        case _:
            pass
