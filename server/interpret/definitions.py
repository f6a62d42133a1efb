"""`def` and `class`: what they bind, and what decorators make of it."""

from __future__ import annotations

from typing import cast

from ..program.record import replace
from ..program.values import Class, External, Function, Unknown, Value
from ..pytorch import lookup
from ..pytorch.facts import Context
from ..syntax import ir
from ..syntax.tree import Statement
from .contexts import gradients_of_decorator
from .frames import Arguments, Frame
from .machine import Machine
from .missing_imports import likely_base
from .tables import ClassDefinition, FunctionDefinition

_KINDS = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "property",
    "contextlib.contextmanager": "context",
}
_TRANSPARENT = frozenset(
    {
        "functools.lru_cache", "functools.cache", "functools.wraps", "abc.abstractmethod", "typing.overload",
        "typing.no_type_check", "torch.jit.export", "torch.jit.ignore", "torch.jit.unused", "torch.jit.script",
        "torch.compile", "torch.compiler.disable", "typing.override", "typing_extensions.override",
        "torch.no_grad", "torch.inference_mode", "torch.enable_grad", "torch._dynamo.disable",
    }
)  # fmt: skip
_ENTRY_POINTS = ("hydra.main", "click.command", "click.option", "click.argument", "typer", "fire")


def define_function(machine: Machine, statement: Statement) -> None:
    """Bind a function's name to the function, as its decorators leave it."""
    node = cast("ir.FunctionDef", statement.node)
    frame = machine.frame
    definition = FunctionDefinition(
        frame.module,
        node.name,
        node.parameters,
        statement.body,
        None,
        statement,
        machine.site(),
        _closed_over(frame),
        frame.in_class,
        is_async=node.is_async,
    )
    number = machine.tables.number(("function", machine.site()))
    if frame.function is not None:
        machine.journal.captured.update(definition.outer)
    value: Value = Function(number, node.name, _closed_over(frame)[-1])
    for decorator in reversed(statement.decorators):
        machine.statement = decorator
        marked = _marked(machine, definition, decorator)
        if marked is not None:
            definition = marked
        else:
            machine.define_function(number, definition)
            value = _wrapped(machine, value, definition.name, decorator)
        if machine.state is None:
            return
    # Only now: a function that changes on its way here would be taken for another one at each visit.
    machine.define_function(number, definition)
    machine.statement = statement
    machine.bind(node.name, value)


def _closed_over(frame: Frame) -> tuple[int, ...]:
    """The frames whose variables a function defined here can see; a class body's are not among them."""
    return frame.outer if frame.in_class is not None else (*frame.outer, frame.id)


def _marked(machine: Machine, definition: FunctionDefinition, decorator: Statement) -> FunctionDefinition | None:
    """The function below a decorator that leaves it in its place, or only says how it is run; None for any other."""
    expr = cast("ir.Decorator", decorator.node).value
    name = _name_of(machine, expr)
    if name is None:
        return None
    if name in _KINDS:
        return replace(definition, kind=_KINDS[name])
    if _is_context(name):
        return replace(definition, gradients=gradients_of_decorator(machine, machine.evaluate(expr)))
    return definition if name in _TRANSPARENT or name.startswith(_ENTRY_POINTS) else None


def _wrapped(machine: Machine, value: Value, name: str, decorator: Statement) -> Value:
    """What a decorator makes of a function by being called with it."""
    expr = cast("ir.Decorator", decorator.node).value
    if isinstance(expr, ir.Attribute) and expr.attr in ("setter", "deleter"):
        return Unknown("a property's setter")
    applied = machine.evaluate(expr)
    if isinstance(applied, Function):
        return machine.call(applied, Arguments([(value, expr.n)]), expr.n)
    return machine.unknown(f"`{name}` is wrapped by a decorator that is not visible", expr.n)


def _is_context(name: str) -> bool:
    return isinstance(lookup.fact(name), Context)


def _name_of(machine: Machine, decorator: ir.Expr) -> str | None:
    """The qualified name of a decorator, called or not; None when it is not one of a package."""
    func = decorator.func if isinstance(decorator, ir.Call) else decorator
    if isinstance(func, ir.Call):
        return None
    value = machine.evaluate(func)
    return lookup.canonical(value.name) if isinstance(value, External) else None


def define_class(machine: Machine, statement: Statement) -> None:
    """Bind a class's name to the class; its body runs in a scope of its own."""
    node = cast("ir.ClassDef", statement.node)
    bases = tuple(
        likely_base(machine.evaluate(argument.value), argument.value, statement.body)
        for argument in node.arguments
        if not argument.keyword
    )
    for argument in node.arguments:
        if argument.keyword:
            machine.evaluate(argument.value)
    if machine.state is None:
        return
    outer = machine.frame
    site = machine.site()
    number = machine.tables.number(("class", site, outer.id))
    frame = Frame(
        machine.tables.number(("class body", site, outer.id)),
        outer.module,
        machine.tables.scope(statement, ()),
        _closed_over(outer),
        outer.trail,
        in_class=number,
    )
    machine.live().open_frame(frame.id)
    machine.frame = frame
    # The same body below another header is run in a frame of its own.
    context, machine.context = machine.context, machine.tables.number((machine.context, frame.id))
    machine.execute(statement.body)
    machine.frame, machine.context = outer, context
    machine.statement = statement
    if machine.now() is None:
        return
    members = machine.live().close_frame(frame.id)
    decorated = any(not _harmless(machine, decorator) for decorator in statement.decorators)
    machine.define_class(
        ClassDefinition(number, node.name, outer.module, _resolved(bases), members, site, decorated), statement
    )
    machine.statement = statement
    machine.bind(node.name, Class(number, node.name))


def _resolved(bases: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(External(lookup.canonical(base.name)) if isinstance(base, External) else base for base in bases)


def _harmless(machine: Machine, decorator: Statement) -> bool:
    machine.statement = decorator
    name = _name_of(machine, cast("ir.Decorator", decorator.node).value)
    return name is not None and name.startswith(("dataclasses.", "functools.", "typing.", "enum.", "torch."))
