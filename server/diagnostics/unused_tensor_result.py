"""A method of a tensor is called as a statement, and what it gives is thrown away.

## Why this is a bug

`model.to(device)` moves a model. `x.to(device)` moves nothing: it gives another tensor, on the device, and leaves `x`
where it is. The same holds for `cuda`, `float`, `long`, `detach`, `view`, `permute`, `squeeze` and the like: only methods
whose names end in `_` change the tensor itself. As a statement such a call does nothing at all, and the program goes on
with the old device, dtype, shape or graph. Nothing is raised here; perhaps later, perhaps never.

## Bad

    import torch
    from torch import nn

    model = nn.Linear(4, 1).double()
    inputs = torch.ones(8, 4)
    inputs.double()
    # ^^^^^^^^^^^^^ `inputs.double()` gives a new tensor, which is thrown away: `inputs` stays as it is
    kind = inputs.dtype

## Fixed

    import torch
    from torch import nn

    model = nn.Linear(4, 1).double()
    inputs = torch.ones(8, 4)
    inputs = inputs.double()
    kind = inputs.dtype

## Good

A model is moved and converted itself, whatever is done with the result.

    import torch
    from torch import nn

    model = nn.Linear(4, 1)
    model.double()
    kind = model.weight.dtype

Methods whose names end in `_` change the tensor.

    import torch

    inputs = torch.ones(8, 4, dtype=torch.float64, requires_grad=True)
    doubled = inputs * 2
    doubled.detach_()
    doubled.squeeze_()
    kind = doubled.dtype

## Proof

    assert str(bad.run().names["kind"]) == "torch.float32"
    assert str(fixed.run().names["kind"]) == "torch.float64"
    assert all(str(program.run().names["kind"]) == "torch.float64" for program in good)

## When this is intended

Where a call is timed, or is there to raise: it does nothing else. At the end of a cell of a notebook it shows the tensor,
and nothing is reported.

## Fix safety

Unsafe: from there on the program computes with the other tensor, which is the point of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.program import Program
from ..program.slips import ResultDropped
from ..repair import expression
from ..rules.rule import Category, Finding, Fix, Severity, rule
from ..text.edit import Edit
from ..text.span import Span


@rule(Category.DEVICE, Severity.WARNING, "the result of a tensor's method is thrown away")
def unused_tensor_result(program: Program) -> Iterator[Finding[ResultDropped]]:
    """Report each statement that is a call of such a method, unless it is there to be shown, timed or to raise."""
    for dropped in program.unique(ResultDropped):
        if dropped.site.module == program.path and not _on_purpose(program, dropped):
            call = expression.quoted(program, dropped.site, f"`{dropped.method}`")
            message = f"{call} gives a new tensor, which is thrown away: `{dropped.name}` stays as it is"
            yield Finding(dropped.at, message, dropped)


def _on_purpose(program: Program, dropped: ResultDropped) -> bool:
    """Whether it is the last of a cell, which shows it, or stands where an exception or the time is looked at."""
    around = program.source.parent(dropped.site)
    if around is not None and re.match(r"try\b|with\b", around.text):
        return not around.text.startswith("with torch.")
    lines = program.source.lines
    following = (line for line in lines[program.source.span(dropped.site).end.line + 1 :] if line.strip())
    return around is None and next(following, "# %%").startswith("# %%") and any(map(_CELL.match, lines))


_CELL = re.compile(r"# ?%%")


@unused_tensor_result.fix
def keep_result(program: Program, dropped: ResultDropped) -> Fix | None:
    """Assign the result to the name; a detached or cloned tensor is left to the author."""
    statement = program.source.statement(dropped.site)
    if statement is None or dropped.method in ("detach", "clone") or not re.fullmatch(r"[\w.]+", dropped.name):
        return None
    start = statement.span.start
    return Fix(f"Assign the result to {dropped.name}", (Edit(Span(start, start), f"{dropped.name} = "),))
