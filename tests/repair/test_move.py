"""Moving statements: what goes with them, and when nothing is offered."""

from __future__ import annotations

import textwrap

import pytest

from server.program.site import Site
from server.repair import move
from server.session.analysis import Analysis
from server.syntax.tree import Block
from server.text.edit import apply
from server.text.lines import split_lines


def moved(text: str, name: str = "model") -> str | None:
    """The text after moving the statement in the line marked `# moved` below the one marked `# target`."""
    lines = split_lines(textwrap.dedent(text))
    analysis = Analysis("moved.py")
    analysis.run(lines)
    assert analysis.program is not None
    assert analysis.reading is not None
    edits = move.below(analysis.program, *(_site(analysis, word) for word in ("# moved", "# target")), name)
    return None if edits is None else "".join(apply(lines, edits))


def _site(analysis: Analysis, word: str) -> Site:
    reading = analysis.reading
    assert reading is not None
    line = next(number for number, text in enumerate(reading.lines) if text.rstrip().endswith(word))
    todo: list[Block] = [reading.body]
    for block in todo:
        for statement in block:
            if reading.line_of(statement.key) == line:
                return Site("moved.py", statement.key)
            todo += [statement.body, statement.orelse]
    raise AssertionError(f"no statement begins in the line with {word}")


def test_a_statement_takes_its_comments_and_leaves_no_double_gap():
    text = """\
        import build

        # step by step,
        # not too fast
        optimizer = build(model)  # moved

        model = build.net()  # target
        train(model)
        """
    assert moved(text) == textwrap.dedent("""\
        import build

        model = build.net()  # target
        # step by step,
        # not too fast
        optimizer = build(model)  # moved
        train(model)
        """)


def test_what_needs_it_goes_with_it_and_the_rest_stays():
    text = """\
        def main():
            optimizer = Adam(model.parameters())  # moved
            loss = MSELoss()
            scheduler = StepLR(
                optimizer,  # this one
                10,
            )
            for group in optimizer.param_groups:
                group["lr"] = 0.1
            model = net()  # target
            scaler = GradScaler()
        """
    assert moved(text) == textwrap.dedent("""\
        def main():
            loss = MSELoss()
            model = net()  # target
            optimizer = Adam(model.parameters())  # moved
            scheduler = StepLR(
                optimizer,  # this one
                10,
            )
            for group in optimizer.param_groups:
                group["lr"] = 0.1
            scaler = GradScaler()
        """)


def test_the_last_line_of_a_file_may_end_without_a_line_end():
    assert moved("optimizer = Adam(model)  # moved\nmodel = net()  # target") == (
        "model = net()  # target\noptimizer = Adam(model)  # moved"
    )


def test_line_ends_stay():
    assert moved("x = 1\r\noptimizer = Adam(model)  # moved\r\nmodel = net()  # target\r\n") == (
        "x = 1\r\nmodel = net()  # target\r\noptimizer = Adam(model)  # moved\r\n"
    )


def test_attributes_are_places_of_their_own():
    text = """\
        def __init__(self, size):
            self.optimizer = Adam(self.model.parameters(), lr=self.lr)  # moved
            self.epochs = size
            self.model = net(size)  # target
        """
    assert moved(text, "self.model") == textwrap.dedent("""\
        def __init__(self, size):
            self.epochs = size
            self.model = net(size)  # target
            self.optimizer = Adam(self.model.parameters(), lr=self.lr)  # moved
        """)


def test_what_cannot_change_may_be_handed_to_anything():
    text = """\
        import torch
        device = torch.device("cpu")
        lr = 0.1
        optimizer = torch.optim.Adam(model.parameters(), lr)  # moved
        model = torch.nn.Linear(4, 1, device=device)
        model = torch.compile(wrap(model, lr, device))  # target
        """
    assert moved(text) is not None


@pytest.mark.parametrize(
    ("why", "between"),
    {
        "it reads what is bound again": "lr = 2\nmodel = net()  # target",
        "it reads an attribute of what is bound again": "settings = {}\nmodel = net()  # target",
        "unseen code may change what it reads": "model = net(settings)  # target",
        "the target needs it": "model = net(optimizer)  # target",
        "control may leave": "if lr:\n    raise ValueError\nmodel = net()  # target",
        "the target shares its line": "x = 1; model = net()  # target",
        "a line cannot be read and may bind anything": "lr = (\nx =\nmodel = net()  # target",
        "another method may change the object": "settings.load()\nmodel = net()  # target",
        "it is too far": "x = 1\n" * 12 + "model = net()  # target",
    }.items(),
)
def test_not_offered_where(why: str, between: str):
    text = "lr = 1\nsettings = load()\noptimizer, optimizer_count = Adam(model, lr, settings.betas)  # moved\n"
    assert moved(f"{text}{between}\n") is None, why


def test_not_offered_for_statements_of_two_blocks():
    assert moved("optimizer = Adam(model)  # moved\nif x:\n    model = net()  # target\n") is None


def test_not_offered_for_a_comment_at_the_top_of_the_file():
    assert moved("# Copyright\noptimizer = Adam(model)  # moved\nmodel = net()  # target\n") is None


def test_a_cell_begins_where_it_began():
    assert moved("# %%\noptimizer = Adam(model)  # moved\nmodel = net()  # target\n") == (
        "# %%\nmodel = net()  # target\noptimizer = Adam(model)  # moved\n"
    )
