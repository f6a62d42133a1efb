"""Running the programs of a page on the real PyTorch, and its proof over what they did."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import linecache
import os
import random
import re
import sys
import tempfile
import traceback
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from server.rules.page import Page
from tests.support import programs
from tests.support.marks import take

_IMPORT = re.compile(r"^ *(?:import|from) +([A-Za-z_]\w*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """What a program did: what it raised, which warnings it gave, what its names are in the end, what it printed."""

    error: BaseException | None
    warnings: list[warnings.WarningMessage]
    names: dict[str, Any]
    output: str


@dataclass(slots=True)
class Runnable:
    """A program of a page as its proof sees it. `told` keeps what the runs did, for a proof that fails."""

    text: str
    device: str = ""
    told: list[str] = field(default_factory=list)

    def run(self) -> Run:
        """Run the program from the start, as a script of its own, with seed 0; torch is as before afterwards."""
        program = programs.split(take(self.text)[0])
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            path = programs.write(program, folder.resolve())
            stack.enter_context(_script(path))
            stack.enter_context(_torch_untouched())
            output = stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
            caught = stack.enter_context(warnings.catch_warnings(record=True))
            warnings.simplefilter("always")
            if self.device:
                stack.enter_context(_device(self.device))
            run = _execute(path, caught, output)
        self.told.append("".join(traceback.format_exception(run.error)) if run.error else f"no error\n{run.output}")
        return run


def prove(page: Page, *, swapped: bool = False) -> None:
    """Run the proof of a page; `swapped` hands it the two programs the wrong way round. Raises what the proof does."""
    bad, fixed = Runnable(page.bad, page.device), Runnable(page.fixed, page.device)
    if swapped:
        bad, fixed = fixed, bad
    good = [Runnable(text, page.device) for text in page.good]
    filename = f"<proof of {page.name}>"
    linecache.cache[filename] = (len(page.proof), None, page.proof.splitlines(keepends=True), filename)
    try:
        with _torch_untouched():
            exec(
                compile(page.proof, filename, "exec", dont_inherit=True),
                {"__name__": "proof", "bad": bad, "fixed": fixed, "good": good},
            )
    finally:
        # pytest shows what is printed where the proof fails, and only there.
        for name, each in {"bad": bad, "fixed": fixed, **{f"good[{n}]": one for n, one in enumerate(good)}}.items():
            for told in each.told:
                print(f"--- {name}: {told.rstrip()}")


def absent(page: Page) -> list[str]:
    """The packages that programs and proof of a page import and that are not installed."""
    texts = [page.bad, page.fixed, *page.good, page.proof]
    own = {Path(name).parts[0].removesuffix(".py") for text in texts for name in programs.split(text).files}
    wanted = {name for text in texts for name in _IMPORT.findall(text)} - own
    return sorted(name for name in wanted if importlib.util.find_spec(name) is None)


def _execute(path: Path, caught: list[warnings.WarningMessage], output: io.StringIO) -> Run:
    module = types.ModuleType("__main__")
    module.__file__ = str(path)
    # A class of the program is pickled, and its source looked up, through the module and file it names.
    sys.modules["__main__"] = module
    text = path.read_text(encoding="utf-8")
    linecache.cache[str(path)] = (len(text), None, text.splitlines(keepends=True), str(path))
    error: BaseException | None = None
    try:
        exec(compile(text, str(path), "exec", dont_inherit=True), vars(module))
    except KeyboardInterrupt:
        raise
    except BaseException as raised:  # noqa: BLE001 - SystemExit and all: it is what the program did
        error = raised
    names = {name: value for name, value in vars(module).items() if not name.startswith("__")}
    return Run(error, list(caught), names, output.getvalue())


@contextlib.contextmanager
def _script(path: Path) -> Iterator[None]:
    """The process as it is when `python main.py` begins in the folder of the program."""
    before, main, folder = set(sys.modules), sys.modules["__main__"], Path.cwd()
    search, arguments, environment = sys.path[:], sys.argv, dict(os.environ)
    sys.path.insert(0, str(path.parent))
    sys.argv = [path.name]
    os.chdir(path.parent)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        os.chdir(folder)
        sys.path[:], sys.argv = search, arguments
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        os.environ.update(environment)
        sys.modules["__main__"] = main
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(path.parent)):
                del sys.modules[name]


@contextlib.contextmanager
def _torch_untouched() -> Iterator[None]:
    """Seed everything with 0 and one thread; restore every global switch of torch that programs like to turn."""
    switches = [
        (torch.set_num_threads, torch.get_num_threads()),
        (torch.set_default_dtype, torch.get_default_dtype()),
        (torch.set_grad_enabled, torch.is_grad_enabled()),
        (torch.set_warn_always, torch.is_warn_always_enabled()),
        (torch.use_deterministic_algorithms, torch.are_deterministic_algorithms_enabled()),
        (torch.set_float32_matmul_precision, torch.get_float32_matmul_precision()),
        (torch.autograd.set_detect_anomaly, torch.is_anomaly_enabled()),
        (
            torch.__future__.set_overwrite_module_params_on_conversion,
            torch.__future__.get_overwrite_module_params_on_conversion(),
        ),
        (
            torch.__future__.set_swap_module_params_on_conversion,
            torch.__future__.get_swap_module_params_on_conversion(),
        ),
    ]
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    torch.set_warn_always(True)
    try:
        yield
    finally:
        torch.set_default_device(None)
        for turn, position in switches:
            turn(position)
        if torch.distributed.is_available() and torch.distributed.is_initialized():
            torch.distributed.destroy_process_group()


def _device(name: str) -> contextlib.AbstractContextManager[None]:
    from tests.support.redirect import cuda_is_meta

    if name != "meta":
        raise ValueError(f"a page knows `device: meta`, not `device: {name}`")
    # Where a GPU is made visible on purpose, the proof runs on it.
    return contextlib.nullcontext() if torch.cuda.is_available() else cuda_is_meta()
