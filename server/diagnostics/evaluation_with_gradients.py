"""A model is evaluated while gradients are recorded, and nothing ever uses them.

## Why this is a bug

`model.eval()` changes what dropout and batch norm do; it does not switch gradients off. Without `torch.no_grad()` each
forward pass of the evaluation keeps all its intermediate results for a backward pass that never comes. The evaluation
takes more time and several times the memory, and whoever collects the outputs keeps the graphs of all batches alive: a
machine on which training fits may run out of memory while it only evaluates.

## Bad

    import torch
    from torch import nn

    def evaluate(model, batches):
        model.eval()
        outputs = []
        for inputs in batches:
            outputs.append(model(inputs))
    #                      ^^^^^^^^^^^^^ `model` is evaluated here with gradients that nothing uses: the graph of each batch takes
    #     time and memory
        return outputs

    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
    outputs = evaluate(model, [torch.randn(8, 4) for _ in range(3)])

## Fixed

    import torch
    from torch import nn

    @torch.no_grad()
    def evaluate(model, batches):
        model.eval()
        outputs = []
        for inputs in batches:
            outputs.append(model(inputs))
        return outputs

    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
    outputs = evaluate(model, [torch.randn(8, 4) for _ in range(3)])

## Good

The caller has switched gradients off.

    import torch
    from torch import nn

    def evaluate(model, batches):
        model.eval()
        return [model(inputs) for inputs in batches]

    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
    with torch.inference_mode():
        outputs = evaluate(model, [torch.randn(8, 4) for _ in range(3)])

Gradients are what the evaluation is about: here, how much each input matters.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1)).eval()
    outputs = []
    for _ in range(3):
        inputs = torch.randn(8, 4, requires_grad=True)
        gradient = torch.autograd.grad(model(inputs).sum(), inputs)[0]
        outputs.append(gradient)

A frozen model records nothing.

    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1)).eval()
    model.requires_grad_(False)
    outputs = []
    for _ in range(3):
        outputs.append(model(torch.randn(8, 4)))

## Proof

    def recorded(program):
        return [output.grad_fn is not None for output in program.run().names["outputs"]]

    assert recorded(bad) == [True, True, True]
    assert recorded(fixed) == [False, False, False]
    assert all(not any(recorded(program)) for program in good)

## When this is intended

Where the outputs go to code that is not visible and computes gradients through them, say so with
`# torchwise: ignore[evaluation-with-gradients]`.

## Fix safety

Unsafe: the outputs no longer have a graph, and whoever calls the function may want one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from ..program.evaluations import differentiated_in_eval_mode, mode_settings, outermost_calls, trains
from ..program.events import ModelCalled
from ..program.program import Program
from ..program.source import StatementText
from ..program.states import Certainty, Mode
from ..program.surroundings import around
from ..program.values import Tensor
from ..repair import imports, wrap
from ..rules.rule import Category, Finding, Fix, Related, Severity, rule
from ..rules.wording import named


@rule(Category.EVALUATION, Severity.WARNING, "an evaluation records gradients", settle=True)
def evaluation_with_gradients(program: Program) -> Iterator[Finding[ModelCalled]]:
    """Report the first call in each loop of a model in eval mode whose gradients are recorded for nothing."""
    shown: set[StatementText] = set()
    for call in outermost_calls(program):
        certain = call.model.mode.certainty(Mode.EVAL) is Certainty.MUST
        if not call.repeats or call.gradients is not True or not certain or call.lightning is not None:
            continue
        if not _records(call) or differentiated_in_eval_mode(program, call):
            continue
        loop = _evaluation(program, call)
        if loop is not None and loop not in shown:
            shown.add(loop)
            # In a method that is called from here, the name is another one's.
            name = named(call.name if call.at == call.site else "", "the model")
            message = f"{name} is evaluated here with gradients that nothing uses: the graph of each batch takes time and memory"
            modes = mode_settings(program, call.model)
            related = tuple(Related(mode.site, "it is put into eval mode here") for mode in modes[:1])
            severity = Severity.INFORMATION if program.undefined(call.model.site) else None
            yield Finding(call.at, message, call, severity, related)


def _records(call: ModelCalled) -> bool:
    """Whether the model has parameters that want gradients, and nothing else does."""
    wanted = any(isinstance(value, Tensor) and (value.requires_grad or value.parameter) for _, value, _ in call.inputs)
    return call.model.frozen is not True and call.model.has_parameters is not False and not wanted


def _evaluation(program: Program, call: ModelCalled) -> StatementText | None:
    """The largest loop around a call in which nothing is trained; or the function, where one is called in a loop."""
    for site in (call.site, *reversed(call.trail)):
        own = program.source.statement(site)
        found = own if own is not None and own.simple and " for " in own.text else None
        for statement in takewhile(lambda each: not trains(program, each), around(program, site)):
            if statement.is_loop:
                found = statement
        function = program.source.function(site)
        if found is None and function is not None and call.trail and not trains(program, function):
            found = function
        if found is not None:
            return found
    return None


@evaluation_with_gradients.fix
def switch_gradients_off(program: Program, call: ModelCalled) -> Fix | None:
    """Decorate the function where all it does is to evaluate; else put the loop under `torch.no_grad()`."""
    torch = imports.spelled(program, call.at, "torch")
    if torch is None or call.site.module != program.path:
        return None
    function = program.source.function(call.site)
    if function is not None and not trains(program, function):
        return Fix("Evaluate without gradients", (wrap.decorated(program, function, f"{torch}.no_grad()"),))
    loop = _evaluation(program, call)
    edit = None if loop is None else wrap.under(program, loop, f"with {torch}.no_grad():")
    return None if edit is None else Fix("Evaluate without gradients", (edit,))
