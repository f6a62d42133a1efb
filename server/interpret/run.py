"""From the statements of a file to its events: the one function that the session calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..program.events import Event
from ..program.site import Site
from ..semantics.scopes import scope_of
from ..syntax.tree import Block
from .calls import call
from .entry import run_file
from .expressions import EVALUATE
from .imports import member_of_package
from .machine import Frame, Machine, Module, Stopped, Tables
from .statements import EXECUTE

FindModule = Callable[[str, int, str], "tuple[str, str, Block] | None"]
"""Finds the file of an import: given a dotted name, the dots before it and the importing file's path, it gives
the path, dotted name and statements of the file, or None when the name is not of the workspace."""


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
    elsewhere: Callable[[str], str | None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Run:
    """Run a file as the interpreter would run it as a script. Raises `Stopped` when cancelled."""
    root = Module(path, "__main__", body, tables.number(("module", path)), scope_of(body), is_root=True)
    modules: dict[str, Module | None] = {path: root}

    def find(name: str, level: int, importer: str) -> Module | None:
        found = find_module(name, level, importer)
        if found is None:
            return None
        module_path, module_name, statements = found
        known = modules.get(module_path)
        if known is None:
            number = tables.number(("module", module_path))
            known = Module(module_path, module_name, statements, number, scope_of(statements), is_root=False)
            modules[module_path] = known
        return known

    machine = Machine(
        tables,
        path,
        modules,
        Frame(root.frame, root, root.scope, (), ()),
        find,
        EVALUATE,
        EXECUTE,
        call,
        member_of_package,
        elsewhere,
        cancelled=cancelled,
    )
    run_file(machine, root)
    return Run(tuple(machine.events), machine.unknowns, machine)


__all__ = ["Run", "Stopped", "run_program"]
