"""Compare the facts in server/pytorch with the PyTorch and Lightning that are installed.

    python scripts/audit.py            # everything, about a minute
    python scripts/audit.py --quick    # names, signatures and completeness only
    python scripts/audit.py --list     # also what could not be audited

Exits 1 when a fact is wrong. Facts about packages that are not installed are counted as not audited.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import inspect
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch
from torch import nn, optim

from scripts.audit_signatures import accepted
from server.pytorch import dtypes, lookup
from server.pytorch.facts import (
    Context,
    Fact,
    Hook,
    KnownClass,
    LayerClass,
    LossClass,
    LossFunction,
    OptimizerClass,
    Property,
    SchedulerClass,
    TensorFunction,
)

MISSING = object()


@dataclass
class Audit:
    """What was found: wrong facts, facts that could not be looked at, and how many were right."""

    wrong: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    right: int = 0

    def check(self, holds: bool, complaint: str) -> None:
        """Count a fact as right, or note the complaint."""
        if holds:
            self.right += 1
        else:
            self.wrong.append(complaint)


def main() -> int:
    """Run the audit and print a summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="do not run any of the functions")
    parser.add_argument("--list", action="store_true", help="list what could not be audited")
    options = parser.parse_args()
    audit = names_and_signatures()
    completeness(audit)
    if not options.quick:
        from scripts.audit_runs import behaviour

        behaviour(audit)
    for complaint in audit.wrong:
        print(f"wrong: {complaint}")
    if options.list:
        print("\n".join(f"not audited: {name}" for name in audit.skipped))
    print(
        f"{audit.right} right, {len(audit.wrong)} wrong, {len(audit.skipped)} not audited (torch {torch.__version__})"
    )
    return 1 if audit.wrong else 0


def names_and_signatures() -> Audit:
    """Every name exists (or is gone, where the row says so), and takes the parameters that its row names."""
    audit = Audit()
    for name, row in lookup.every_fact().items():
        _one(audit, name, resolve(name), row)
    for owner, rows in lookup.every_method().items():
        instance, cls = sample(owner)
        for name, row in rows.items():
            found = inspect.getattr_static(cls, name, MISSING) if cls else MISSING
            if found is MISSING and instance is not None:
                found = getattr(instance, name, MISSING)
            elif found is not MISSING:
                found = getattr(cls, name, found)
            unknown = cls is None or (instance is None and found is MISSING and isinstance(row, Property))
            _one(audit, f"{owner}.{name}", None if unknown else found, row)
    return audit


def _one(audit: Audit, name: str, found: object, row: Fact) -> None:
    if found is None:
        audit.skipped.append(name)
    elif row.until is not None:
        audit.check(found is MISSING, f"{name} still exists, but its row says that it is gone")
    elif found is MISSING:
        audit.check(False, f"{name} does not exist")
    else:
        audit.check(_is_class_as_told(found, row), f"{name} is not what its row {type(row).__name__} says: {found!r}")
        for call, signature in _signatures(found, row):
            complaint = accepted(name, call, signature)
            audit.check(complaint is None, f"{name}: {complaint}")


def _signatures(found: object, row: Fact) -> Iterator[tuple[object, tuple[str, ...]]]:
    match row:
        case LayerClass() | LossClass():
            yield found, row.signature
            yield getattr(found, "forward", found), row.call
        case LossFunction():
            yield found, row.call
        case Property() | Hook():
            return
        case _:
            yield found, row.signature


def _is_class_as_told(found: object, row: Fact) -> bool:
    match row:
        case LayerClass() | LossClass():
            return isinstance(found, type) and issubclass(found, nn.Module)
        case OptimizerClass():
            return isinstance(found, type) and issubclass(found, optim.Optimizer)
        case SchedulerClass():
            return isinstance(found, type) and issubclass(found, optim.lr_scheduler.LRScheduler)
        case KnownClass():
            return isinstance(found, type) or callable(found)
        case TensorFunction() | LossFunction() | Context():
            return callable(found)
        case _:
            return True


