"""Imports: files of the workspace are read and executed for their names; other packages are known by name."""

from __future__ import annotations

from typing import cast

from ..program.values import External, Package, Unknown, Value
from ..pytorch import lookup
from ..syntax import ir
from ..syntax.tree import Statement
from .frames import Frame
from .machine import Machine, OverBudget
from .tables import Module


def run_import(machine: Machine, statement: Statement) -> None:
    """`import a.b as c`."""
    for name in cast("ir.Import", statement.node).names:
        module = imported_module(machine, name.name, 0)
        if name.alias:
            value: Value = Package(module.path) if module is not None else External(lookup.canonical(name.name))
            machine.bind(name.alias, value)
        else:
            top = name.name.partition(".")[0]
            found = imported_module(machine, top, 0)
            machine.bind(top, Package(found.path) if found is not None else External(top))


def run_import_from(machine: Machine, statement: Statement) -> None:
    """`from ..module import name as alias`, and `import *`."""
    node = cast("ir.ImportFrom", statement.node)
    module = imported_module(machine, node.module, node.level)
    if not node.names:
        _import_star(machine, node, module)
        return
    for name in node.names:
        machine.bind(name.alias or name.name, _imported(machine, node, module, name))


def _imported(machine: Machine, node: ir.ImportFrom, module: Module | None, name: ir.ImportedName) -> Value:
    if module is not None:
        value = machine.read(module.frame, name.name)
        if value is not None:
            return value
    inner = f"{node.module}.{name.name}" if node.module else name.name
    submodule = imported_module(machine, inner, node.level)
    if submodule is not None:
        return Package(submodule.path)
    if module is not None:
        return machine.unknown(f"`{name.name}` is not found in {module.name}", name.n)
    if node.level:
        return machine.unknown(f"`{'.' * node.level}{node.module}` is not found", name.n)
    return External(lookup.canonical(f"{node.module}.{name.name}"))


def _import_star(machine: Machine, node: ir.ImportFrom, module: Module | None) -> None:
    if module is not None:
        for name, value in list(machine.live().frames.get(module.frame, {}).items()):
            if not name.startswith("_"):
                machine.bind(name, value)
        return
    for name in _public_names(lookup.canonical(node.module)):
        machine.bind(name, External(lookup.canonical(f"{node.module}.{name}")))


def _public_names(module: str) -> list[str]:
    """The names of a package that the tables know: what `import *` binds, as far as it matters."""
    prefix = f"{module}."
    rest = (name[len(prefix) :] for name in lookup.every_fact() if name.startswith(prefix))
    return [name for name in rest if "." not in name and not name.startswith("_")]


def imported_module(machine: Machine, name: str, level: int) -> Module | None:
    """The file that an import names, executed; None when it is not one of the workspace."""
    found = machine.find_module(name, level, machine.frame.module.path)
    if found is None or found.path == machine.root:
        return None
    machine.journal.rests_on[found.path] = found.body
    execute_module(machine, found)
    return found


def execute_module(machine: Machine, module: Module) -> None:
    """Run the body of an imported file so that its names have values; its events are its own business."""
    state = machine.live()
    if module.frame in state.frames:
        return
    state.open_frame(module.frame)
    caller, statement, depth, active = machine.frame, machine.statement, machine.depth, machine.active
    machine.frame = Frame(module.frame, module, module.scope, (), (*caller.trail, machine.site()))
    machine.quiet += 1
    machine.active = []
    machine.depth = 0
    steps = machine.steps
    before = state.copy()
    try:
        machine.execute(module.body)
    except OverBudget:
        machine.state = before
    machine.steps = steps
    machine.quiet -= 1
    machine.active, machine.depth = active, depth
    machine.frame, machine.statement = caller, statement
    if machine.state is None:
        machine.state = before
    machine.state.gradients_enabled = before.gradients_enabled


def member_of_package(machine: Machine, package: Package, name: str, node: int) -> Value:
    """`package.name`: a name of that file, or a file in that folder."""
    module = machine.modules.get(package.path)
    if module is None:
        return Unknown("a name of a package that is not read")
    value = machine.read(module.frame, name)
    if value is not None:
        return value
    found = machine.find_module(name, 1, module.path)
    if found is not None:
        execute_module(machine, found)
        return Package(found.path)
    return machine.unknown(f"`{name}` is not found in {module.name}", node)
