"""Optimizers and learning-rate schedulers of torch.optim (torch 2.13.0)."""

from __future__ import annotations

from .facts import Action, Bound, Conflict, Fact, Kind, Need, OptimizerClass, Property, SchedulerClass, Wrapper, names

_LR = Bound("lr", minimum=0.0)
_EPS = Bound("eps", minimum=0.0)
_DECAY = Bound("weight_decay", minimum=0.0)
_BETAS = Bound("betas", minimum=0.0, maximum=1.0, maximum_allowed=False)
_FUSED = (Conflict("foreach", "fused"), Conflict("fused", "differentiable"))
_ADAM = (_LR, _EPS, _DECAY, _BETAS)

DRIFTING = frozenset(f"torch.optim.{name}" for name in ("Adam", "AdamW", "Adamax", "ASGD", "NAdam", "RAdam"))
"""Those whose steps go on changing parameters when the gradients are zeros, whatever the options."""

FACTS: dict[str, Fact] = {
    "torch.optim.Adadelta": OptimizerClass(
        names("params lr rho eps weight_decay foreach * capturable maximize differentiable"),
        constraints=(_LR, Bound("rho", minimum=0.0, maximum=1.0), _EPS, _DECAY),
    ),
    "torch.optim.Adafactor": OptimizerClass(
        names("params lr beta2_decay eps d weight_decay * foreach maximize"),
        mixes_dtypes=False,
        constraints=(_LR, Bound("beta2_decay", maximum=0.0), Bound("d", minimum=1.0), _DECAY),
    ),
    "torch.optim.Adagrad": OptimizerClass(
        names("params lr lr_decay weight_decay initial_accumulator_value eps foreach * maximize differentiable fused"),
        builds_state_at_once=True,
        constraints=(
            _LR,
            Bound("lr_decay", minimum=0.0),
            _DECAY,
            Bound("initial_accumulator_value", minimum=0.0),
            _EPS,
            *_FUSED,
        ),
    ),
    "torch.optim.Adam": OptimizerClass(
        names(
            "params lr betas eps weight_decay amsgrad * foreach maximize capturable differentiable fused"
            " decoupled_weight_decay"
        ),
        mixes_dtypes=False,
        constraints=(*_ADAM, *_FUSED),
    ),
    "torch.optim.AdamW": OptimizerClass(
        names("params lr betas eps weight_decay amsgrad * maximize foreach capturable differentiable fused"),
        mixes_dtypes=False,
        constraints=(*_ADAM, *_FUSED),
    ),
    "torch.optim.Adamax": OptimizerClass(
        names("params lr betas eps weight_decay foreach * maximize differentiable capturable"),
        mixes_dtypes=False,
        constraints=_ADAM,
    ),
    "torch.optim.ASGD": OptimizerClass(
        names("params lr lambd alpha t0 weight_decay foreach maximize differentiable capturable"),
        constraints=(_LR, _DECAY),
    ),
    "torch.optim.LBFGS": OptimizerClass(
        names("params lr max_iter max_eval tolerance_grad tolerance_change history_size line_search_fn"),
        needs_closure=True,
        takes_groups=False,
        mixes_dtypes=False,
        constraints=(_LR,),
    ),
    "torch.optim.Muon": OptimizerClass(
        names("params lr weight_decay momentum nesterov ns_coefficients eps ns_steps adjust_lr_fn"),
        mixes_dtypes=False,
        constraints=(_LR, Bound("momentum", minimum=0.0), _DECAY),
        since=(2, 9),
    ),
    "torch.optim.NAdam": OptimizerClass(
        names(
            "params lr betas eps weight_decay momentum_decay decoupled_weight_decay"
            " * foreach maximize capturable differentiable"
        ),
        mixes_dtypes=False,
        constraints=(*_ADAM, Bound("momentum_decay", minimum=0.0)),
    ),
    "torch.optim.RAdam": OptimizerClass(
        names("params lr betas eps weight_decay decoupled_weight_decay * foreach maximize capturable differentiable"),
        mixes_dtypes=False,
        constraints=_ADAM,
    ),
    "torch.optim.RMSprop": OptimizerClass(
        names("params lr alpha eps weight_decay momentum centered capturable foreach maximize differentiable"),
        constraints=(_LR, _EPS, Bound("momentum", minimum=0.0), _DECAY, Bound("alpha", minimum=0.0)),
    ),
    "torch.optim.Rprop": OptimizerClass(
        names("params lr etas step_sizes * capturable foreach maximize differentiable"),
        constraints=(_LR,),
    ),
    "torch.optim.SGD": OptimizerClass(
        names("params lr momentum dampening weight_decay nesterov * maximize foreach differentiable fused"),
        keeps_state=False,
        constraints=(
            _LR,
            Bound("momentum", minimum=0.0),
            _DECAY,
            Need("nesterov", "momentum"),
            Conflict("nesterov", "dampening"),
            *_FUSED,
        ),
    ),
    "torch.optim.SparseAdam": OptimizerClass(
        names("params lr betas eps maximize"),
        constraints=(
            Bound("lr", minimum=0.0, minimum_allowed=False),
            Bound("eps", minimum=0.0, minimum_allowed=False),
            _BETAS,
        ),
    ),
    "torch.optim.lr_scheduler.StepLR": SchedulerClass(names("optimizer step_size gamma last_epoch")),
    "torch.optim.lr_scheduler.MultiStepLR": SchedulerClass(
        names("optimizer milestones gamma last_epoch"),
    ),
    "torch.optim.lr_scheduler.ConstantLR": SchedulerClass(names("optimizer factor total_iters last_epoch")),
    "torch.optim.lr_scheduler.LinearLR": SchedulerClass(
        names("optimizer start_factor end_factor total_iters last_epoch")
    ),
    "torch.optim.lr_scheduler.PolynomialLR": SchedulerClass(names("optimizer total_iters power last_epoch")),
    "torch.optim.lr_scheduler.ExponentialLR": SchedulerClass(names("optimizer gamma last_epoch"), granularity="epoch"),
    "torch.optim.lr_scheduler.LambdaLR": SchedulerClass(names("optimizer lr_lambda last_epoch")),
    "torch.optim.lr_scheduler.MultiplicativeLR": SchedulerClass(names("optimizer lr_lambda last_epoch")),
    "torch.optim.lr_scheduler.CosineAnnealingLR": SchedulerClass(names("optimizer T_max eta_min last_epoch")),
    "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts": SchedulerClass(
        names("optimizer T_0 T_mult eta_min last_epoch")
    ),
    "torch.optim.lr_scheduler.CyclicLR": SchedulerClass(
        names(
            "optimizer base_lr max_lr step_size_up step_size_down mode gamma scale_fn scale_mode cycle_momentum"
            " base_momentum max_momentum last_epoch"
        ),
        granularity="batch",
    ),
    "torch.optim.lr_scheduler.OneCycleLR": SchedulerClass(
        names(
            "optimizer max_lr total_steps epochs steps_per_epoch pct_start anneal_strategy cycle_momentum"
            " base_momentum max_momentum div_factor final_div_factor three_phase last_epoch"
        ),
        granularity="batch",
    ),
    "torch.optim.lr_scheduler.ReduceLROnPlateau": SchedulerClass(
        names("optimizer mode factor patience threshold threshold_mode cooldown min_lr eps"),
        step_takes_metric=True,
        granularity="epoch",
    ),
    "torch.optim.lr_scheduler.SequentialLR": SchedulerClass(
        names("optimizer schedulers milestones last_epoch"), schedulers="schedulers"
    ),
    "torch.optim.lr_scheduler.ChainedScheduler": SchedulerClass(names("schedulers optimizer"), schedulers="schedulers"),
    "torch.optim.swa_utils.SWALR": SchedulerClass(
        names("optimizer swa_lr anneal_epochs anneal_strategy last_epoch"), granularity="epoch"
    ),
    "torch.optim.swa_utils.AveragedModel": Wrapper(
        names("model device avg_fn multi_avg_fn use_buffers"), of="model", shares_parameters=False, attribute="module"
    ),
    "torch.optim.swa_utils.update_bn": Action(
        names("loader model device"), effect="forwards", on=("model",), returns="none", consumes=("loader",)
    ),
    "torch.optim.swa_utils.get_ema_multi_avg_fn": Action(names("decay"), returns="callable"),
    "torch.optim.swa_utils.get_swa_multi_avg_fn": Action((), returns="callable"),
    "torch.optim.swa_utils.get_ema_avg_fn": Action(names("decay"), returns="callable"),
    "torch.optim.swa_utils.get_swa_avg_fn": Action((), returns="callable"),
    "torch.distributed.optim.ZeroRedundancyOptimizer": OptimizerClass(
        names("params optimizer_class process_group parameters_as_bucket_view overlap_with_ddp **defaults")
    ),
}

