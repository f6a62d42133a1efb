"""Lightning: modules, Trainer, Fabric, callbacks, loggers (lightning 2.6.6, under its `lightning.pytorch` names)."""

from __future__ import annotations

from .facts import Action, Context, Fact, Kind, KnownClass, ModelFactory, Property, names
from .lightning_hooks import CALLBACK, DATA, MODULE

_LOG = "prog_bar logger on_step on_epoch reduce_fx enable_graph sync_dist sync_dist_group add_dataloader_idx batch_size"
_EVALUATION = "verbose datamodule weights_only"

FACTS: dict[str, Fact] = {
    "lightning.pytorch.Trainer": KnownClass(
        "trainer",
        names(
            "* accelerator strategy devices num_nodes precision logger callbacks fast_dev_run max_epochs min_epochs"
            " max_steps min_steps max_time limit_train_batches limit_val_batches limit_test_batches"
            " limit_predict_batches overfit_batches val_check_interval check_val_every_n_epoch num_sanity_val_steps"
            " log_every_n_steps enable_checkpointing enable_progress_bar enable_model_summary"
            " accumulate_grad_batches gradient_clip_val gradient_clip_algorithm deterministic benchmark"
            " inference_mode use_distributed_sampler profiler detect_anomaly barebones plugins sync_batchnorm"
            " reload_dataloaders_every_n_epochs default_root_dir enable_autolog_hparams model_registry"
        ),
        holds=names("callbacks logger"),
    ),
    "lightning.pytorch.seed_everything": Action(names("seed workers verbose"), effect="sets_seed", returns="python"),
    "lightning.fabric.Fabric": KnownClass(
        "fabric", names("* accelerator strategy devices num_nodes precision plugins callbacks loggers")
    ),
    "lightning.fabric.seed_everything": Action(names("seed workers verbose"), effect="sets_seed", returns="python"),
}

_CALLBACKS: dict[str, str] = {
    "ModelCheckpoint": (
        "dirpath filename monitor verbose save_last save_top_k save_on_exception save_weights_only mode"
        " auto_insert_metric_name every_n_train_steps train_time_interval every_n_epochs save_on_train_epoch_end"
        " enable_version_counter"
    ),
    "EarlyStopping": (
        "monitor min_delta patience verbose mode strict check_finite stopping_threshold divergence_threshold"
        " check_on_train_epoch_end log_rank_zero_only"
    ),
    "LearningRateMonitor": "logging_interval log_momentum log_weight_decay",
    "LearningRateFinder": "min_lr max_lr num_training_steps mode early_stop_threshold update_attr attr_name",
    "StochasticWeightAveraging": "swa_lrs swa_epoch_start annealing_epochs annealing_strategy avg_fn device",
    "WeightAveraging": "device use_buffers **kwargs",
    "EMAWeightAveraging": (
        "device use_buffers decay update_every_n_steps update_starting_at_step update_starting_at_epoch **kwargs"
    ),
    "GradientAccumulationScheduler": "scheduling",
    "BackboneFinetuning": (
        "unfreeze_backbone_at_epoch lambda_func backbone_initial_ratio_lr backbone_initial_lr should_align"
        " initial_denom_lr train_bn verbose rounding"
    ),
    "BaseFinetuning": "",
    "BatchSizeFinder": "mode steps_per_trial init_val max_trials batch_arg_name margin max_val",
    "BasePredictionWriter": "write_interval",
    "DeviceStatsMonitor": "cpu_stats",
    "LambdaCallback": "*args **kwargs",
    "ModelPruning": "pruning_fn parameters_to_prune parameter_names use_global_unstructured amount",
    "ModelSummary": "max_depth **summarize_kwargs",
    "RichModelSummary": "max_depth **summarize_kwargs",
    "OnExceptionCheckpoint": "dirpath filename",
    "ProgressBar": "",
    "RichProgressBar": "refresh_rate leave theme console_kwargs",
    "TQDMProgressBar": "refresh_rate process_position leave",
    "SpikeDetection": "mode window warmup atol rtol exclude_batches_path finite_only",
    "ThroughputMonitor": "batch_size_fn length_fn **kwargs",
    "Timer": "duration interval verbose",
}
_LOGGERS: dict[str, str] = {
    "CSVLogger": "save_dir name version prefix flush_logs_every_n_steps",
    "CometLogger": "* api_key workspace project experiment_key mode online prefix **kwargs",
    "MLFlowLogger": (
        "experiment_name run_name tracking_uri tags save_dir log_model prefix artifact_location run_id synchronous"
    ),
    "TensorBoardLogger": "save_dir name version log_graph default_hp_metric prefix sub_dir **kwargs",
    "WandbLogger": (
        "name save_dir version offline dir id anonymous project log_model experiment prefix checkpoint_name"
        " add_file_policy **kwargs"
    ),
}
FACTS.update(
    {f"lightning.pytorch.callbacks.{name}": KnownClass("callback", names(sig)) for name, sig in _CALLBACKS.items()}
)
FACTS.update({f"lightning.pytorch.loggers.{name}": KnownClass("logger", names(sig)) for name, sig in _LOGGERS.items()})

