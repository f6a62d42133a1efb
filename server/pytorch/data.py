"""Datasets, samplers and loaders of torch.utils.data (torch 2.13.0)."""

from __future__ import annotations

from .facts import Action, Conflict, Fact, Kind, KnownClass, Need, Property, names

_DATA = "torch.utils.data"

FACTS: dict[str, Fact] = {
    f"{_DATA}.DataLoader": KnownClass(
        "loader",
        names(
            "dataset batch_size shuffle sampler batch_sampler num_workers collate_fn pin_memory drop_last timeout"
            " worker_init_fn multiprocessing_context generator * prefetch_factor persistent_workers pin_memory_device"
            " in_order"
        ),
        holds=names("dataset sampler batch_sampler"),
        constraints=(
            Conflict("sampler", "shuffle"),
            Conflict("batch_sampler", "shuffle"),
            Conflict("batch_sampler", "sampler"),
            Conflict("batch_sampler", "drop_last"),
            Conflict("batch_sampler", "batch_size"),
            Need("persistent_workers", "num_workers"),
            Need("prefetch_factor", "num_workers"),
            Need("multiprocessing_context", "num_workers"),
        ),
    ),
    f"{_DATA}.TensorDataset": KnownClass("dataset", names("*tensors"), holds=("tensors",)),
    f"{_DATA}.ConcatDataset": KnownClass("dataset", names("datasets"), holds=("datasets",)),
    f"{_DATA}.StackDataset": KnownClass("dataset", names("*args **kwargs"), holds=("args",)),
    f"{_DATA}.ChainDataset": KnownClass("iterable_dataset", names("datasets"), holds=("datasets",)),
    f"{_DATA}.Subset": KnownClass("subset", names("dataset indices"), holds=("dataset",)),
    f"{_DATA}.RandomSampler": KnownClass(
        "sampler", names("data_source replacement num_samples generator"), holds=("data_source",)
    ),
    f"{_DATA}.SequentialSampler": KnownClass("sampler", names("data_source"), holds=("data_source",)),
    f"{_DATA}.SubsetRandomSampler": KnownClass("sampler", names("indices generator")),
    f"{_DATA}.WeightedRandomSampler": KnownClass("sampler", names("weights num_samples replacement generator")),
    f"{_DATA}.BatchSampler": KnownClass("batch_sampler", names("sampler batch_size drop_last"), holds=("sampler",)),
    f"{_DATA}.DistributedSampler": KnownClass(
        "distributed_sampler", names("dataset num_replicas rank shuffle seed drop_last"), holds=("dataset",)
    ),
    f"{_DATA}.random_split": Action(names("dataset lengths generator"), returns="list", on=("dataset",)),
    f"{_DATA}.default_collate": Action(names("batch"), returns="unknown"),
    f"{_DATA}.default_convert": Action(names("data"), returns="unknown"),
    f"{_DATA}.get_worker_info": Action((), returns="unknown"),
}

BASES: dict[str, Kind] = {
    f"{_DATA}.Dataset": "dataset",
    f"{_DATA}.IterableDataset": "iterable_dataset",
    f"{_DATA}.Sampler": "sampler",
}

METHODS: dict[str, dict[str, Fact]] = {
    "loader": {
        "__iter__": Action((), returns="iterator"),
        "__len__": Action((), returns="python"),
        "dataset": Property("dataset"),
        "sampler": Property("sampler"),
        "batch_sampler": Property("batch_sampler"),
        "batch_size": Property("python"),
        "num_workers": Property("python"),
        "drop_last": Property("python"),
    },
    "dataset": {"__len__": Action((), returns="python"), "__getitem__": Action(names("index"))},
    "subset": {"dataset": Property("dataset"), "indices": Property("python")},
    "sampler": {"__iter__": Action((), returns="iterator"), "__len__": Action((), returns="python")},
    "distributed_sampler": {"set_epoch": Action(names("epoch"), effect="sets_epoch", returns="none")},
}
