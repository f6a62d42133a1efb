"""While one line is half typed, what was found elsewhere stays, and nothing is found that is not there."""

from __future__ import annotations

import pytest

from server.session.analysis import Analysis
from server.text.lines import split_lines

LOOP = """\
import torch
from torch import nn, optim


def batches(count):
    return [torch.randn(4, 4) for _ in range(count)]


model = nn.Linear(4, 1)
optimizer = optim.Adam(model.parameters(), lr=0.01)
total = 0.0
for inputs in batches(8):
    loss = model(inputs).mean()
    loss.backward()
    optimizer.step()
    total += loss
"""
MODULE = """\
import torch
from torch import nn, optim


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(8, 8)]
        self.head = nn.Linear(8, 1)

    def forward(self, inputs):
        hidden = inputs
        for layer in self.layers:
            hidden = torch.relu(layer(hidden))
        return self.head(hidden)


optimizer = optim.SGD(Net().parameters(), lr=0.1)
"""
LIGHTNING = """\
import lightning.pytorch as pl
import torch
from torch import nn


class Scaled(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(4, 1)

    def on_train_start(self):
        self.scale = nn.Parameter(torch.ones(1))

    def training_step(self, batch, batch_idx):
        return (self.net(batch) * self.scale).mean()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)
"""
GOOD_MODULE = MODULE.replace("[nn.Linear(8, 8)]", "nn.ModuleList([nn.Linear(8, 8)])")
GOOD_LOOP = LOOP.replace("    loss = model", "    optimizer.zero_grad()\n    loss = model").replace(
    "+= loss", "+= loss.item()"
)
BUFFER = """\
import torch
from torch import nn


def placed(model):
    return model.to("cuda" if torch.cuda.is_available() else "cpu")


class Centred(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.mean = torch.zeros(size)
        self.layer = nn.Linear(size, size)

    def forward(self, inputs):
        return self.layer(inputs - self.mean.to(inputs.device))


model = placed(Centred(8))
model(torch.randn(2, 8, device=model.layer.weight.device))
"""

STAYS = [
    (LOOP, "from torch import nn, optim", half, "loss-graph-accumulated")
    for half in (
        "from",
        'from"',
        "from torch",
        "from torch import",
        "from torch import nn",
        "from torch import nn,",
        "from torch import nn(",
    )
]
STAYS += [(LOOP, "import torch", half, "loss-graph-accumulated") for half in ("import", "import(")]
STAYS += [
    (LOOP, "def batches(count):", half, "loss-graph-accumulated")
    for half in ("def", "def(", "def batches", "def batches(", "def batches(count", "def batches(count)")
]
STAYS += [
    (LOOP, "    loss = model(inputs).mean()", half, "missing-zero-grad")
    for half in ("    loss =", "    loss = model(", "    loss = model(inputs", "    loss = model(inputs).")
]
STAYS += [
    (LOOP, "    loss.backward()", half, "missing-zero-grad")
    for half in ("    loss.", '    loss"', "    loss.backward(")
]
STAYS += [
    (MODULE, "class Net(nn.Module):", half, "unregistered-layers")
    for half in ("class", "class Net", "class Net(", "class Net(nn", "class Net(nn.", "class Net(nn.Module")
]
STAYS += [
    (MODULE, "    def __init__(self):", half, "unregistered-layers")
    for half in ("    def", "    def __init__", "    def __init__(", "    def __init__(self")
]
STAYS += [
    (MODULE, "    def forward(self, inputs):", half, "unregistered-layers") for half in ("    def", "    def forward(")
]
STAYS += [
    (MODULE, "            hidden = torch.relu(layer(hidden))", half, "unregistered-layers")
    for half in ("            hidden =", "            hidden = torch.", "            hidden = torch.relu(")
]
STAYS += [
    (LIGHTNING, "import lightning.pytorch as pl", half, "lightning-parameter-added-late")
    for half in (
        "import",
        "import lightning(",
        "import lightning.",
        "import lightning.pytorch",
        "import lightning.pytorch as",
    )
]
STAYS += [
    (LIGHTNING, "class Scaled(pl.LightningModule):", half, "lightning-parameter-added-late")
    for half in ("class", "class Scaled", "class Scaled(", "class Scaled(pl.")
]


@pytest.mark.parametrize(("text", "line", "half", "rule"), STAYS, ids=[f"{rule}: {half}" for _, _, half, rule in STAYS])
def test_a_finding_stays_while_another_line_is_typed(text: str, line: str, half: str, rule: str):
    assert rule in found(text)
    assert rule in found(text.replace(line + "\n", half + "\n"))


@pytest.mark.parametrize("text", [GOOD_MODULE, GOOD_LOOP], ids=["module", "loop"])
def test_nothing_appears_in_a_good_program_cut_anywhere(text: str):
    assert not found(text)
    lines = text.splitlines()
    for at, line in enumerate(lines):
        for column in range(len(line) - len(line.lstrip()) + 1, len(line), 3):
            cut = "\n".join([*lines[:at], line[:column], *lines[at + 1 :], ""])
            assert not {name for name, settles in found(cut).items() if not settles}, cut


@pytest.mark.parametrize("text", [GOOD_MODULE, GOOD_LOOP, BUFFER], ids=["module", "loop", "buffer"])
def test_nothing_appears_at_once_while_a_good_program_is_written_from_the_top(text: str):
    assert not found(text)
    analysis = Analysis("program.py")
    for end in range(1, len(text)):
        shown = analysis.run(split_lines(text[:end])).diagnostics
        assert not [one.rule for one in shown if not one.settle], text[:end]


def test_a_name_that_a_whole_import_leaves_out_may_be_another_package():
    text = "from torch import nn\n\nmodel = nn.Linear(4, 1)\noptimizer = storage.Adam(model, lr=0.1)\n"
    assert not found(text)


def test_a_name_imported_nowhere_is_not_guessed_in_a_whole_program():
    text = "from torch import nn\n\nmodel = nn.Linear(4, 1).to(device)\nmodel(tensor)\n"
    assert not found(text)


def found(text: str) -> dict[str, bool]:
    """The rules that report something, and whether they wait for a pause."""
    report = Analysis("program.py").run(split_lines(text))
    return {diagnostic.rule: diagnostic.settle for diagnostic in report.diagnostics}
