"""Taking activations away: not where anything else wants the result."""

from __future__ import annotations

import textwrap

import pytest

from server.session.analysis import Analysis
from server.text.lines import split_lines

TEXT = """
    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(4, 1)

        def forward(self, x):
            return torch.sigmoid(self.head(x))


    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for x in torch.randn(3, 2, 4):
        loss = nn.functional.binary_cross_entropy_with_logits(model(x), torch.zeros(2, 1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    found = model(torch.randn(5, 4))
    {use}
"""


def fixes(use: str) -> int:
    analysis = Analysis("net.py")
    found = analysis.run(split_lines(textwrap.dedent(TEXT).format(use=use))).diagnostics
    own = [each for each in found if each.rule == "sigmoid-before-bce-with-logits"]
    assert len(own) == 1
    return len(analysis.fixes(own[0]))


@pytest.mark.parametrize("use", ["right = (found > 0).sum()", "print(found.sigmoid(), found.shape)", "print()"])
def test_offered_where_logits_are_wanted(use: str):
    assert fixes(use) == 1


@pytest.mark.parametrize("use", ["right = (found > 0.5).sum()", "print(found)", "right = found.round()"])
def test_not_offered_where_probabilities_may_be_wanted(use: str):
    assert fixes(use) == 0
