"""The meta device in the place of cuda, so that device errors can be shown on a machine without a GPU.

Inside `cuda_is_meta()` a program that asks for cuda gets meta: `torch.cuda.is_available()` is true, and a device
`cuda`, `"cuda:1"`, ... given to any torch function, to `.to(...)` or `.cuda()` becomes `meta`. As on a GPU, moving
a module keeps its Parameter objects, and an operation between a tensor there and one on the CPU raises.

What it does not cover, so that no proof may rest on it:

- values: a meta tensor has none; `.item()`, `print(tensor)` and `if tensor:` raise;
- how it is told: messages, `tensor.device` and `tensor.is_cuda` say meta, not cuda;
- operations that take a mixture of meta and CPU silently, unlike cuda (embedding and convolution do);
- several devices: all of cuda is one meta device;
- `torch.load(map_location=...)`, `torch.Generator("cuda")`, streams, events, other processes and threads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode


@contextlib.contextmanager
def cuda_is_meta() -> Iterator[None]:
    """Redirect cuda to meta in this thread; everything is as before afterwards."""
    swapped = torch.__future__.get_swap_module_params_on_conversion()
    set_default_device = torch.set_default_device
    answers = {
        "torch.cuda.is_available": lambda: True,
        "torch.cuda.device_count": lambda: 1,
        "torch.cuda.current_device": lambda: 0,
        "torch.cuda.synchronize": lambda *_: None,
        "torch.cuda.empty_cache": lambda: None,
        "torch.accelerator.is_available": lambda: True,
        "torch.accelerator.current_accelerator": lambda *_, **__: torch.device("cuda"),
        # The default device is applied below every other redirection.
        "torch.set_default_device": lambda device: set_default_device(_redirected(device)),
    }
    # A module moved to meta would get new Parameter objects otherwise; moved to cuda it keeps them.
    torch.__future__.set_swap_module_params_on_conversion(True)
    try:
        with contextlib.ExitStack() as stack:
            for name, answer in answers.items():
                stack.enter_context(mock.patch(name, answer))
            stack.enter_context(_Redirect())
            yield
    finally:
        torch.__future__.set_swap_module_params_on_conversion(swapped)


class _Redirect(TorchFunctionMode):
    """Calls every torch function with meta where it was given cuda."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = {name: _redirected(value) for name, value in (kwargs or {}).items()}
        if func is torch.Tensor.cuda:
            return args[0].to("meta")
        return func(*map(_redirected, args), **kwargs)


def _redirected(value):
    if isinstance(value, torch.device):
        return torch.device("meta") if value.type == "cuda" else value
    if isinstance(value, str) and (value == "cuda" or value.startswith("cuda:")):
        return "meta"
    return value
