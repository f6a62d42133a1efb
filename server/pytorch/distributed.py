"""Processes and what they say to each other (torch 2.13.0)."""

from __future__ import annotations

from .facts import Action, Fact, KnownClass, Returns, names

_COLLECTIVES: dict[str, str] = {
    "all_reduce": "tensor op group async_op",
    "all_gather": "tensor_list tensor group async_op",
    "all_gather_into_tensor": "output_tensor input_tensor group async_op",
    "all_gather_object": "object_list obj group",
    "all_to_all": "output_tensor_list input_tensor_list group async_op",
    "barrier": "group async_op device_ids timeout",
    "broadcast": "tensor src group async_op group_src",
    "broadcast_object_list": "object_list src group device group_src",
    "gather": "tensor gather_list dst group async_op group_dst",
    "gather_object": "obj object_gather_list dst group group_dst",
    "monitored_barrier": "group timeout wait_all_ranks",
    "recv": "tensor src group tag group_src",
    "reduce": "tensor dst op group async_op group_dst",
    "reduce_scatter": "output input_list op group async_op",
    "reduce_scatter_tensor": "output input op group async_op",
    "scatter": "tensor scatter_list src group async_op group_src",
    "send": "tensor dst group tag group_dst",
}
_QUESTIONS: dict[str, tuple[str, Returns]] = {
    "get_rank": ("group", "python"),
    "get_world_size": ("group", "python"),
    "get_backend": ("group", "python"),
    "is_initialized": ("", "python"),
    "is_available": ("", "python"),
    "is_nccl_available": ("", "python"),
    "is_torchelastic_launched": ("", "python"),
    "new_group": ("ranks timeout backend pg_options use_local_synchronization group_desc device_id", "unknown"),
}

FACTS: dict[str, Fact] = {
    "torch.distributed.init_process_group": Action(
        names("backend init_method timeout world_size rank store group_name pg_options device_id"),
        effect="joins_processes",
        returns="none",
    ),
    "torch.distributed.destroy_process_group": Action(names("group"), returns="none"),
    **{
        f"torch.distributed.{name}": Action(names(signature), effect="communicates")
        for name, signature in _COLLECTIVES.items()
    },
    **{
        f"torch.distributed.{name}": Action(names(signature), returns=returns)
        for name, (signature, returns) in _QUESTIONS.items()
    },
    "torch.distributed.device_mesh.init_device_mesh": Action(
        names("device_type mesh_shape * mesh_dim_names backend_override"), effect="joins_processes", returns="mesh"
    ),
    "torch.distributed.DeviceMesh": KnownClass("mesh", names("device_type mesh * mesh_dim_names")),
    "torch.distributed.checkpoint.save": Action(
        names("state_dict * checkpoint_id storage_writer planner process_group no_dist use_collectives"),
        effect="saves",
        on=("state_dict",),
    ),
    "torch.distributed.checkpoint.load": Action(
        names("state_dict * checkpoint_id storage_reader planner process_group no_dist"),
        effect="loads_state",
        returns="none",
        on=("state_dict",),
    ),
    "torch.distributed.checkpoint.state_dict.get_state_dict": Action(
        names("model optimizers * submodules options"), returns="state"
    ),
    "torch.distributed.checkpoint.state_dict.get_model_state_dict": Action(
        names("model * submodules options"), returns="state"
    ),
    "torch.distributed.checkpoint.state_dict.set_state_dict": Action(
        names("model optimizers * model_state_dict optim_state_dict options"),
        effect="loads_state",
        on=names("model optimizers"),
    ),
    "torch.multiprocessing.spawn": Action(names("fn args nprocs join daemon start_method"), effect="calls", on=("fn",)),
    "torch.multiprocessing.set_start_method": Action(names("method force"), returns="none"),
    "torch.multiprocessing.set_sharing_strategy": Action(names("new_strategy"), returns="none"),
}
