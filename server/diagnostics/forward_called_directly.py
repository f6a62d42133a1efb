"""`forward` of a module is called by its name, and the hooks of the module do not run.

## Why this is a bug

`model(x)` runs the forward pre-hooks, then `forward`, then the forward hooks, and prepares the backward hooks. `model.forward(x)`
runs `forward` and nothing else. A hook that was to record activations records nothing. Where a hook computes a parameter, as
those of `nn.utils.weight_norm`, `nn.utils.spectral_norm` and `nn.utils.prune` do before each call, the layer goes on with a
weight from before: updates of its parts change nothing, and the second backward pass raises. Without a hook both ways do the same;
that is reported too where this rule is turned on in the settings.

## Bad

    import torch
    from torch import nn

    torch.manual_seed(0)
    seen = []
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    model.register_forward_hook(lambda module, inputs, output: seen.append(output.detach()))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    for epoch in range(3):
        optimizer.zero_grad()
        output = model.forward(inputs)
    #            ^^^^^^^^^^^^^^^^^^^^^ `model.forward(...)` passes by what `register_forward_hook` registered: the hook does not run
        loss = nn.functional.mse_loss(output, targets)
        loss.backward()
        optimizer.step()

## Fixed

    import torch
    from torch import nn

    torch.manual_seed(0)
    seen = []
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    model.register_forward_hook(lambda module, inputs, output: seen.append(output.detach()))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
    for epoch in range(3):
        optimizer.zero_grad()
        output = model(inputs)
        loss = nn.functional.mse_loss(output, targets)
        loss.backward()
        optimizer.step()

## Good

`forward` of the class above, called by a method that the hooks were run for.

    import torch
    from torch import nn

    seen = []

    class Scaled(nn.Linear):
        def forward(self, x):
            return 2 * super().forward(x)

    model = Scaled(4, 1)
    model.register_forward_hook(lambda module, inputs, output: seen.append(output.detach()))
    for epoch in range(3):
        output = model(torch.randn(32, 4))

The hook of a part runs, whoever calls `forward` of the whole.

    import torch
    from torch import nn

    seen = []
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    model[0].register_forward_hook(lambda module, inputs, output: seen.append(output.detach()))
    for epoch in range(3):
        output = model.forward(torch.randn(32, 4))

## Proof

    assert len(bad.run().names["seen"]) == 0
    for program in [fixed, *good]:
        assert len(program.run().names["seen"]) == 3

## When this is intended

To pass the hooks by for once, as a test of `forward` alone might.

## Fix safety

Safe where nothing was seen that registers a hook: then both ways compute the same. Unsafe with a hook, which runs from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.module_events import ForwardCalled, Hooked
from ..program.program import Program
from ..program.surroundings import around_calls
from ..repair.expression import text_of
from ..rules.rule import Category, Finding, Fix, Related, Safety, Severity, Status, rule
from ..text.edit import Edit

_REMOVES = re.compile(r"\bremove\w*\(")
_BRANCHES = ("if ", "while ", "try:", "match ", "for ")


@rule(Category.MODULE, Severity.WARNING, "`forward` is called directly")
def forward_called_directly(program: Program) -> Iterator[Finding[tuple[ForwardCalled, Safety]]]:
    """Report each call of `forward` from outside of its module: where a hook is passed by, and if asked for, elsewhere."""
    for call in program.unique(ForwardCalled):
        hook = _passed_by(program, call)
        name = f"{call.name}.forward(...)" if call.name else "forward(...)"
        if hook is None:
            message = f"`{name}` passes by any hook that the module may get: call the module"
            yield Finding(call.at, message, (call, Safety.SAFE), Severity.HINT, (), Status.OFF)
            continue
        does = "its weight stays as it was" if hook.computes else "the hook does not run"
        message = f"`{name}` passes by what `{hook.by}` registered: {does}"
        yield Finding(call.at, message, (call, Safety.UNSAFE), None, (Related(hook.at, "the hook is registered here"),))


def _passed_by(program: Program, call: ForwardCalled) -> Hooked | None:
    """A hook that the module certainly has when its `forward` is called, if nothing in the file removes hooks."""
    if call.model.many:
        return None
    for hook in program.unique(Hooked):
        if hook.object == call.object and program.before(hook, call) and _certain(program, hook, call):
            return None if any(map(_REMOVES.search, program.source.lines)) else hook
    return None


def _certain(program: Program, hook: Hooked, call: ForwardCalled) -> bool:
    """Whether a hook is registered on every way to the call."""
    if hook.site.module != program.path:
        return False
    shared = {each.site for each in around_calls(program, call)}
    return all(each.site in shared for each in around_calls(program, hook) if each.text.startswith(_BRANCHES))


@forward_called_directly.fix
def call_the_module(program: Program, found: tuple[ForwardCalled, Safety]) -> Fix | None:
    """Call the module itself."""
    call, safety = found
    span = program.source.span(call.site)
    text = text_of(program, span)
    if call.site.module != program.path or not call.name or not text.startswith(f"{call.name}.forward("):
        return None
    return Fix(f"Call the module: {call.name}(...)"[:60], (Edit(span, text.replace(".forward(", "(", 1)),), safety)
