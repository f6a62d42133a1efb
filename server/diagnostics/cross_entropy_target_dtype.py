"""A loss gets a target of a dtype that it does not take.

## Why this is a bug

Losses of classes want the numbers of the classes as `int64` (`uint8` will do), and `nn.CrossEntropyLoss` alone takes
probabilities, as floats, in their place. The binary losses want floats. They convert nothing: a target of `int32`, such as NumPy likes to
give on some systems, or of `bool`, as a comparison gives, raises in the forward pass.

## Bad

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    labels = inputs.argmax(dim=1).int()
    model = nn.Linear(2, 2)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(10):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
    #                                   ^^^^^^ `CrossEntropyLoss` raises here: its target is `int32`, and it takes `int64`
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    labels = inputs.argmax(dim=1).int()
    model = nn.Linear(2, 2)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for epoch in range(10):
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels.long())
        loss.backward()
        optimizer.step()

## Good

Probabilities of the classes as floats.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    wanted = nn.functional.one_hot(inputs.argmax(dim=1), 2).float()
    model = nn.Linear(2, 2)
    loss = nn.functional.cross_entropy(model(inputs), wanted)

Numbers of classes as bytes, and truths as floats.

    import torch
    from torch import nn

    inputs = torch.randn(64, 2)
    model = nn.Linear(2, 2)
    loss = nn.functional.cross_entropy(model(inputs), inputs.argmax(dim=1).byte())
    truths = (inputs > 0).float()
    other = nn.functional.binary_cross_entropy_with_logits(model(inputs), truths)

## Proof

    error = bad.run().error
    assert isinstance(error, RuntimeError) and "target dtype" in str(error)
    assert fixed.run().error is None
    for program in good:
        assert program.run().error is None

## When this is intended

Never.

## Fix safety

Safe: today the place raises, and a conversion is all that is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import LossCalled
from ..program.program import Program
from ..program.targets import is_swapped, wanted_dtype
from ..program.values import Tensor
from ..repair import expression
from ..rules.places import here
from ..rules.rule import Category, Finding, Fix, Safety, Severity, rule
from ..text.edit import Edit

_CAST = re.compile(r"\.(float|double|half|int|short|char|bool|long)\(\)$")


@rule(Category.LOSS, Severity.ERROR, "a loss gets a target of a dtype that it does not take")
def cross_entropy_target_dtype(program: Program) -> Iterator[Finding[LossCalled]]:
    """Report each target with which a loss of classes, or a binary loss, certainly raises."""
    for visits in program.visits(LossCalled):
        call = visits[0]
        if not isinstance(call.target, Tensor) or any(not wanted_dtype(each) or is_swapped(each) for each in visits):
            continue
        loss, wanted = call.short_name, wanted_dtype(call)
        message = f"`{loss}` raises here: its target is `{call.target.dtype}`, and it takes `{wanted}`"
        place = here(program, call.target_at, call.at)
        yield Finding(place, message, call)


@cross_entropy_target_dtype.fix
def convert(program: Program, call: LossCalled) -> Fix | None:
    """Convert the target where the loss gets it, in the place of a conversion that is written there."""
    if call.target_at.module != program.path:
        return None
    span = program.source.span(call.target_at)
    method = "long" if wanted_dtype(call) == "int64" else "float"
    text = _CAST.sub("", expression.text_of(program, span))
    return Fix(f"Convert the target: .{method}()", (Edit(span, f"{expression.tight(text)}.{method}()"),), Safety.SAFE)