BASES: dict[str, Kind] = {
    "torch.optim.Optimizer": "optimizer",
    "torch.optim.lr_scheduler.LRScheduler": "scheduler",
}

OPTIMIZER: dict[str, Fact] = {
    "step": Action(names("closure"), effect="steps", returns="loss_value"),
    "zero_grad": Action(names("set_to_none"), effect="clears_gradients", returns="none"),
    "add_param_group": Action(names("param_group"), effect="adds_parameters", returns="none"),
    "state_dict": Action((), returns="state"),
    "load_state_dict": Action(names("state_dict"), effect="loads_state", returns="none"),
    "profile_hook_step": Action(names("func"), returns="callable"),
    "register_step_pre_hook": Action(names("hook"), effect="hooks", returns="unknown"),
    "register_step_post_hook": Action(names("hook"), effect="hooks", returns="unknown"),
    "register_state_dict_pre_hook": Action(names("hook prepend"), effect="hooks", returns="unknown"),
    "register_state_dict_post_hook": Action(names("hook prepend"), effect="hooks", returns="unknown"),
    "register_load_state_dict_pre_hook": Action(names("hook prepend"), effect="hooks", returns="unknown"),
    "register_load_state_dict_post_hook": Action(names("hook prepend"), effect="hooks", returns="unknown"),
    "param_groups": Property("list", aliases=True),
    "state": Property("dict", aliases=True),
    "defaults": Property("dict"),
}

