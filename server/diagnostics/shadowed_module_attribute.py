"""An attribute of a module has the name of one of its methods.

## Why this is a bug

`nn.Module` has methods called `train`, `parameters`, `type`, `half`, `children` and so on. What a constructor assigns to such
a name hides the method: `model.train()` then calls a flag, and raises `TypeError: 'bool' object is not callable`; so does
`eval()`, which calls `train`, and each of the two for every module around. With a layer it is the other way round: it is
registered under the name, and `self.type` still is the method. `add_module` refuses such names, and names with a dot.

## Bad

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.train = True
    #       ^^^^^^^^^^ `self.train` hides the method of `nn.Module` with that name: calling it raises TypeError
            self.layer = nn.Linear(4, 1)

        def forward(self, inputs):
            return self.layer(inputs)


    model = Net()
    model.eval()

## Fixed

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.is_training = True
            self.layer = nn.Linear(4, 1)

        def forward(self, inputs):
            return self.layer(inputs)


    model = Net()
    model.eval()

## Good

A class may define such a method anew, or put another function in its place.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(4, 1)
            self.forward = self.predict

        def predict(self, inputs):
            return self.layer(inputs)

        def train(self, mode=True):
            return super().train(mode)


    model = Net()
    model.eval()

`training` is no method, but the flag itself.

    import torch
    from torch import nn


    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(4, 1)
            self.training = False

        def forward(self, inputs):
            return self.layer(inputs)


    model = Net()
    model.eval()

## Proof

    error = bad.run().error
    assert isinstance(error, TypeError) and "'bool' object is not callable" in str(error)
    for program in (fixed, *good):
        assert program.run().error is None

    from torch import nn

    for name in ("train", "parameters", "children", "apply", "type", "half", "compile", "xpu", "bfloat16"):
        assert callable(getattr(nn.Module, name))
    module = nn.Module()
    module.type = nn.Linear(1, 1)
    assert not isinstance(module.type, nn.Linear)
    for name in ("train", "a.b"):
        try:
            module.add_module(name, nn.Linear(1, 1))
        except KeyError:
            pass
        else:
            raise AssertionError(name)

## When this is intended

Hardly ever: a module with such an attribute can be used only by code that never calls the method.

## Fix safety

No fix is offered: the attribute may be used from elsewhere under its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..program.events import MemberSet, ModeSet
from ..program.facts import Collection, Model
from ..program.program import Program
from ..program.slips import ValueCalled
from ..program.values import Constant, Reference, Tensor, TupleValue
from ..repair.expression import text_at
from ..rules.rule import Category, Finding, Related, Severity, rule

_ALWAYS = (
    "train", "eval", "parameters", "named_parameters", "modules", "named_modules", "children", "named_children", "to", "cuda",
    "cpu", "apply", "state_dict", "load_state_dict", "zero_grad", "requires_grad_", "forward",
)  # fmt: skip
"""Methods that every use of a model calls sooner or later."""
METHODS = (*_ALWAYS, "type", "half", "float", "double", "bfloat16", "buffers", "named_buffers", "compile", "xpu")
_ADDED = re.compile(r"\.(add_module|register_module|register_parameter)\(")


@rule(Category.MODULE, Severity.ERROR, "an attribute hides a method of `nn.Module`")
def shadowed_module_attribute(program: Program) -> Iterator[Finding[MemberSet]]:
    """Report each attribute of a module that has the name of a method which is called, or certainly will be."""
    calls = {event.name.rpartition(".")[2]: event for event in program.events(ValueCalled)}
    modes = {event.object: event for event in program.events(ModeSet)}
    for event in {event.at: event for event in program.events(MemberSet) if event.at == event.site}.values():
        if event.at.module != program.path or (event.name not in METHODS and "." not in event.name):
            continue
        statement = program.source.statement(event.at)
        if statement is None:
            continue
        if _ADDED.search(statement.text):
            yield Finding(event.at, f"a module takes no part with the name `{event.name}`: this raises KeyError", event)
        elif isinstance(event.member, Model):
            read = rf"self\.{event.name}\b(?!\s*=[^=])"
            if event.hook and re.search(read, "".join(program.source.lines)):
                message = (
                    f"`self.{event.name}` stays the method of `nn.Module` with that name: this layer is not found there"
                )
                yield Finding(event.at, message, event)
        elif _is_plain(program, event):
            message = f"`{text_at(program, event.at)}` hides the method of `nn.Module` with that name"
            call = calls.get(event.name) or (modes.get(event.object) if event.name == "train" else None)
            related = () if call is None else (Related(call.at, "it is called here"),)
            if call is not None or event.name in _ALWAYS:
                severity = Severity.ERROR if call is not None else Severity.WARNING
                yield Finding(event.at, f"{message}: calling it raises TypeError", event, severity, related)


def _is_plain(program: Program, event: MemberSet) -> bool:
    """Whether an attribute gets what cannot be called: a literal, a collection, or an argument that by its default is one."""
    value = event.value
    if isinstance(value, Constant):
        return value.value is not None
    if isinstance(value, Tensor | TupleValue) or isinstance(event.member, Collection):
        return isinstance(value, Reference) or not getattr(value, "parameter", False)
    function = program.source.function(event.at)
    given = re.fullmatch(rf"self\.{event.name} = ({event.name})", _statement(program, event))
    default = rf"\b{event.name}\s*(:\s*(bool|int|float|str)\b|=\s*(True|False|\d))"
    return function is not None and given is not None and bool(re.search(default, function.text.partition("):")[0]))


def _statement(program: Program, event: MemberSet) -> str:
    """The statement in which an attribute is set."""
    statement = program.source.statement(event.at)
    return "" if statement is None else statement.text
