"""Small objects to try facts on."""

from __future__ import annotations

import tempfile
from functools import cache

import numpy as np
import torch
from torch import nn, optim
from torch.utils import data


@cache
def instances() -> dict[str, object]:
    """One object of each kind or class that can be made here, by kind or class name."""
    layer = nn.Linear(2, 2)
    sgd = optim.SGD(layer.parameters(), lr=0.1)
    dataset = data.TensorDataset(torch.zeros(4, 2))
    made: dict[str, object] = {
        "tensor": torch.zeros(2, 2),
        "module": layer,
        "optimizer": sgd,
        "scheduler": optim.lr_scheduler.StepLR(sgd, 1),
        "scaler": torch.amp.GradScaler("cpu"),
        "dataset": dataset,
        "subset": data.Subset(dataset, [0]),
        "loader": data.DataLoader(dataset),
        "sampler": data.SequentialSampler(dataset),
        "distributed_sampler": data.DistributedSampler(dataset, num_replicas=1, rank=0),
        "array": np.zeros(2),
        "torch.nn.DataParallel": nn.DataParallel(layer),
        "torch.optim.swa_utils.AveragedModel": optim.swa_utils.AveragedModel(layer),
    }
    try:
        import lightning.fabric
        import lightning.pytorch
    except ImportError:
        return made
    made["fabric"] = lightning.fabric.Fabric(accelerator="cpu")
    made["trainer"] = lightning.pytorch.Trainer(
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=tempfile.gettempdir(),
    )
    return made