BASES: dict[str, Kind] = {
    "lightning.pytorch.LightningModule": "lightning_module",
    "lightning.pytorch.LightningDataModule": "data_module",
    "lightning.pytorch.callbacks.Callback": "callback",
    "lightning.pytorch.callbacks.Checkpoint": "callback",
    "lightning.pytorch.loggers.Logger": "logger",
    "lightning.pytorch.core.optimizer.LightningOptimizer": "lightning_optimizer",
    "torchmetrics.Metric": "metric",
    "torchmetrics.MetricCollection": "metric",
}

_HPARAMS: dict[str, Fact] = {
    "save_hyperparameters": Action(names("*args ignore frame logger"), effect="saves_hyperparameters", returns="none"),
    "hparams": Property("dict"),
    "trainer": Property("trainer"),
}
_TRAINER_FACTS: dict[str, Fact] = {
    name: Property("python")
    for name in names(
        "current_epoch global_step max_epochs min_epochs max_steps min_steps global_rank local_rank node_rank world_size"
        " num_devices num_nodes num_training_batches num_val_batches num_test_batches is_global_zero is_last_batch"
        " sanity_checking training validating testing predicting evaluating log_dir ckpt_path default_root_dir precision"
        " estimated_stepping_batches callback_metrics logged_metrics progress_bar_metrics interrupted"
    )
}