def completeness(audit: Audit) -> None:
    """No optimizer, scheduler, module or loss of the installed torch is missing from the tables."""
    for prefix, module, base in (
        ("torch.optim", optim, optim.Optimizer),
        ("torch.optim.lr_scheduler", optim.lr_scheduler, optim.lr_scheduler.LRScheduler),
        ("torch.nn", nn, nn.Module),
    ):
        for name, cls in vars(module).items():
            if isinstance(cls, type) and issubclass(cls, base) and cls is not base and not name.startswith("_"):
                known = lookup.kind_of_class(f"{prefix}.{name}") is not None
                audit.check(known or name in ABSTRACT, f"{prefix}.{name} is in no table")
                defined = f"{cls.__module__}.{cls.__qualname__}"
                same = lookup.canonical(defined) == lookup.canonical(f"{prefix}.{name}")
                audit.check(same or name in ABSTRACT, f"{defined} is not known as {prefix}.{name}")
    for name, function in vars(nn.functional).items():
        if not name.startswith("_") and inspect.isfunction(function) and function.__module__ == "torch.nn.functional":
            audit.check(
                lookup.fact(f"torch.nn.functional.{name}") is not None or name in UNKNOWN_FUNCTIONS,
                f"torch.nn.functional.{name} is in no table",
            )
    for name, value in vars(torch).items():
        if isinstance(value, torch.dtype) and f"torch.{name}" in dtypes.DTYPES:
            told = dtypes.DTYPES[f"torch.{name}"]
            audit.check(value is getattr(torch, told), f"torch.{name} is {value}, not {told}")
            audit.check(value.is_floating_point == (told in dtypes.FLOATING), f"torch.{name} floating")
    for name in dtypes.DTYPES:
        audit.check(isinstance(resolve(name), torch.dtype), f"{name} is no dtype")
    for name in ("Tensor", "nn.Parameter", "nn.Module", "utils.data.DataLoader", "amp.GradScaler"):
        audit.check(lookup.kind_of_class(f"torch.{name}") is not None, f"torch.{name} has no kind")


ABSTRACT = {"Container", "RNNBase", "RNNCellBase", "NLLLoss2d"}

UNKNOWN_FUNCTIONS = {
    "assert_int_or_pair",
    "grouped_mm",
    "linear_cross_entropy",
    "multi_head_attention_forward",
    "scaled_grouped_mm",
    "scaled_mm",
    *(
        f"{kind}{d}d_with_indices"
        for kind in ("max_pool", "adaptive_max_pool", "fractional_max_pool")
        for d in (1, 2, 3)
    ),
}
"""Functions that training code hardly calls by name; without a row their results are unknown."""


def resolve(name: str) -> object:
    """The object of that qualified name, MISSING, or None where its package is not installed."""
    parts = name.split(".")
    if importlib.util.find_spec(parts[0]) is None:
        return None
    found: object = importlib.import_module(parts[0])
    for end, part in enumerate(parts[1:], start=2):
        inner = getattr(found, part, MISSING)
        if inner is MISSING and inspect.ismodule(found):
            try:
                inner = importlib.import_module(".".join(parts[:end]))
            except ModuleNotFoundError as error:
                return MISSING if (error.name or "").startswith(parts[0]) else None
        found = inner
        if found is MISSING:
            return MISSING
    return found


def sample(owner: str) -> tuple[object, type | None]:
    """An instance (for attributes that constructors set) and the class that stands for a kind or class name."""
    from scripts.audit_samples import instances

    if owner in (made := instances()):
        instance = made[owner]
        return instance, type(instance)
    if "." in owner:
        found = resolve(owner)
        return None, found if isinstance(found, type) else None
    bases = [name for name in BASE_OF.get(owner, ()) if resolve(name)]
    found = resolve(bases[0]) if bases else None
    return None, found if isinstance(found, type) else None


BASE_OF = {
    "lightning_module": ("lightning.pytorch.LightningModule",),
    "data_module": ("lightning.pytorch.LightningDataModule",),
    "callback": ("lightning.pytorch.callbacks.Callback",),
    "lightning_optimizer": ("lightning.pytorch.core.optimizer.LightningOptimizer",),
    "logger": ("lightning.pytorch.loggers.Logger",),
    "metric": ("torchmetrics.Metric",),
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    raise SystemExit(main())
