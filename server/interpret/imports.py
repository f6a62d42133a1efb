"""Imports: files of the workspace are read and executed for their names; other packages are known by name."""

from __future__ import annotations

from typing import cast

from ..program.values import External, Package, Unknown, Value
from ..pytorch import lookup
from ..syntax import ir
from ..syntax.complete import PLACEHOLDER
from ..syntax.tree import Statement
from .images import execute_module, late_imports
from .machine import Machine
from .tables import Module


def run_import(machine: Machine, statement: Statement) -> None:
    """`import a.b as c`."""
    if _waits(machine, statement):
        return
    module = machine.frame.module
    for name in cast("ir.Import", statement.node).names:
        bound = name.alias or name.name.partition(".")[0]
        machine.bind(bound, _package(machine, module, name))
        if name.name.endswith(f".{PLACEHOLDER}"):
            machine.bind(PLACEHOLDER, External(name.name))


def run_import_from(machine: Machine, statement: Statement) -> None:
    """`from ..module import name as alias`, and `import *`."""
    if _waits(machine, statement):
        return
    node = cast("ir.ImportFrom", statement.node)
    importer = machine.frame.module
    if not node.names:
        _import_star(machine, node, importer)
        return
    for name in node.names:
        machine.bind(name.alias or name.name, _imported(machine, importer, node, name))


def late_name(machine: Machine, module: Module, name: str) -> Value | None:
    """What a name means that an imported file gets from an import which waited; bound from now on.

    In the file under analysis only those of `import *` wait.
    """
    late = late_imports(machine, module)
    statement = late.by_name.get(name)
    value: Value | None = None
    if statement is None:
        value = _from_stars(machine, module, name)
    elif not module.is_root:
        caller = machine.statement
        machine.statement = statement
        value = _late_value(machine, module, statement, name)
        machine.statement = caller
    if value is not None:
        machine.live().bind(module.frame, name, value)
    return value


def _late_value(machine: Machine, module: Module, statement: Statement, name: str) -> Value | None:
    node = cast("ir.Import | ir.ImportFrom", statement.node)
    for imported in reversed(node.names):
        bound = imported.alias or imported.name
        if isinstance(node, ir.ImportFrom):
            if bound == name:
                return _imported(machine, module, node, imported)
        elif (imported.alias or imported.name.partition(".")[0]) == name:
            return _package(machine, module, imported)
    return None


def _from_stars(machine: Machine, module: Module, name: str) -> Value | None:
    """What `import *` of another file of the workspace gives for a name."""
    if name.startswith("_"):
        return None
    for statement in reversed(late_imports(machine, module).stars):
        node = cast("ir.ImportFrom", statement.node)
        found = imported_module(machine, module, node.module, node.level, name)
        if found is None:
            fact = lookup.canonical(f"{lookup.canonical(node.module)}.{name}")
            if not node.level and fact in lookup.every_fact():
                return External(fact)
            continue
        value = name_of_module(machine, found, name)
        if value is not None:
            return value
    return None


def name_of_module(machine: Machine, module: Module, name: str) -> Value | None:
    """The value of a name of an imported file; None when it has none."""
    value = machine.read(module.frame, name)
    if value is not None or (module.path, name) in machine.looked_for:
        return value
    machine.looked_for.append((module.path, name))
    try:
        return late_name(machine, module, name)
    finally:
        machine.looked_for.pop()


def _waits(machine: Machine, statement: Statement) -> bool:
    """Whether an import of an imported file can wait until one of its names is read."""
    module = machine.frame.module
    if module.is_root or statement.key not in late_imports(machine, module).statements:
        return False
    variables = machine.live().frames.get(module.frame, {})
    return not any(name.alias or name.name in variables for name in _names(statement))


def _names(statement: Statement) -> tuple[ir.ImportedName, ...]:
    return cast("ir.Import | ir.ImportFrom", statement.node).names


def _package(machine: Machine, importer: Module, name: ir.ImportedName) -> Value:
    """The module that `import a.b` or `import a.b as c` binds."""
    if name.alias:
        module = imported_module(machine, importer, name.name, 0)
        return Package(module.path) if module is not None else External(lookup.canonical(name.name))
    top = name.name.partition(".")[0]
    found = imported_module(machine, importer, top, 0)
    return Package(found.path) if found is not None else External(top)


def _imported(machine: Machine, importer: Module, node: ir.ImportFrom, name: ir.ImportedName) -> Value:
    if not node.level and (known := _in_tables(f"{node.module}.{name.name}")) is not None:
        return known
    module = imported_module(machine, importer, node.module, node.level)
    if module is not None:
        if name.name == PLACEHOLDER:
            return Package(module.path)
        value = name_of_module(machine, module, name.name)
        if value is not None:
            return value
    inner = f"{node.module}.{name.name}" if node.module else name.name
    submodule = imported_module(machine, importer, inner, node.level)
    if submodule is not None:
        return Package(submodule.path)
    if module is not None:
        return machine.unknown(f"`{name.name}` is not found in {module.name}", name.n)
    if node.level:
        return machine.unknown(f"`{'.' * node.level}{node.module}` is not found", name.n)
    return External(lookup.canonical(f"{node.module}.{name.name}"))


def _in_tables(name: str) -> External | None:
    """A name that the tables know, even where the package itself is the workspace: they say more than its source."""
    name = lookup.canonical(name)
    return External(name) if name in lookup.every_fact() else None


def _import_star(machine: Machine, node: ir.ImportFrom, importer: Module) -> None:
    module = imported_module(machine, importer, node.module, node.level)
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


def imported_module(machine: Machine, importer: Module, name: str, level: int, naming: str = "") -> Module | None:
    """The file that an import names, executed; None when it is not one of the workspace, or does not say `naming`."""
    found = machine.find_module(name, level, importer.path, naming)
    if found is None or found.path == machine.root:
        return None
    machine.journal.rests_on[found.path] = found.body
    execute_module(machine, found)
    return found


def member_of_package(machine: Machine, package: Package, name: str, node: int) -> Value:
    """`package.name`: a name of that file, or a file in that folder."""
    module = machine.modules.get(package.path)
    if module is None:
        return Unknown("a name of a package that is not read")
    if (known := _in_tables(f"{module.name}.{name}")) is not None:
        return known
    value = name_of_module(machine, module, name)
    if value is not None:
        return value
    found = machine.find_module(name, 1, module.path, "")
    if found is not None:
        execute_module(machine, found)
        return Package(found.path)
    return machine.unknown(f"`{name}` is not found in {module.name}", node)
