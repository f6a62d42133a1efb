"""From the statements of a file to its events: the one function that the session calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..program.events import Event
from ..program.site import Site
from ..semantics.known import Known
from ..semantics.scopes import scope_of
from ..syntax.tree import Block
from .asked import look_again
from .calls import call
from .entry import run_file
from .expressions import EVALUATE
from .frames import Frame
from .imports import late_name, member_of_package
from .machine import Machine, Stopped
from .memo import forget_unused
from .statements import EXECUTE
from .tables import Module, Tables

FindModule = Callable[[str, int, str, str], "tuple[str, str, Block] | None"]
"""Finds the file of an import: given a dotted name, the dots before it and the importing file's path, it gives
the path, dotted name and statements of the file, or None when the name is not of the workspace. Given another name,
it gives None as well when the file does not mention that, and so is not worth reading."""


@dataclass(slots=True)
class Run:
    """What running a file abstractly has shown."""

    events: tuple[Event, ...]
    unknowns: dict[Site, str]
    machine: Machine


def run_program(
    path: str,
    body: Block,
    tables: Tables,
    find_module: FindModule,
    elsewhere: Callable[[str], Known | None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    executors: Mapping[type, Callable[[Machine, Any], None]] = EXECUTE,
) -> Run:
    """Run a file as the interpreter would run it as a script. Raises `Stopped` when cancelled."""
    tables.run += 1
    tables.forget_too_large()
    root = _module(tables, path, "__main__", body, is_root=True)
    _refresh(tables, path, find_module)

    def find(name: str, level: int, importer: str, naming: str) -> Module | None:
        found = find_module(name, level, importer, naming)
        if found is None:
            return None
        module_path, module_name, statements = found
        asked = (name, level, importer)
        return _module(tables, module_path, module_name, statements, is_root=module_path == path, found_as=asked)

    machine = Machine(
        tables,
        path,
        tables.modules,
        Frame(root.frame, root, root.scope, (), ()),
        find,
        EVALUATE,
        executors,
        call,
        member_of_package,
        late_name,
        elsewhere,
        cancelled=cancelled,
    )
    machine.context = tables.number(("call", root.frame, False))
    look_again(tables, machine)
    run_file(machine, root)
    forget_unused(tables)
    return Run(tuple(machine.events), machine.journal.unknowns, machine)


def _module(
    tables: Tables,
    path: str,
    name: str,
    body: Block,
    *,
    is_root: bool,
    found_as: tuple[str, int, str] = ("", 0, ""),
) -> Module:
    """The module of a path, with these statements from now on."""
    known = tables.modules.get(path)
    if known is None:
        known = Module(path, name, body, tables.number(("module", path)), scope_of(body), is_root, found_as)
        tables.modules[path] = known
    elif known.body is not body:
        known.body, known.scope = body, scope_of(body)
    tables.definitions[path] = body
    return known


def _refresh(tables: Tables, root: str, find_module: FindModule) -> None:
    """Look whether files imported before are still as they were: what rested on a changed one is run again."""
    for path, module in tables.modules.items():
        if path != root:
            found = find_module(*module.found_as, "")
            if found is None or found[0] != path:
                tables.definitions[path] = None
            elif found[2] is not module.body:
                _module(tables, path, module.name, found[2], is_root=False)


__all__ = ["Run", "Stopped", "run_program"]
