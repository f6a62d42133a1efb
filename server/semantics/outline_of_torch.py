"""An outline of PyTorch's classes as source files, written from the tables, for whoever reads sources.

Reading the real ones takes seconds, and they need not be installed. The outline has classes and their bases only.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import defaultdict
from pathlib import Path

from ..pytorch import data, lookup, names, optim
from ..pytorch.facts import Kind

_BASE_OF_KIND: dict[Kind, str] = {"module": "torch.nn.Module", "optimizer": "torch.optim.Optimizer"}
_FIRST = ("torch.nn.Module", *optim.BASES, *(name for name in data.BASES if name.startswith("torch.")))
_TYPES = "import typing\n_T = typing.TypeVar('_T')\n"


def write_outline(folder: str) -> str:
    """Write the outline into a folder of its own inside `folder`; the path to look for packages in."""
    files = outline_of_torch()
    digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]
    target = os.path.join(folder, f"torchwise-{digest}")
    if os.path.isdir(target):
        return target
    Path(folder).mkdir(parents=True, exist_ok=True)
    begun = tempfile.mkdtemp(prefix="torchwise-", dir=folder)
    for name, text in files.items():
        file = Path(begun, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    try:
        Path(begun).rename(target)
    except OSError:
        # Somebody else was quicker, or the system does not let it be renamed: this one is as good.
        return target if os.path.isdir(target) else begun
    return target


def outline_of_torch() -> dict[str, str]:
    """The text of each file by its path."""
    modules: dict[str, list[str]] = defaultdict(list)
    classes = {name for name in lookup.every_fact() if name.startswith("torch.") and lookup.kind_of_class(name)}
    for name in sorted({*classes, *_FIRST}, key=lambda name: (name not in _FIRST, name)):
        module, _, own = name.rpartition(".")
        if module not in classes:
            modules[module].append(_class(name, own))
    for other, public in sorted(names.ALIASES.items()):
        module, _, own = other.rpartition(".")
        owner, _, public_own = public.rpartition(".")
        if other.startswith("torch.") and public in classes:
            modules[module].append(f"from {owner} import {public_own} as {own}\n")
    for other, public in sorted(names.MODULES.items()):
        if other.startswith("torch.") and public in modules and other != public:
            modules[other].append(f"from {public} import *\n")
    for module in list(modules):
        while module := module.rpartition(".")[0]:
            modules[module] += ()
    return {f"{module.replace('.', '/')}/__init__.py": _TYPES + "".join(lines) for module, lines in modules.items()}


def _class(name: str, own: str) -> str:
    kind = lookup.kind_of_class(name) or ""
    base = next((base for kind_, base in _BASE_OF_KIND.items() if lookup.is_kind(kind, kind_)), None)
    if base is None or base == name:
        return f"class {own}(typing.Generic[_T]): ...\n"
    module, _, last = base.rpartition(".")
    return f"from {module} import {last} as _{last}\nclass {own}(_{last}): ...\n"