METHODS: dict[str, dict[str, Fact]] = {
    "lightning_module": {
        **MODULE,
        **_HPARAMS,
        "log": Action(names(f"name value {_LOG} metric_attribute rank_zero_only"), effect="logs", returns="none"),
        "log_dict": Action(names(f"dictionary {_LOG} rank_zero_only"), effect="logs", returns="none"),
        "print": Action(returns="none"),
        "manual_backward": Action(names("loss *args **kwargs"), effect="backward", returns="none", on=("loss",)),
        "optimizers": Action(names("use_pl_optimizer"), returns="optimizers"),
        "lr_schedulers": Action((), returns="schedulers"),
        "toggle_optimizer": Action(names("optimizer"), effect="toggles", returns="none", on=("optimizer",)),
        "untoggle_optimizer": Action(names("optimizer"), effect="untoggles", returns="none", on=("optimizer",)),
        "toggled_optimizer": Context(names("optimizer"), "toggle", argument="optimizer"),
        "clip_gradients": Action(
            names("optimizer gradient_clip_val gradient_clip_algorithm"),
            effect="clips_norm",
            returns="none",
            on=("optimizer",),
        ),
        "load_from_checkpoint": ModelFactory(
            names("checkpoint_path map_location hparams_file strict weights_only **kwargs"), mode_dependent=None
        ),
        "freeze": Action((), effect="freezes", returns="none"),
        "unfreeze": Action((), effect="unfreezes", returns="none"),
        "all_gather": Action(names("data group sync_grads"), effect="communicates", returns="argument"),
        "to_torchscript": Action(names("file_path method example_inputs **kwargs"), returns="unknown"),
        "to_onnx": Action(names("file_path input_sample **kwargs"), effect="saves", returns="none"),
        "automatic_optimization": Property("python"),
        "example_input_array": Property("unknown"),
        "device": Property("device"),
        "dtype": Property("dtype"),
        "logger": Property("logger"),
        "loggers": Property("list"),
        "fabric": Property("fabric"),
        "current_epoch": Property("python"),
        "global_step": Property("python"),
        "global_rank": Property("python"),
        "local_rank": Property("python"),
        "strict_loading": Property("python"),
    },
    "data_module": {
        **DATA,
        **_HPARAMS,
        "on_exception": CALLBACK["on_exception"]._replace(signature=names("exception")),
        "state_dict": Action((), returns="state"),
        "load_state_dict": Action(names("state_dict"), effect="loads_state", returns="none"),
    },
    "callback": CALLBACK,
    "trainer": {
        **_TRAINER_FACTS,
        "fit": Action(
            names("model train_dataloaders val_dataloaders datamodule ckpt_path weights_only"),
            effect="runs_training",
            returns="none",
            on=("model",),
        ),
        "validate": Action(
            names(f"model dataloaders ckpt_path {_EVALUATION}"), effect="runs_evaluation", returns="list", on=("model",)
        ),
        "test": Action(
            names(f"model dataloaders ckpt_path {_EVALUATION}"), effect="runs_evaluation", returns="list", on=("model",)
        ),
        "predict": Action(
            names("model dataloaders datamodule return_predictions ckpt_path weights_only"),
            effect="runs_prediction",
            returns="list",
            on=("model",),
        ),
        "save_checkpoint": Action(names("filepath weights_only storage_options"), effect="saves", returns="none"),
        "init_module": Context(names("empty_init"), "init_empty", decorator=False),
        "print": Action(returns="none"),
        "optimizers": Property("optimizers"),
        "lightning_module": Property("lightning_module"),
        "model": Property("module"),
        "strategy": Property("unknown"),
        "logger": Property("logger"),
        "loggers": Property("list"),
        "train_dataloader": Property("loaders"),
        "val_dataloaders": Property("loaders"),
        "test_dataloaders": Property("loaders"),
    },
    "lightning_optimizer": {
        "step": Action(names("closure **kwargs"), effect="steps", returns="unknown"),
        "toggle_model": Context(names("sync_grad"), "toggle", decorator=False),
        "optimizer": Property("optimizer"),
    },
    "fabric": {
        "setup": Action(
            names("module *optimizers scheduler move_to_device _reapply_compile"),
            effect="prepares",
            returns="arguments",
            on=names("module optimizers"),
        ),
        "setup_module": Action(
            names("module move_to_device _reapply_compile"), effect="prepares", returns="argument", on=("module",)
        ),
        "setup_optimizers": Action(names("*optimizers"), effect="prepares", returns="arguments", on=("optimizers",)),
        "setup_dataloaders": Action(
            names("*dataloaders use_distributed_sampler move_to_device"),
            effect="prepares",
            returns="arguments",
            on=("dataloaders",),
        ),
        "backward": Action(names("tensor *args model **kwargs"), effect="backward", returns="none", on=("tensor",)),
        "clip_gradients": Action(
            names("module optimizer clip_val max_norm norm_type error_if_nonfinite"),
            effect="clips_norm",
            returns="tensor",
            on=names("module optimizer"),
        ),
        "autocast": Context((), "autocast", decorator=False),
        "no_backward_sync": Context(names("module enabled"), "no_sync", argument="enabled", decorator=False),
        "init_module": Context(names("empty_init"), "init_empty", decorator=False),
        "init_tensor": Context((), "default_device", decorator=False),
        "sharded_model": Context((), "init_empty", decorator=False),
        "rank_zero_first": Context(names("local"), "nothing", decorator=False),
        "launch": Action(names("function *args **kwargs"), effect="calls", on=("function",)),
        "call": Action(names("hook_name *args **kwargs"), effect="unknown", returns="none"),
        "to_device": Action(names("obj"), effect="moves", returns="argument", on=("obj",)),
        "save": Action(names("path state filter"), effect="saves", returns="none"),
        "load": Action(names("path state strict * weights_only"), effect="loads_state", returns="dict", on=("state",)),
        "load_raw": Action(names("path obj strict * weights_only"), effect="loads_state", returns="none", on=("obj",)),
        "log": Action(names("name value step"), effect="logs", returns="none"),
        "log_dict": Action(names("metrics step"), effect="logs", returns="none"),
        "print": Action(returns="none"),
        "barrier": Action(names("name"), effect="communicates", returns="none"),
        "broadcast": Action(names("obj src"), effect="communicates", returns="argument"),
        "all_gather": Action(names("data group sync_grads"), effect="communicates", returns="argument"),
        "all_reduce": Action(names("data group reduce_op"), effect="communicates", returns="argument"),
        "seed_everything": Action(names("seed workers verbose"), effect="sets_seed", returns="python"),
        "device": Property("device"),
        "global_rank": Property("python"),
        "local_rank": Property("python"),
        "world_size": Property("python"),
        "is_global_zero": Property("python"),
    },
    "metric": {
        "update": Action(returns="none"),
        "compute": Action((), returns="tensor"),
        "reset": Action((), returns="none"),
        "clone": Action((), returns="metric"),
        "add_state": Action(names("name default dist_reduce_fx persistent"), effect="registers_buffer", returns="none"),
        "plot": Action(returns="unknown"),
    },
    "torchmetrics.MetricCollection": {"clone": Action(names("prefix postfix"), returns="metric")},
    "logger": {
        "log_metrics": Action(names("metrics step"), effect="logs", returns="none"),
        "log_hyperparams": Action(effect="logs", returns="none"),
        "experiment": Property("unknown"),
        "save": Action((), returns="none"),
        "finalize": Action(names("status"), returns="none"),
    },
}
