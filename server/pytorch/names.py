"""Other names of things: where PyTorch, Lightning and others define what they offer under a shorter name.

`MODULES` maps a module to the one whose names its own names are; `ALIASES` maps single names. The longest
match wins, and the result is looked up again, so that chains end at the public name.
"""

from __future__ import annotations

_OPTIM = (
    "adadelta adafactor adagrad adam adamax adamw asgd lbfgs muon nadam optimizer radam rmsprop rprop sgd sparse_adam"
)
_NN = (
    "activation adaptive batchnorm channelshuffle container conv distance dropout flatten fold instancenorm lazy"
    " linear loss module normalization padding pixelshuffle pooling rnn sparse transformer upsampling utils"
)
_CALLBACKS = (
    "batch_size_finder callback checkpoint device_stats_monitor early_stopping finetuning"
    " gradient_accumulation_scheduler lambda_function lr_finder lr_monitor model_checkpoint model_summary on_exception_checkpoint"
    " prediction_writer progress progress.progress_bar progress.rich_progress progress.tqdm_progress pruning rich_model_summary"
    " spike stochastic_weight_avg throughput_monitor timer weight_averaging"
)
_LOGGERS = "comet csv_logs litlogger logger mlflow neptune tensorboard wandb"

MODULES: dict[str, str] = {
    "torch.functional": "torch",
    "torch._tensor": "torch",
    "torch.autograd.grad_mode": "torch.autograd",
    "torch.autograd.anomaly_mode": "torch.autograd",
    "torch.autograd.function": "torch.autograd",
    "torch.autograd.variable": "torch.autograd",
    "torch.amp.autocast_mode": "torch.amp",
    "torch.amp.grad_scaler": "torch.amp",
    "torch.cuda.amp.autocast_mode": "torch.cuda.amp",
    "torch.cuda.amp.grad_scaler": "torch.cuda.amp",
    "torch.cpu.amp.autocast_mode": "torch.cpu.amp",
    "torch.cpu.amp.grad_scaler": "torch.cpu.amp",
    "torch.cuda.random": "torch.cuda",
    "torch.cuda.memory": "torch.cuda",
    "torch.cuda.streams": "torch.cuda",
    "torch.random": "torch",
    "torch.serialization": "torch",
    "torch.nn.parameter": "torch.nn",
    "torch.nn.modules": "torch.nn",
    "torch.nn.parallel.data_parallel": "torch.nn.parallel",
    "torch.nn.parallel.distributed": "torch.nn.parallel",
    "torch.nn.utils.clip_grad": "torch.nn.utils",
    "torch.nn.utils.convert_parameters": "torch.nn.utils",
    "torch.utils.data.dataloader": "torch.utils.data",
    "torch.utils.data.dataset": "torch.utils.data",
    "torch.utils.data.sampler": "torch.utils.data",
    "torch.utils.data.distributed": "torch.utils.data",
    "torch.utils.tensorboard.writer": "torch.utils.tensorboard",
    "torch.distributed.distributed_c10d": "torch.distributed",
    "torch.distributed.fsdp.fully_sharded_data_parallel": "torch.distributed.fsdp",
    "torch.distributed.optim.zero_redundancy_optimizer": "torch.distributed.optim",
    "torch.distributed._composable.fsdp": "torch.distributed.fsdp",
    "torch.distributed._composable.fsdp.fully_shard": "torch.distributed.fsdp",
    "pytorch_lightning": "lightning.pytorch",
    "lightning.pytorch.core": "lightning.pytorch",
    "lightning.pytorch.core.module": "lightning.pytorch",
    "lightning.pytorch.core.lightning": "lightning.pytorch",
    "lightning.pytorch.core.datamodule": "lightning.pytorch",
    "lightning.pytorch.trainer.trainer": "lightning.pytorch",
    "lightning.pytorch.trainer": "lightning.pytorch",
    "lightning.pytorch.utilities.seed": "lightning.pytorch",
    "lightning_fabric": "lightning.fabric",
    "lightning.fabric.fabric": "lightning.fabric",
    "accelerate.accelerator": "accelerate",
    "timm.models.factory": "timm.models",
    "timm.models._factory": "timm.models",
    "tqdm.std": "tqdm",
    "tqdm.auto": "tqdm",
    "tqdm.autonotebook": "tqdm",
    "tqdm.notebook": "tqdm",
    "tqdm.asyncio": "tqdm",
    "tqdm.rich": "tqdm",
    "tensorboardX": "torch.utils.tensorboard",
    "tensorboardX.writer": "torch.utils.tensorboard",
    **{f"torch.optim.{part}": "torch.optim" for part in _OPTIM.split()},
    **{f"torch.nn.modules.{part}": "torch.nn" for part in _NN.split()},
    **{f"lightning.pytorch.callbacks.{part}": "lightning.pytorch.callbacks" for part in _CALLBACKS.split()},
    **{f"lightning.pytorch.loggers.{part}": "lightning.pytorch.loggers" for part in _LOGGERS.split()},
}

ALIASES: dict[str, str] = {
    # `models.__dict__[name](...)`: an item of a package stands for any of its members.
    "torchvision.models.__dict__": "torchvision.models.get_model",
    "torch.optim.__dict__": "torch.optim.Optimizer",
    "torch.autograd.no_grad": "torch.no_grad",
    "torch.autograd.enable_grad": "torch.enable_grad",
    "torch.autograd.inference_mode": "torch.inference_mode",
    "torch.autograd.set_grad_enabled": "torch.set_grad_enabled",
    "torch.amp.autocast": "torch.autocast",
    "torch.cuda.amp.common": "torch.cuda.amp",
    "torch.GradScaler": "torch.amp.GradScaler",
    "torch.nn.parallel.DataParallel": "torch.nn.DataParallel",
    "torch.nn.functional.tensor": "torch.tensor",
    "torch.optim.lr_scheduler._LRScheduler": "torch.optim.lr_scheduler.LRScheduler",
    "torch.utils.data._utils.collate.default_collate": "torch.utils.data.default_collate",
    "torch.multiprocessing.spawn.spawn": "torch.multiprocessing.spawn",
    "tqdm.tqdm_notebook": "tqdm.tqdm",
    **{
        f"lightning.{name}": f"lightning.pytorch.{name}"
        for name in ("LightningModule", "LightningDataModule", "Trainer", "Callback", "seed_everything")
    },
    "lightning.Fabric": "lightning.fabric.Fabric",
    "lightning.pytorch.Callback": "lightning.pytorch.callbacks.Callback",
    "transformers.trainer.Trainer": "transformers.Trainer",
}
