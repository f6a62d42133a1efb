"""Run optimizers, layers, losses, wrappers and a Trainer, and compare what happens with the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.audit_tensors import tensor_functions

if TYPE_CHECKING:
    from scripts.audit import Audit


def behaviour(audit: Audit) -> None:
    """All checks that run something."""
    tensor_functions(audit)
