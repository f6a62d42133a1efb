"""What counts as equal in meaning, and what does not."""

from __future__ import annotations

import textwrap

import pytest

from scripts.equal import equal

LOOP = """
    import torch
    from torch import nn
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for x, y in loader:
        {first}
        loss = model(x)
        {second}
        loss.backward()
        {third}
        optimizer.step()
        {fourth}
"""


def loop(first: str = "pass", second: str = "pass", third: str = "pass", fourth: str = "pass") -> str:
    text = textwrap.dedent(LOOP.format(first=first, second=second, third=third, fourth=fourth))
    return "\n".join(line for line in text.splitlines() if line.strip() != "pass")


IMPORTS = "from torch import nn\nfrom torch.nn import ModuleList\n"
CLEAR = "optimizer.zero_grad()"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (loop(first=CLEAR), loop(second=CLEAR)),
        (loop(first=CLEAR), loop(fourth=CLEAR)),
        (loop(first=CLEAR), loop(first="optimizer.zero_grad(set_to_none=False)")),
        (loop(first=CLEAR), loop(first="model.zero_grad()")),
        (loop("x, y = x.to(d), y.to(d)"), loop("y = y.to(d); x = x.to(d)")),
        (loop("model.train(); y = y + 1"), loop("y = y + 1; model.train()")),
        (f"{IMPORTS}a = nn.ModuleList()", f"{IMPORTS}a = ModuleList([])"),
        ("f(a=1, b=2)", "f(b=2, a=1)"),
        (
            "class A(B):\n def __init__(self):\n  assert x\n  super(A, self).__init__()\n  self.a = 1",
            "class A(B):\n def __init__(self):\n  super().__init__()\n  assert x\n  self.a = 1",
        ),
        (
            "import torch\np = list(m.parameters())\nprint(len(p))\no = torch.optim.SGD(p, lr=1)",
            "import torch\no = torch.optim.SGD(m.parameters(), lr=1)",
        ),
        (
            "import torch\ndef f(m, l):\n m.eval()\n n = len(l)\n with torch.no_grad():\n  for x in l:\n   m(x)",
            "import torch\n@torch.no_grad()\ndef f(m, l):\n m.eval()\n n = len(l)\n for x in l:\n  m(x)",
        ),
        ("class N: ...\nm = N()\nm.to(d)\ng(m)", "class N: ...\nm = N().to(d)\ng(m)"),
        (
            "import torch\nm = f()\ns = 1\no = torch.optim.SGD(m.parameters())",
            "import torch\nm = f()\no = torch.optim.SGD(m.parameters())\ns = 1",
        ),
    ],
)
def test_equal_in_meaning(one: str, other: str):
    assert equal(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (loop(first=CLEAR), loop(third=CLEAR)),
        (loop(first=CLEAR), loop()),
        (loop(first=CLEAR), loop(first="other.zero_grad()")),
        (loop(first=CLEAR) + "\nextra().backward()", loop(fourth=CLEAR) + "\nextra().backward()"),
        (loop("model.train()"), loop(second="model.train()")),
        (loop("x = x.to(d)"), loop(second="x = x.to(d)")),
        ("a, b = b, a", "a = b\nb = a"),
        ("f(1, 2)", "f(2, 1)"),
        (
            "import torch\ndef f(m, l):\n a = m(l)\n with torch.no_grad():\n  m(l)\n return a",
            "import torch\n@torch.no_grad()\ndef f(m, l):\n a = m(l)\n m(l)\n return a",
        ),
        ("m = g()\nm.to(d)\nh(m)", "m = g().to(d)\nh(m)"),
        (
            "import torch\nm = f()\no = torch.optim.SGD(m.parameters())\nm = f()",
            "import torch\nm = f()\nm = f()\no = torch.optim.SGD(m.parameters())",
        ),
        ("if", "if"),
    ],
)
def test_not_shown_to_be_equal(one: str, other: str):
    assert not equal(one, other)
