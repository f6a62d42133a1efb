"""The hidden state of one batch goes into the next one with its graph, which is freed by then.

## Why this is a bug

What a recurrent network returns as its state has the graph of all that it was computed from. Given back to the network for the
next batch, it makes that batch's loss reach into the batch before. But `backward()` has freed that graph already: the second
backward pass raises "Trying to backward through the graph a second time". (With `retain_graph=True` it goes back further in each
iteration, until the optimizer's step has changed a weight in place that it needs.)

The state's values are to be carried over, not its graph: `state.detach()`.

## Bad

    import torch
    from torch import nn

    batches = torch.randn(6, 12, 8, 4)
    rnn, head = nn.GRU(4, 16), nn.Linear(16, 1)
    optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()])
    state = torch.zeros(1, 8, 16)
    for batch in batches:
        output, state = rnn(batch, state)
    #                              ^^^^^ `state` still has the graph of the batch before, which `loss.backward()` has freed: the next one raises
        loss = head(output).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    batches = torch.randn(6, 12, 8, 4)
    rnn, head = nn.GRU(4, 16), nn.Linear(16, 1)
    optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()])
    state = torch.zeros(1, 8, 16)
    for batch in batches:
        output, state = rnn(batch, state.detach())
        loss = head(output).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

## Good

The state is cut off before each batch.

    import torch
    from torch import nn

    batches = torch.randn(6, 12, 8, 4)
    rnn, head = nn.LSTM(4, 16), nn.Linear(16, 1)
    optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()])
    state = None
    for batch in batches:
        if state is not None:
            state = tuple(part.detach() for part in state)
        output, state = rnn(batch, state)
        loss = head(output).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

The steps of one sequence belong together: one backward pass goes through them all.

    import torch
    from torch import nn

    sequences = torch.randn(6, 12, 8, 4)
    cell, head = nn.GRUCell(4, 16), nn.Linear(16, 1)
    optimizer = torch.optim.Adam([*cell.parameters(), *head.parameters()])
    for sequence in sequences:
        state = torch.zeros(8, 16)
        loss = 0
        for inputs in sequence:
            state = cell(inputs, state)
            loss = loss + head(state).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

## Proof

    assert "second time" in str(bad.run().error)
    for program in [fixed, *good]:
        assert program.run().error is None

## When this is intended

Never: it raises.

## Fix safety

Unsafe: from then on no gradient reaches into the batch before, which is what truncated backpropagation through time means.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..program.carried import Carried, carried_over
from ..program.events import ModelCalled
from ..program.program import Program
from ..program.values import Tensor, TupleValue
from ..repair import expression
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..text.edit import Edit


@rule(Category.TRAINING_LOOP, Severity.ERROR, "a hidden state goes into the next batch with its graph")
def hidden_state_not_detached(program: Program) -> Iterator[Finding[Carried]]:
    """Report each input that a model gave in the iteration before, and whose graph is freed."""
    for each in carried_over(program):
        name = expression.quoted(program, each.place, "the state")
        by = f"`{each.freed_by.name}.backward()`" if each.freed_by.name.isidentifier() else "its backward pass"
        message = f"{name} still has the graph of the batch before, which {by} has freed: the next one raises"
        related = (Related(each.freed_by.at, "the graph is freed here"),)
        if each.changed_by is not None:
            message = f"{name} still has the graph of batches before, whose weights `{each.changed_by.name}` has changed: `backward()` raises"
            related = (Related(each.changed_by.at, "the weights are changed here"),)
        severity = None if each.call.model.sure else Severity.WARNING
        yield Finding(here(program, each.place, each.call.at), message, each, severity, related)


@hidden_state_not_detached.fix
def detach_state(program: Program, each: Carried) -> Fix | None:
    """Give the model the values of the state; not where the first one may be none."""
    visits = [call for call in program.events(ModelCalled) if call.site == each.call.site]
    given = [value for call in visits for _, value, place in call.inputs if place == each.place]
    edit = expression.applied(program, each.place, ".detach()")
    if edit is None:
        return None
    if all(isinstance(value, Tensor) for value in given):
        return Fix("Detach the state", (edit,))
    if all(isinstance(value, TupleValue) for value in given):
        parts = f"tuple(part.detach() for part in {expression.text_at(program, each.place)})"
        return Fix("Detach the state", (Edit(edit.span, parts),))
    return None
