"""Run a Trainer with every hook overridden, and compare the order with the tables of Lightning's hooks."""

from __future__ import annotations

import inspect
import logging
import tempfile
from typing import TYPE_CHECKING

import torch

from server.pytorch import lightning_hooks, lookup
from server.pytorch.facts import Hook

if TYPE_CHECKING:
    from scripts.audit import Audit

QUIET = {
    "accelerator": "cpu",
    "logger": False,
    "enable_checkpointing": False,
    "enable_progress_bar": False,
    "enable_model_summary": False,
    "gradient_clip_val": 1.0,
    "num_sanity_val_steps": 0,
    "max_epochs": 1,
    "default_root_dir": tempfile.gettempdir(),
}


def hooks(audit: Audit) -> None:
    """The order of one `fit` and one `test`, and the gradient and training mode in each hook."""
    try:
        import lightning.pytorch as pl
    except ImportError:
        audit.skipped.append("lightning hooks (not run)")
        return
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    calls: list[str] = []
    modes: dict[str, tuple[bool, bool]] = {}
    module = _spied(calls, modes)
    pl.Trainer(**QUIET).fit(module)
    batches = [
        *lightning_hooks.FIT_START,
        *lightning_hooks.TRAIN_START,
        lightning_hooks.TRAIN_EPOCH[0],
        *lightning_hooks.TRAIN_BATCH,
        *lightning_hooks.VALIDATION,
        lightning_hooks.TRAIN_EPOCH[1],
        *lightning_hooks.FIT_END,
    ]
    _in_order(audit, "fit", batches, calls)
    for name, row in lightning_hooks.MODULE.items():
        assert isinstance(row, Hook)
        if name in calls:
            early = calls.index(name) < calls.index("configure_optimizers")
            audit.check(early == row.before_optimizers, f"{name}: before_optimizers")
            audit.check(modes[name][0] == row.grad, f"{name}: gradients are {'on' if modes[name][0] else 'off'}")
            audit.check(modes[name][1] == (row.mode != "eval"), f"{name}: training mode is {modes[name][1]}")
    calls.clear()
    pl.Trainer(**QUIET).test(module, verbose=False)
    _in_order(audit, "test", list(lightning_hooks.TEST), calls)
    for name in (*lightning_hooks.PREDICT, *lightning_hooks.VALIDATION):
        audit.check(name in lightning_hooks.MODULE or hasattr(pl.LightningModule, name) or "predict" in name, name)
    for name in lightning_hooks.REMOVED:
        audit.check(not hasattr(pl.LightningModule, name), f"{name} is a hook of this Lightning")
        audit.check(lookup.method("lightning_module", name) is None, f"{name} has a row and is listed as removed")


def _in_order(audit: Audit, what: str, told: list[str], calls: list[str]) -> None:
    """The told hooks that were called come in the told order; what was called is told."""
    called = list(dict.fromkeys(calls))
    order = [name for name in told if name in called and name not in TRANSFER]
    seen = [name for name in called if name not in TRANSFER]
    audit.check(order == seen, f"order of hooks in {what}: {seen}, not {order}")


TRANSFER = {
    "val_dataloader",
    "on_before_batch_transfer",
    "transfer_batch_to_device",
    "on_after_batch_transfer",
    "lr_scheduler_step",
}
"""They run for each batch of each loop, or where the loaders say."""


def _spied(calls: list[str], modes: dict[str, tuple[bool, bool]]) -> torch.nn.Module:
    """A module whose every hook notes its name, and the gradient and training mode at its start."""
    import lightning.pytorch

    class Plain(lightning.pytorch.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.layer = torch.nn.Linear(2, 1)

        def training_step(self, batch: torch.Tensor) -> torch.Tensor:
            return self.layer(batch).sum()

        def validation_step(self, batch: torch.Tensor) -> None:
            self.layer(batch)

        test_step = validation_step

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.SGD(self.parameters(), lr=0.1)

        def train_dataloader(self) -> torch.utils.data.DataLoader[torch.Tensor]:
            return torch.utils.data.DataLoader(torch.zeros(4, 2), batch_size=2)  # pyright: ignore[reportArgumentType]

        val_dataloader = test_dataloader = train_dataloader

    for name in lightning_hooks.MODULE:
        if name in {"configure_sharded_model", "predict_dataloader", "predict_step"} or not hasattr(Plain, name):
            continue
        setattr(Plain, name, _spy(name, getattr(Plain, name), calls, modes))
    return Plain()


def _spy(name: str, function: object, calls: list[str], modes: dict[str, tuple[bool, bool]]) -> object:
    assert callable(function)

    def noting(self: torch.nn.Module, *args: object, **kwargs: object) -> object:
        calls.append(name)
        modes.setdefault(name, (torch.is_grad_enabled(), self.training))
        return function(self, *args, **kwargs)

    # Not functools.wraps: Lightning looks through a wrapper, and would take the hook for one that is not overridden.
    noting.__signature__ = inspect.signature(function)
    noting.__name__ = name
    return noting
