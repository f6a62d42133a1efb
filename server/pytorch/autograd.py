"""Gradient modes, autocast, defaults, seeds, saving: functions that change how PyTorch runs (torch 2.13.0)."""

from __future__ import annotations

from .facts import Action, Context, Fact, KnownClass, Property, names

FACTS: dict[str, Fact] = {
    "torch.no_grad": Context((), "no_grad", bare_decorator=True),
    "torch.enable_grad": Context((), "enable_grad", bare_decorator=True),
    "torch.inference_mode": Context(names("mode"), "inference_mode", argument="mode", bare_decorator=True),
    "torch.set_grad_enabled": Context(names("mode"), "set_grad", argument="mode", immediate=True),
    "torch.autocast": Context(names("device_type dtype enabled cache_enabled"), "autocast", argument="enabled"),
    "torch.cuda.amp.autocast": Context(names("enabled dtype cache_enabled"), "autocast", argument="enabled"),
    "torch.cpu.amp.autocast": Context(names("enabled dtype cache_enabled"), "autocast", argument="enabled"),
    "torch.autograd.set_detect_anomaly": Context(names("mode check_nan"), "anomaly", argument="mode", immediate=True),
    "torch.autograd.detect_anomaly": Context(names("check_nan"), "anomaly", decorator=False),
    "torch.autograd.profiler.profile": Context(names("enabled * **kwargs"), "profile", argument="enabled"),
    "torch.autograd.profiler.emit_nvtx": Context(names("enabled record_shapes"), "profile", argument="enabled"),
    "torch.autograd.profiler.record_function": Context(names("name args"), "profile"),
    "torch.profiler.profile": Context(
        names(
            "* activities schedule on_trace_ready record_shapes profile_memory with_stack with_flops with_modules"
            " experimental_config execution_trace_observer acc_events use_cuda custom_trace_id_callback"
        ),
        "profile",
        decorator=False,
    ),
    "torch.profiler.record_function": Context(names("name args"), "profile"),
    "torch.autograd.graph.saved_tensors_hooks": Context(
        names("pack_hook unpack_hook"), "saved_tensors", decorator=False
    ),
    "torch.autograd.graph.save_on_cpu": Context(names("pin_memory device_type"), "saved_tensors", decorator=False),
    "torch.nn.attention.sdpa_kernel": Context(names("backends set_priority"), "attention_backend"),
    "torch.backends.cuda.sdp_kernel": Context(
        names("enable_flash enable_math enable_mem_efficient enable_cudnn"), "attention_backend"
    ),
    "torch.cuda.stream": Context(names("stream"), "stream"),
    "torch.cuda.device": Context(names("device"), "default_device", argument="device"),
    "torch.cuda.graph": Context(names("cuda_graph pool stream capture_error_mode"), "stream"),
    "torch.random.fork_rng": Context(names("devices enabled _caller _devices_kw device_type"), "nothing"),
    "torch.device": KnownClass("device", names("type index")),
    "torch.autograd.grad": Action(
        names(
            "outputs inputs grad_outputs retain_graph create_graph only_inputs allow_unused is_grads_batched"
            " materialize_grads"
        ),
        effect="computes_gradients",
        returns="tensors",
        on=("outputs",),
        consumes=("inputs",),
    ),
    "torch.autograd.backward": Action(
        names("tensors grad_tensors retain_graph create_graph grad_variables inputs"),
        effect="backward",
        returns="none",
        on=("tensors",),
    ),
    "torch.set_default_device": Action(names("device"), effect="sets_default_device", returns="none"),
    "torch.set_default_tensor_type": Action(names("t"), effect="sets_default_device", returns="none"),
    "torch.set_default_dtype": Action(names("d"), effect="sets_default_dtype", returns="none"),
    "torch.cuda.set_device": Action(names("device"), returns="none"),
    "torch.__future__.set_overwrite_module_params_on_conversion": Action(
        names("value"), effect="sets_module_conversion", returns="none"
    ),
    "torch.__future__.set_swap_module_params_on_conversion": Action(
        names("value"), effect="sets_module_conversion", returns="none"
    ),
    "torch.manual_seed": Action(names("seed"), effect="sets_seed", returns="generator"),
    "torch.seed": Action((), effect="sets_seed", returns="python"),
    "torch.cuda.manual_seed": Action(names("seed"), effect="sets_seed", returns="none"),
    "torch.cuda.manual_seed_all": Action(names("seed"), effect="sets_seed", returns="none"),
    "torch.mps.manual_seed": Action(names("seed"), effect="sets_seed", returns="none"),
    "torch.set_rng_state": Action(names("new_state"), effect="sets_seed", returns="none"),
    "torch.get_rng_state": Action((), returns="tensor"),
    "torch.Generator": KnownClass("generator", names("device")),
    "torch.save": Action(
        names("obj f pickle_module pickle_protocol _use_new_zipfile_serialization"),
        effect="saves",
        returns="none",
        on=("obj",),
    ),
    "torch.load": Action(
        names("f map_location pickle_module * weights_only mmap **pickle_load_args"), effect="loads", returns="state"
    ),
    "torch.hub.load_state_dict_from_url": Action(
        names("url model_dir map_location progress check_hash file_name weights_only"), effect="loads", returns="state"
    ),
    "torch.utils.model_zoo.load_url": Action(
        names("url model_dir map_location progress check_hash file_name weights_only"), effect="loads", returns="state"
    ),
    "torch.utils.checkpoint.checkpoint": Action(
        names("function *args use_reentrant context_fn determinism_check debug early_stop **kwargs"),
        effect="calls",
        on=("function",),
    ),
    "torch.utils.checkpoint.checkpoint_sequential": Action(
        names("functions segments input use_reentrant **kwargs"), effect="calls", on=("functions",)
    ),
    "torch.cuda.is_available": Action((), returns="python"),
    "torch.mps.is_available": Action((), returns="python"),
    "torch.xpu.is_available": Action((), returns="python"),
    "torch.backends.mps.is_available": Action((), returns="python"),
    "torch.accelerator.is_available": Action((), returns="python", since=(2, 6)),
    "torch.accelerator.current_accelerator": Action(names("check_available"), returns="device", since=(2, 6)),
    "torch.cuda.current_device": Action((), returns="python"),
    "torch.cuda.Event": KnownClass("stream", names("enable_timing blocking interprocess")),
    "torch.cuda.Stream": KnownClass("stream", names("device priority **kwargs")),
    "torch.get_default_dtype": Action((), returns="dtype"),
    "torch.get_default_device": Action((), returns="device"),
    "torch.is_grad_enabled": Action((), returns="python"),
    "torch.is_inference_mode_enabled": Action((), returns="python"),
    "torch.is_autocast_enabled": Action(names("device_type"), returns="python"),
    "torch.finfo": Action(names("type"), returns="python"),
    "torch.iinfo": Action(names("type"), returns="python"),
    "torch.Size": Action(names("iterable"), returns="python"),
    "torch.set_num_threads": Action(names("num"), returns="none"),
    "torch.set_printoptions": Action(names("precision threshold edgeitems linewidth profile sci_mode"), returns="none"),
    "torch.set_float32_matmul_precision": Action(names("precision"), returns="none"),
    "torch.use_deterministic_algorithms": Action(names("mode * warn_only"), returns="none"),
    "torch.utils.data.get_worker_info": Action((), returns="unknown"),
}

PREFIXES: dict[str, Fact] = {
    "torch.cuda": Action(returns="python"),
    "torch.mps": Action(returns="python"),
    "torch.backends": Action(returns="python"),
    "torch.version": Action(returns="python"),
    "torch.onnx": Action(effect="saves"),
}
"""Everything else in these modules touches no model, optimizer or tensor of the program."""

METHODS: dict[str, dict[str, Fact]] = {
    "device": {
        "__enter__": Action((), effect="sets_default_device", returns="self"),
        "type": Property("python"),
        "index": Property("python"),
    },
    "generator": {
        "manual_seed": Action(names("seed"), effect="sets_seed", returns="self"),
        "seed": Action((), effect="sets_seed", returns="python"),
        "initial_seed": Action((), returns="python"),
        "get_state": Action((), returns="tensor"),
        "set_state": Action(names("new_state"), effect="sets_seed", returns="self"),
        "device": Property("device"),
    },
}