SCHEDULER: dict[str, Fact] = {
    "step": Action(names("epoch"), effect="schedules", returns="none"),
    "state_dict": Action((), returns="state"),
    "load_state_dict": Action(names("state_dict"), effect="loads_state", returns="none"),
    "get_last_lr": Action((), returns="python"),
    "get_lr": Action((), returns="python"),
    "last_epoch": Property("python"),
    "base_lrs": Property("python"),
    "optimizer": Property("optimizer"),
}

METHODS: dict[str, dict[str, Fact]] = {
    "optimizer": OPTIMIZER,
    "scheduler": SCHEDULER,
    "torch.optim.LBFGS": {"step": Action(names("closure"), effect="steps", returns="loss_value")},
    "torch.optim.lr_scheduler.ReduceLROnPlateau": {
        "step": Action(names("metrics epoch"), effect="schedules", returns="none")
    },
    "torch.optim.lr_scheduler.ChainedScheduler": {"step": Action((), effect="schedules", returns="none")},
    "torch.optim.lr_scheduler.SequentialLR": {"step": Action((), effect="schedules", returns="none")},
    "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts": {
        "step": Action(names("epoch"), effect="schedules", returns="none")
    },
    "torch.optim.swa_utils.AveragedModel": {
        "update_parameters": Action(names("model"), effect="updates_average", returns="none"),
        "module": Property("module"),
    },
    "torch.distributed.optim.ZeroRedundancyOptimizer": {
        "consolidate_state_dict": Action(names("to"), effect="communicates", returns="none"),
    },
}
