"""What the methods and attributes of torch.nn.Module and its containers do (torch 2.13.0)."""

from __future__ import annotations

from .facts import Action, Fact, Property, names

_HOOK = Action(names("hook"), effect="hooks")
_HOOK_FIRST = Action(names("hook prepend"), effect="hooks")
_MOVE = Action(names("device"), effect="moves", returns="self")
_CAST = Action((), effect="casts", returns="self")

MODULE: dict[str, Fact] = {
    "to": Action(names("device dtype non_blocking * memory_format"), effect="moves", returns="self"),
    "cuda": _MOVE,
    "xpu": _MOVE,
    "ipu": _MOVE,
    "mtia": _MOVE,
    "cpu": Action((), effect="moves", returns="self"),
    "half": _CAST,
    "float": _CAST,
    "double": _CAST,
    "bfloat16": _CAST,
    "type": Action(names("dst_type"), effect="casts", returns="self"),
    "to_empty": Action(names("* device recurse"), effect="empties", returns="self"),
    "share_memory": Action((), returns="self"),
    "train": Action(names("mode"), effect="sets_mode", returns="self"),
    "eval": Action((), effect="evals", returns="self"),
    "requires_grad_": Action(names("requires_grad"), effect="sets_requires_grad", returns="self"),
    "zero_grad": Action(names("set_to_none"), effect="clears_gradients", returns="none"),
    "apply": Action(names("fn"), effect="applies", returns="self"),
    "compile": Action(names("*args **kwargs"), effect="compiles", returns="none"),
    "forward": Action(names("*args **kwargs"), effect="forwards"),
    "__call__": Action(names("*args **kwargs"), effect="forwards"),
    "parameters": Action(names("recurse"), returns="parameters"),
    "named_parameters": Action(names("prefix recurse remove_duplicate"), returns="named_parameters"),
    "buffers": Action(names("recurse"), returns="buffers"),
    "named_buffers": Action(names("prefix recurse remove_duplicate"), returns="pairs"),
    "children": Action((), returns="modules"),
    "named_children": Action((), returns="named_modules"),
    "modules": Action(names("remove_duplicate"), returns="modules"),
    "named_modules": Action(names("memo prefix remove_duplicate"), returns="named_modules"),
    "get_parameter": Action(names("target"), returns="parameter"),
    "get_buffer": Action(names("target"), returns="tensor"),
    "get_submodule": Action(names("target"), returns="module"),
    "set_submodule": Action(names("target module strict"), effect="replaces_submodule", returns="none"),
    "state_dict": Action(names("*args destination prefix keep_vars"), returns="state"),
    "load_state_dict": Action(names("state_dict strict assign"), effect="loads_state", returns="python"),
    "register_buffer": Action(names("name tensor persistent"), effect="registers_buffer", returns="none"),
    "register_parameter": Action(names("name param"), effect="registers_parameter", returns="none"),
    "register_module": Action(names("name module"), effect="registers_module", returns="none"),
    "add_module": Action(names("name module"), effect="registers_module", returns="none"),
    "register_forward_hook": Action(names("hook * prepend with_kwargs always_call"), effect="hooks"),
    "register_forward_pre_hook": Action(names("hook * prepend with_kwargs"), effect="hooks"),
    "register_full_backward_hook": _HOOK_FIRST,
    "register_full_backward_pre_hook": _HOOK_FIRST,
    "register_backward_hook": _HOOK,
    "register_state_dict_post_hook": _HOOK,
    "register_state_dict_pre_hook": _HOOK,
    "register_load_state_dict_post_hook": _HOOK,
    "register_load_state_dict_pre_hook": _HOOK,
    "get_extra_state": Action((), returns="unknown"),
    "set_extra_state": Action(names("state"), returns="none"),
    "extra_repr": Action((), returns="python"),
    "training": Property("python", effect="sets_mode"),
}

_APPEND = Action(names("module"), effect="registers_module", returns="self")
_INSERT = Action(names("index module"), effect="registers_module", returns="none")
_MAPPING: dict[str, Fact] = {
    "clear": Action((), effect="replaces_submodule", returns="none"),
    "pop": Action(names("key"), effect="replaces_submodule", returns="unknown"),
    "keys": Action((), returns="iterator"),
}

METHODS: dict[str, dict[str, Fact]] = {
    "module": MODULE,
    "torch.nn.Sequential": {
        "append": _APPEND,
        "extend": Action(names("sequential"), effect="registers_module", returns="self", consumes=("sequential",)),
        "insert": Action(names("index module"), effect="registers_module", returns="self"),
        "pop": Action(names("key"), effect="replaces_submodule", returns="module"),
    },
    "torch.nn.ModuleList": {
        "append": _APPEND,
        "extend": Action(names("modules"), effect="registers_module", returns="self", consumes=("modules",)),
        "insert": _INSERT,
        "pop": Action(names("key"), effect="replaces_submodule", returns="module"),
    },
    "torch.nn.ModuleDict": {
        **_MAPPING,
        "update": Action(names("modules"), effect="registers_module", returns="none", consumes=("modules",)),
        "values": Action((), returns="modules"),
        "items": Action((), returns="named_modules"),
    },
    "torch.nn.ParameterList": {
        "append": Action(names("value"), effect="registers_parameter", returns="self"),
        "extend": Action(names("values"), effect="registers_parameter", returns="self", consumes=("values",)),
    },
    "torch.nn.ParameterDict": {
        **_MAPPING,
        "update": Action(names("parameters"), effect="registers_parameter", returns="none", consumes=("parameters",)),
        "setdefault": Action(names("key default"), effect="registers_parameter", returns="parameter"),
        "get": Action(names("key default"), returns="parameter"),
        "copy": Action((), returns="copy"),
        "popitem": Action((), effect="replaces_submodule", returns="unknown"),
        "fromkeys": Action(names("keys default"), returns="copy"),
        "values": Action((), returns="parameters"),
        "items": Action((), returns="named_parameters"),
    },
}
