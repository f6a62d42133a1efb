"""Half-typed lines are completed with the least text that makes them Python."""

from __future__ import annotations

import pytest

from server.syntax import ir
from server.syntax.complete import PLACEHOLDER, completions
from server.syntax.line import read_line
from server.syntax.parse import lower_line
from server.syntax.read import read
from server.text.lines import split_lines

COMPLETED = {
    "from": f"from {PLACEHOLDER} import {PLACEHOLDER}",
    'from"': f"from {PLACEHOLDER} import {PLACEHOLDER}",
    "from torch": f"from torch import {PLACEHOLDER}",
    "from torch import": f"from torch import {PLACEHOLDER}",
    "from torch import(": f"from torch import {PLACEHOLDER}",
    "from torch import nn,": f"from torch import nn, {PLACEHOLDER}",
    "import": f"import {PLACEHOLDER}",
    "import lightning.pytorch as": f"import lightning.pytorch as {PLACEHOLDER}",
    "for": f"for {PLACEHOLDER} in {PLACEHOLDER}:",
    "for x": f"for x in {PLACEHOLDER}:",
    "def": f"def {PLACEHOLDER}():",
    "def forward(self, x": "def forward(self, x):",
    "class Net(nn.": f"class Net(nn.{PLACEHOLDER}):",
    "class Net(nn(": "class Net(nn):",
    'class Net(nn.Module"': "class Net(nn.Module):",
    "model = nn.Linear(4, 1)(": "model = nn.Linear(4, 1)",
    "trainer = pl.Trainer(max_epochs=1, logger": f"trainer = pl.Trainer(max_epochs=1, logger={PLACEHOLDER})",
    "trainer = pl.Trainer(max_epochs=1, logger(": f"trainer = pl.Trainer(max_epochs=1, logger={PLACEHOLDER})",
    'groups = [{"params":': f'groups = [{{"params": {PLACEHOLDER}}}]',
    "rows = table[:": "rows = table[:]",
    "layers = [nn.Linear(4, 4) for": f"layers = [nn.Linear(4, 4) for {PLACEHOLDER} in {PLACEHOLDER}]",
    'device = torch.device("cuda" if torch': f'device = torch.device("cuda" if torch else {PLACEHOLDER})',
}


@pytest.mark.parametrize("typed", COMPLETED)
def test_a_half_typed_line_is_completed(typed: str):
    wanted = lower_line(COMPLETED[typed], [])
    hole = read_line(typed).hole
    assert hole is not None
    assert repr(hole.guess) == repr(wanted.header if wanted.header is not None else wanted.simple[0])


def test_what_an_open_bracket_has_taken_in_is_left_out():
    lines = split_lines('def scale(x, factor\n    """Multiplies."""\n    return x * factor\n')
    (hole,) = read(lines).holes
    assert isinstance(hole.node, ir.Hole)
    assert isinstance(hole.node.guess, ir.FunctionDef)
    assert [parameter.name for parameter in hole.node.guess.parameters] == ["x", "factor"]


def test_comments_below_an_open_bracket_hide_nothing():
    lines = split_lines("loss = criterion(outputs,\n# the targets come from the loader\nloss.backward()\n")
    (hole,) = read(lines).holes
    assert isinstance(hole.node, ir.Hole)
    assert isinstance(hole.node.guess, ir.Assign)


def test_the_else_of_a_half_typed_if_stays_its_own():
    reading = read(split_lines("if torch.cuda.\n    x = 1\nelse:\n    x = 2\n"))
    (hole,) = reading.holes
    assert len(hole.body) == 1
    assert len(hole.orelse) == 1


@pytest.mark.parametrize("text", ["x = (" * 200, "# only\n# comments", "(", "\\\n", '"', "x = f(\n# a\n# b"])
def test_there_is_an_end_to_completing(text: str):
    assert len(list(completions(text))) < 200
