"""What the engine says of shapes is what torch makes of the same operations."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from server.interpret.machine import Machine
from server.interpret.run import run_program
from server.interpret.statements import EXECUTE
from server.interpret.tables import Tables
from server.program.shape import Shape, Size
from server.program.values import Tensor, TupleValue, Value
from server.syntax import ir
from server.syntax.read import read
from server.syntax.tree import Statement
from server.text.lines import split_lines

torch = pytest.importorskip("torch")

_HEADER = "import torch\nimport torch.nn.functional as F\nfrom elsewhere import hidden\nfrom torch import nn\n\n"

MADE = (
    "torch.randn({a}, {b}, {c})",
    "torch.zeros(({a}, {b}))",
    "torch.ones({b})",
    "torch.rand(size=({a}, {b}, {c}, {c}))",
    "torch.full(({a}, {b}), 1.0)",
    "torch.arange({a} * {b}).view({a}, {b}).float()",
    "torch.linspace(0, 1, {c})",
    "torch.eye({a})",
    "torch.normal(0.0, 1.0, size=({a}, 1))",
    "torch.randint(0, {b}, ({a}, {c})).float()",
    "torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])",
    "torch.tensor(1.5)",
)
"""What makes a tensor; the letters stand for numbers from 1 to 6."""

DONE = (
    "x.view(-1)", "x.view(x.size(0), -1)", "x.reshape(-1, x.shape[-1])", "x.reshape(1, -1)", "x.flatten()", "x.flatten(1)",
    "torch.flatten(x, 0, 1)", "x.t()", "x.T", "x.mT", "x.transpose(0, 1)", "x.transpose(-1, -2)", "x.permute(1, 0)",
    "x.permute(0, 2, 1)", "torch.permute(x, (2, 0, 1))", "x.squeeze()", "x.squeeze(0)", "x.squeeze(-1)", "x.unsqueeze(0)",
    "x.unsqueeze(-1)", "torch.unsqueeze(x, 1)", "x[0]", "x[:, 0]", "x[..., 0]", "x[:, None]", "x[:2]", "x[:, 1:]",
    "x[:, -1, :]", "x[None]", "x[..., :2]", "x[:-1]", "x[::2]", "x.sum()", "x.sum(1)", "x.sum(dim=0)", "x.mean(-1)",
    "x.mean((0, 1))", "x.mean(1, keepdim=True)", "x.amax(dim=(-1, -2))", "x.std(0)", "x.norm(dim=1)", "x.argmax(1)",
    "x.argmax()", "x.max()", "x.max(1)[0]", "torch.max(x, 0)[1]", "x.topk(1)[0]", "x.sort(-1)[1]", "x.cumsum(0)",
    "torch.cat([x, x])", "torch.cat((x, x), dim=-1)", "torch.cat([x, x, x], 1)", "torch.stack([x, x])",
    "torch.stack((x, x), dim=1)", "x.chunk(2)[0]", "x + 1", "x * x", "x - x.mean(0)", "x / x.sum(-1, keepdim=True)",
    "x == x[0]", "x > 0", "-x", "x.clamp(0, 1)", "torch.where(x > 0, x, torch.zeros_like(x))", "x.relu()", "F.relu(x)",
    "F.softmax(x, dim=-1)", "x @ x", "x @ x.transpose(-1, -2)", "x @ torch.ones(x.shape[-1])", "torch.matmul(x, x)",
    "x.mm(x.t())", "torch.bmm(x, x.transpose(1, 2))", "F.max_pool2d(x, 2)", "F.avg_pool1d(x, 2, 1)",
    "F.adaptive_avg_pool2d(x, 1)", "F.pad(x, (1, 2))", "F.pad(x, (1, 1, 0, 2))", "x.repeat(2, 1, 1)",
    "x.expand(3, *x.shape)", "x.expand(2, -1, -1)", "x.unbind(0)[0]", "x.narrow(0, 0, 1)", "x.select(1, 0)",
    "F.one_hot(x.long().clamp(0, 4), 5)", "F.linear(x, torch.ones(7, x.shape[-1]))",
    "F.embedding(x.long().clamp(0, 1), torch.ones(2, 3))", "x.unflatten(-1, (1, -1))", "torch.zeros_like(x)",
    "x.new_zeros(2, 3)", "x.double()", "x.detach().clone()", "x.view_as(x)", "torch.outer(x, x)", "x.dot(x)",
    "x.index_select(0, torch.tensor([0, 0]))", "x[torch.tensor([0, 0])]", "torch.add(x, x[0])", "x.pow(2)",
    "F.mse_loss(x, x)", "F.mse_loss(x, x, reduction='none')", "nn.L1Loss()(x, x)", "torch.randn(len(x), x.shape[1])",
    "torch.randn(x.size(0) * x.size(1))", "x.data", "nn.Parameter(x)", "x.view(x.size(0), x.size(2), x.size(1))",
    "nn.Linear(x.shape[-1], 5)(x)", "nn.Flatten()(x)", "nn.Flatten(0)(x)", "nn.Flatten(1, 2)(x)",
    "nn.Unflatten(-1, (-1, 1))(x)", "nn.Identity()(x)", "nn.Conv2d(x.shape[-3], 4, 3, padding=1)(x)",
    "nn.Conv2d(x.shape[-3], 4, (2, 1), stride=2)(x)", "nn.Conv1d(x.shape[-2], 3, 2, dilation=2)(x)",
    "nn.Conv1d(x.shape[-2], 3, 3, padding='same')(x)", "nn.ConvTranspose2d(x.shape[-3], 2, 3, 2, 1, 1)(x)",
    "nn.ConvTranspose1d(x.shape[-2], 2, 4, stride=2)(x)", "nn.MaxPool2d(2)(x)", "nn.MaxPool1d(2, ceil_mode=True)(x)",
    "nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True)(x)", "nn.AvgPool2d((2, 1))(x)", "nn.AvgPool1d(3, 2, 1)(x)",
    "nn.AdaptiveAvgPool2d(1)(x)", "nn.AdaptiveAvgPool2d((None, 2))(x)", "nn.AdaptiveMaxPool1d(2)(x)",
    "nn.LayerNorm(x.shape[-1])(x)", "nn.BatchNorm1d(x.shape[1]).eval()(x)", "nn.BatchNorm2d(x.shape[1]).eval()(x)",
    "nn.Embedding(9, 4)(x.long().abs().clamp(0, 8))", "nn.LSTM(x.shape[-1], 3)(x)[0]", "nn.LSTM(x.shape[-1], 3, 2)(x)[1][0]",
    "nn.GRU(x.shape[-1], 3, bidirectional=True, batch_first=True)(x)[0]", "nn.LSTM(x.shape[-1], 4, proj_size=2)(x)[1][1]",
    "nn.RNN(x.shape[-1], 3, batch_first=True)(x)[1]", "nn.GRUCell(x.shape[-1], 3)(x)", "nn.LSTMCell(x.shape[-1], 3)(x)[0]",
    "nn.ZeroPad2d(1)(x)", "nn.ConstantPad1d((1, 2), 0.0)(x)", "nn.Upsample(scale_factor=2)(x)", "nn.Softmax(dim=-1)(x)",
    "nn.Sequential(nn.Linear(x.shape[-1], 4), nn.ReLU(), nn.Linear(4, 1))(x)", "nn.PixelShuffle(2)(x)",
    "nn.Upsample(size=7)(x)", "torch.rand(3, 1) * x", "x + torch.rand(4)", "x.clone().unsqueeze_(0)", "x.clone().squeeze_(0)", "x.clone().t_()",
    "x.expand_as(torch.zeros(2, *x.shape))", "x.tril()", "torch.nonzero(x)", "x.masked_fill(x > 0, 0.0)",
)  # fmt: skip
"""What is done to a tensor `x`, if it can be."""


@pytest.mark.parametrize("seed", range(12))
def test_shapes_are_those_of_torch(seed: int, tmp_path: Path):
    lines, real, sources = _program(random.Random(seed), hide=False)
    known = 0
    for name, shape in zip(real, _shapes(lines, list(real), tmp_path)):
        assert shape is None or _agrees(shape, real[name]), f"{sources[name]} gives {real[name]}, not {shape}"
        known += shape is not None and not shape.open and None not in shape.sizes
    assert known > 0.7 * len(real), "most of it is known"


@pytest.mark.parametrize("seed", range(100, 112))
def test_what_is_known_of_unknown_tensors_is_true(seed: int, tmp_path: Path):
    lines, real, sources = _program(random.Random(seed), hide=True)
    for name, shape in zip(real, _shapes(lines, list(real), tmp_path)):
        assert shape is None or _agrees(shape, real[name]), f"{sources[name]} gives {real[name]}, not {shape}"


def _program(rng: random.Random, *, hide: bool) -> tuple[list[str], dict[str, tuple[int, ...]], dict[str, str]]:
    """Statements that run, the shapes that torch gives their variables, and what each was made by.

    With `hide` the first tensor of a chain goes through a function that the engine cannot see into.
    """
    torch.manual_seed(0)
    lines: list[str] = []
    real: dict[str, tuple[int, ...]] = {}
    sources: dict[str, str] = {}
    names = {"torch": torch, "F": torch.nn.functional, "nn": torch.nn, "hidden": lambda x: x}
    while len(real) < 60:
        numbers = {letter: rng.randint(1, 6) for letter in "abc"}
        source = rng.choice(MADE).format(**numbers)
        name = f"t{len(lines)}"
        lines.append(f"{name} = hidden({source})" if hide else f"{name} = {source}")
        sources[name] = source
        exec(lines[-1], names)  # the statements are those above
        if not hide:
            real[name] = tuple(names[name].shape)
        for _ in range(rng.randint(1, 5)):
            done = rng.choice(DONE)
            if hide and names[name].dim() != _BATCHED.get(_layer(done), names[name].dim()):
                continue
            result = f"t{len(lines)}"
            written = re.sub(r"\bx\b", name, done)
            statement = f"{result} = {written}"
            try:
                with torch.no_grad():
                    exec(statement, names)
            except (RuntimeError, IndexError, ValueError, TypeError, AssertionError):
                continue
            lines.append(statement)
            sources[result] = f"{done} of {sources[name]}"
            if sum(names[result].shape) > 60 or 0 in names[result].shape or names[result].dim() > 5:
                lines.pop()
                break
            real[result] = tuple(names[result].shape)
            name = result
    return lines, real, sources


_BATCHED = {"1d": 3, "2d": 4, "RNN": 3, "LSTM": 3, "GRU": 3}
"""The dimensions of a batch for layers that take a single example as well: something unknown is taken for a batch."""


def _layer(done: str) -> str:
    found = re.match(r"nn\.(?:\w*(1d|2d)|(RNN|LSTM|GRU))\(", done)
    return "" if found is None else found[1] or found[2]


def _agrees(shape: Shape, real: tuple[int, ...]) -> bool:
    if len(real) != len(shape.sizes) and not (shape.open and len(real) > len(shape.sizes)):
        return False
    ends = real[len(real) - len(shape.sizes) :]
    names: dict[tuple[int, ...], int] = {}
    for known, size in zip(shape.sizes, ends):
        if isinstance(known, Size):
            if names.setdefault(known.names, size // known.factor) * known.factor != size:
                return False
        elif known is not None and known != size:
            return False
    return True


def _shapes(lines: list[str], names: list[str], folder: Path) -> list[Shape | None]:
    """The shapes of variables at the end of the program, as the engine knows them."""
    path = folder / "program.py"
    text = _HEADER + "\n".join(lines) + f"\n({', '.join(names)},)\n"
    reading = read(split_lines(text))
    seen: list[Value] = []

    def observe(machine: Machine, statement: Statement) -> None:
        assert isinstance(statement.node, ir.Evaluate)
        seen.append(machine.evaluate(statement.node.value))

    run_program(str(path), reading.body, Tables(), lambda *_: None, executors={**EXECUTE, ir.Evaluate: observe})
    value = seen[-1]
    assert isinstance(value, TupleValue)
    return [element.shape if isinstance(element, Tensor) else None for element in value.elements]
