"""Proofs run programs as scripts, and leave no trace of them."""

from __future__ import annotations

import os
import sys
import warnings

import pytest

pytest.importorskip("torch", exc_type=ImportError)

import torch

from server.rules.page import Page, parse
from tests.support.runs import Runnable, absent, prove

PAGE = """The loss is not a number.

## Why this is a bug
Prose.
## Bad
    loss = float("nan")
  # ^^^^^^^^^^^^^^^^^^^ `loss` is not a number
## Fixed
    loss = 0.0
## Good
Zero is a number.

    loss = 0
## Proof
    assert bad.run().names["loss"] != bad.run().names["loss"]
    assert fixed.run().names["loss"] == good[0].run().names["loss"]
## When this is intended
Never.
## Fix safety
Safe.
"""


def a_page(text: str = PAGE) -> Page:
    return parse("nan-loss", text)


def test_a_proof_that_holds_raises_nothing():
    prove(a_page())


def test_a_proof_fails_with_bad_and_fixed_swapped():
    with pytest.raises(AssertionError):
        prove(a_page(), swapped=True)


def test_a_failing_proof_tells_what_the_programs_did(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(AssertionError):
        prove(a_page(PAGE.replace("loss = 0.0", "1 / 0").replace('names["loss"] ==', "names ==")))
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_a_run_tells_error_warnings_names_and_output():
    run = Runnable("import warnings\nwarnings.warn('slow')\nx = 1\nprint('hello')\nraise SystemExit(3)\n").run()
    assert isinstance(run.error, SystemExit)
    assert [str(each.message) for each in run.warnings] == ["slow"]
    assert run.names["x"] == 1
    assert run.output == "hello\n"


def test_warnings_that_torch_gives_once_are_given_to_every_run():
    text = "import torch\ntorch.optim.lr_scheduler.StepLR(torch.optim.SGD([torch.ones(1)], 1.0), 1).step()\n"
    assert [len(Runnable(text).run().warnings) for _ in "ab"] == [1, 1]


def test_every_run_draws_the_same_numbers():
    text = "import random, torch, numpy\nx = (torch.rand(1).item(), random.random(), numpy.random.rand())\n"
    assert Runnable(text).run().names["x"] == Runnable(text).run().names["x"]


def test_a_run_is_a_script_in_a_folder_of_its_own():
    text = """\
# file: models.py
SIZE = 3
# file: main.py
from __future__ import annotations
import inspect, os, pickle, sys
from models import SIZE
class Model: pass
assert __name__ == "__main__" and sys.argv == ["main.py"] and "models.py" in os.listdir()
assert "class Model" in inspect.getsource(Model)
assert type(pickle.loads(pickle.dumps(Model()))) is Model
def f(x: Undefined): ...
"""
    before = (os.getcwd(), sys.path[:], sys.modules["__main__"])
    run = Runnable(text).run()
    assert run.error is None
    assert run.names["SIZE"] == 3
    assert (os.getcwd(), sys.path[:], sys.modules["__main__"]) == before
    assert "models" not in sys.modules


def test_a_second_program_gets_its_own_modules():
    for size in (1, 2):
        text = f"# file: models.py\nSIZE = {size}\n# file: main.py\nfrom models import SIZE\n"
        assert Runnable(text).run().names["SIZE"] == size


def test_torch_is_as_before_after_a_run():
    text = """\
import os, torch
torch.set_default_dtype(torch.float64)
torch.set_default_device("meta")
torch.set_grad_enabled(False)
torch.autograd.set_detect_anomaly(True)
torch.__future__.set_overwrite_module_params_on_conversion(True)
torch.use_deterministic_algorithms(True)
os.environ["LEFT"] = "behind"
"""
    with warnings.catch_warnings(record=True):
        assert Runnable(text).run().error is None
    x = torch.ones(1, requires_grad=True) * 2
    assert x.dtype == torch.float32
    assert x.device.type == "cpu"
    assert x.requires_grad
    assert not torch.is_anomaly_enabled()
    assert not torch.__future__.get_overwrite_module_params_on_conversion()
    assert not torch.are_deterministic_algorithms_enabled()
    assert "LEFT" not in os.environ


def test_marks_are_no_part_of_the_program_that_runs():
    assert Runnable("x = (1,\n# ^^ one\n     2)\n").run().names["x"] == (1, 2)


def test_a_package_that_is_not_there_is_named():
    page = a_page(PAGE.replace("loss = 0.0", "import no_such_package, torch"))
    assert absent(page) == ["no_such_package"]
    assert absent(a_page()) == []


MOVED = """\
import torch
from torch import nn
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = nn.Linear(4, 1)
optimizer = torch.optim.Adam(model.parameters())
model.to(device)
"""


@pytest.mark.parametrize(
    "batch", ["torch.rand(2, 4, device=device)", "torch.rand(2, 4).to('cuda:0')", "torch.rand(2, 4).cuda()"]
)
def test_on_meta_a_moved_model_trains(batch: str):
    text = MOVED + f"model({batch}).sum().backward()\noptimizer.step()\n"
    run = Runnable(text, "meta").run()
    assert run.error is None
    assert run.names["model"].weight is run.names["optimizer"].param_groups[0]["params"][0]
    assert run.names["model"].weight.device.type == "meta"


@pytest.mark.parametrize(
    "how", ["nn.Linear(4, 1).cuda()", "nn.Linear(4, 1, device='cuda')", "nn.Linear(4, 1).to('cuda')"]
)
def test_on_meta_a_batch_left_behind_raises(how: str):
    run = Runnable(f"import torch\nfrom torch import nn\n{how}(torch.rand(2, 4))\n", "meta").run()
    assert isinstance(run.error, RuntimeError)


def test_on_meta_default_devices_are_redirected_too():
    text = """\
import torch
torch.set_default_device("cuda")
x = torch.rand(2)
torch.set_default_device(None)
with torch.device("cuda"):
    y = torch.rand(2)
z = torch.rand(2)
"""
    names = Runnable(text, "meta").run().names
    assert [names[name].device.type for name in "xyz"] == ["meta", "meta", "cpu"]


def test_without_meta_there_is_no_cuda():
    assert Runnable(MOVED).run().names["device"].type == "cpu"
    assert torch.zeros(1).device.type == "cpu"
    assert not torch.__future__.get_swap_module_params_on_conversion()
