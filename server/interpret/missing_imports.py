"""Names that nothing binds while an import or a header is half typed: they are what it is going to bind."""

from __future__ import annotations

from functools import lru_cache

from ..program.values import UNKNOWN, External, Package, Value
from ..pytorch import lookup
from ..syntax import ir
from ..syntax.complete import PLACEHOLDER
from ..syntax.tree import Block, Statement
from .machine import Machine

_USUAL = {
    "nn": "torch.nn",
    "optim": "torch.optim",
    "F": "torch.nn.functional",
    "pl": "lightning.pytorch",
    "L": "lightning",
    "np": "numpy",
}
"""What everybody calls these packages."""
_LONGER = {"pytorch_lightning": "lightning.pytorch"}
_SEARCHED = (
    "torch", "torch.nn", "torch.optim", "torch.optim.lr_scheduler", "torch.utils.data", "torch.nn.utils", "torch.amp",
    "torch.nn.parallel", "torch.utils.data.distributed", "lightning.pytorch", "lightning.pytorch.callbacks",
    "lightning.pytorch.loggers",
)  # fmt: skip
"""Where a name may come from when the import does not yet say."""
_MEMBERS = (
    ({"training_step", "validation_step", "configure_optimizers"}, "lightning.pytorch.LightningModule"),
    ({"train_dataloader", "prepare_data"}, "lightning.pytorch.LightningDataModule"),
    ({"forward"}, "torch.nn.Module"),
    ({"__getitem__"}, "torch.utils.data.Dataset"),
)
"""Methods that tell of what kind a class is."""


def bound_later(machine: Machine, name: str, node: int) -> Value | None:
    """The value of a name that nothing binds, if a line that is still being typed will bind it; else None."""
    frame = machine.frame
    for number in (frame.id, *reversed(frame.outer), frame.module.frame):
        value = machine.read(number, PLACEHOLDER)
        # The name that is read is not the one under which the value is kept.
        machine.journal.saw_everything |= value is not None
        if isinstance(value, External):
            return _imported(value.name, name)
        if isinstance(value, Package):
            return machine.package_member(machine, value, name, node)
        if value is not None:
            return value
    return _left_out(machine, name)


def likely_base(written: Value, expr: ir.Expr, body: Block) -> Value:
    """The base of a class, if what is written of it is only its beginning: then what its methods tell."""
    unnamed = isinstance(expr, ir.Name) and expr.id == PLACEHOLDER
    if not unnamed and not isinstance(written, External):
        return written
    prefix = written.name.removesuffix(f".{PLACEHOLDER}") if isinstance(written, External) else ""
    if not unnamed and prefix not in _packages():
        return written
    methods = {statement.node.name for statement in body if isinstance(statement.node, ir.FunctionDef)}
    likely = next((base for names, base in _MEMBERS if names & methods), "")
    if likely and (unnamed or lookup.canonical(f"{prefix}.{likely.rpartition('.')[2]}") == likely):
        return External(likely)
    return UNKNOWN if unnamed or (isinstance(written, External) and written.name != prefix) else written


def _imported(typed: str, name: str) -> Value | None:
    """What an import that is typed up to the placeholder makes of a name; None when it can hardly be meant."""
    before, placeholder, _ = typed.partition(PLACEHOLDER)
    if not placeholder:
        return External(typed)
    usual = _USUAL.get(name, "")
    if before:
        if _is_known(before + name):
            return External(lookup.canonical(before + name))
        return External(usual) if usual.startswith(before) else None
    if typed == PLACEHOLDER:
        return External(name) if name in _packages() else External(usual) if usual else None
    if usual:
        return External(usual)
    found = next((package for package in _SEARCHED if _is_known(f"{package}.{name}")), None)
    return None if found is None else External(lookup.canonical(f"{found}.{name}"))


def _left_out(machine: Machine, name: str) -> Value | None:
    """A package or class that an import of this file could give, and does not yet: `as` or one more name is missing."""
    if machine.quiet or not machine.frame.module.is_root:
        return None
    for statement in imports_of(machine):
        found = _offered(statement, name)
        if found is not None:
            return External(lookup.canonical(found))
    return None


def imports_of(machine: Machine) -> list[Statement]:
    """The imports at the top of the file that is being run; what is being run rests on them from now on."""
    module = machine.frame.module
    machine.journal.rests_on[module.path] = module.body
    known = machine.tables.imports.get(module.path)
    if known is None or known[0] is not module.body:
        known = machine.tables.imports[module.path] = (module.body, [each for each in module.body if _imports(each)])
    return known[1]


def _imports(statement: Statement) -> bool:
    node = statement.node.guess if isinstance(statement.node, ir.Hole) else statement.node
    return isinstance(node, ir.Import | ir.ImportFrom)


def _offered(statement: Statement, name: str) -> str | None:
    half_typed = isinstance(statement.node, ir.Hole)
    node = statement.node.guess if isinstance(statement.node, ir.Hole) else statement.node
    if isinstance(node, ir.Import):
        usual = _USUAL.get(name, "")
        for imported in node.names:
            package = _LONGER.get(imported.name, imported.name)
            if not imported.alias and (usual == package or (half_typed and usual.startswith(f"{package}."))):
                return usual
    if not isinstance(node, ir.ImportFrom) or node.level:
        return None
    full = f"{node.module}.{name}"
    return full if full in _packages() or lookup.kind_of_class(full) is not None else None


def _is_known(name: str) -> bool:
    return (
        name in _packages() or lookup.canonical(name) in lookup.every_fact() or lookup.kind_of_class(name) is not None
    )


@lru_cache(maxsize=1)
def _packages() -> frozenset[str]:
    """The packages that the tables know something of."""
    found = {"pytorch_lightning", "lightning", "numpy"}
    for name in lookup.every_fact():
        while name := name.rpartition(".")[0]:
            if lookup.kind_of_class(name) is None and name not in lookup.every_fact():
                found.add(name)
    return frozenset(found)
