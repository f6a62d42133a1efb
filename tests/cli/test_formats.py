"""The formats that people, editors and scripts read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import cast

import pytest

from server.cli import formats
from server.cli.concise import concise
from server.cli.full import Look, full
from server.cli.json_output import as_object, json_output
from server.cli.outcome import CheckedFile, FoundHere, Outcome, Trouble, TroubleKind
from server.cli.style import Style, style_for

from .outcomes import FOLDER, KNOWN, LOSS, PATH, ZERO_GRAD, found, joined, outcome

PLAIN = Look(Style(), 80, changes=False)


def no_file(_path: str) -> Sequence[str]:
    raise FileNotFoundError


def model_file(_path: str) -> Sequence[str]:
    return ["class Model:\n", "    net = Linear(2, 2)\n"]


def test_full_tells_the_whole_story() -> None:
    assert joined(full(outcome(ZERO_GRAD), PLAIN, model_file)) == (
        """\
error[missing-zero-grad]: `optimizer` steps but its gradients are never cleared
  --> deep/träin.py:9:2
   |
 3 | optimizer = SGD(model.parameters())
   | --------- made here
...
 7 |     for x, y in loader:
 8 |         "日本", loss(x, y).backward()
 9 |     optimizer.step()
   |     ^^^^^^^^^^^^^^^^
10 |         print("a")
   |
  ::: model.py:2:5
   |
 2 |     net = Linear(2, 2)
   |     --- of this model
   |
   = fix: Clear the gradients after the step
   = fix: Clear them elsewhere (look before applying)
   = why: torchwise explain missing-zero-grad

Found 1 error in 3 files. 1 can be fixed.
"""
    )


def test_full_marks_wide_letters_where_they_are_seen() -> None:
    shown = joined(full(outcome(found("odd-loss", (7, 14, 7, 24))), PLAIN, no_file)).splitlines()
    line = next(index for index, text in enumerate(shown) if text.startswith("8 | "))
    # Each of the two ideographs before it takes two columns.
    assert shown[line].index("loss(x, y)") == 18
    assert shown[line + 1] == "  | " + " " * 16 + "^" * 10


def test_full_without_the_other_file_still_says_what_is_there() -> None:
    shown = joined(full(outcome(ZERO_GRAD), PLAIN, no_file))
    assert "   |\n  ::: model.py:2:5\n   = of this model\n   |\n" in shown


def test_full_shows_the_change_where_asked() -> None:
    shown = joined(full(outcome(ZERO_GRAD), Look(Style(), 80, changes=True), no_file))
    assert (
        "   = fix: Clear the gradients after the step\n"
        " 9       optimizer.step()\n"
        "10 +         optimizer.zero_grad()\n"
        '10           print("a")\n'
        "   = fix: Clear them elsewhere"
    ) in shown


def test_full_marks_every_line_of_a_short_span_and_the_first_of_a_long_one() -> None:
    text = "import torch\nstep(\n    1,\n)\n"
    assert "2 | step(\n  | ^^^^^\n3 |     1,\n  |     ^^\n4 | )\n  | ^\n" in joined(
        full(outcome(found("odd-loss", (1, 0, 3, 1)), text=text), PLAIN, no_file)
    )
    long = "import torch\nstep(\n" + "    1,\n" * 9 + ")\n"
    shown = joined(full(outcome(found("odd-loss", (1, 0, 11, 1)), text=long), PLAIN, no_file))
    assert " 2 | step(\n   | ^^^^^\n 3 |     1,\n   |\n" in shown


def test_full_cuts_long_lines_around_the_mark() -> None:
    text = "x = '" + "a" * 300 + "', wrong, '" + "b" * 300 + "'\n"
    start = text.index("wrong")
    shown = joined(full(outcome(found("odd-loss", (0, start, 0, start + 5)), text=text), PLAIN, no_file)).splitlines()
    line = next(index for index, content in enumerate(shown) if content.startswith("1 | "))
    assert len(shown[line]) <= 80
    assert shown[line].startswith("1 | ...a")
    assert shown[line].endswith("b...")
    assert shown[line].index("wrong") == shown[line + 1].index("^^^^^")


def test_full_marks_an_empty_place_at_the_end_of_the_file() -> None:
    shown = joined(full(outcome(found("odd-loss", (1, 0, 1, 0)), text="import torch\n"), PLAIN, no_file))
    assert "odd-loss" in shown
    shown = joined(full(outcome(found("odd-loss", (0, 12, 0, 12)), text="import torch\n"), PLAIN, no_file))
    assert "1 | import torch\n  |             ^\n" in shown


def test_text_cannot_disturb_the_terminal() -> None:
    text = "x = '\x1b[31m\u202e'\n"
    entry = found("odd-loss", (0, 0, 0, 1), "`\x1b]0;title\x07` is odd\nnext")
    for shown in (joined(full(outcome(entry, text=text), PLAIN, no_file)), joined(concise(outcome(entry, text=text)))):
        assert not re.search("[\x1b\x07\u202e]", shown)
        assert "is odd\N{REPLACEMENT CHARACTER}next" in shown


def test_full_in_colours_says_the_same() -> None:
    coloured = joined(full(outcome(ZERO_GRAD, LOSS), Look(Style(coloured=True), 80, changes=True), model_file))
    plain = joined(full(outcome(ZERO_GRAD, LOSS), Look(Style(), 80, changes=True), model_file))
    assert "\x1b[1;31merror[missing-zero-grad]\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain
    assert "\n\x1b[0m" not in coloured


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((), "Nothing found in 3 files.\n"),
        ((ZERO_GRAD, ZERO_GRAD), "Found 2 errors in 3 files. 2 can be fixed.\n"),
        ((ZERO_GRAD, LOSS), "Found 1 error and 1 warning in 3 files. 1 can be fixed.\n"),
        (
            (ZERO_GRAD, LOSS, found("soon-lost", (0, 0, 0, 1)), found("slow-loop", (0, 0, 0, 1))),
            "Found 1 error, 1 warning, 1 information and 1 hint in 3 files. 1 can be fixed.\n",
        ),
    ],
)
def test_full_sums_up(entries: tuple[FoundHere, ...], said: str) -> None:
    assert joined(full(outcome(*entries), PLAIN, no_file)).splitlines(keepends=True)[-1] == said


class Stream:
    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("terminal", "variables", "coloured"),
    [
        (True, {"TERM": "xterm"}, True),
        (False, {"TERM": "xterm"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_terminals(terminal: bool, variables: dict[str, str], coloured: bool) -> None:
    assert style_for(Stream(terminal=terminal), variables).coloured is coloured  # type: ignore[arg-type]


def test_concise_is_one_line_a_finding() -> None:
    assert joined(concise(outcome(LOSS, ZERO_GRAD))) == (
        "deep/träin.py:8:15: warning: `loss` is 100% odd, [a](1):\N{REPLACEMENT CHARACTER}really [odd-loss]\n"
        "deep/träin.py:9:2: error: `optimizer` steps but its gradients are never cleared [missing-zero-grad]"
        " (fix: Clear the gradients after the step)\n"
    )


def test_json_is_the_contract() -> None:
    troubles = [Trouble(TroubleKind.READING, PATH, 6, "this line is too deep")]
    written = json.loads(joined(json_output(outcome(ZERO_GRAD, troubles=troubles))))
    url = written["findings"][0].pop("url")
    assert url.startswith("file://")
    assert url.endswith("/diagnostics/missing_zero_grad.py")
    version = written.pop("version")
    assert re.fullmatch(r"\d+\.\d+.*", version)
    assert written == {
        "schema": 1,
        "findings": [
            {
                "rule": "missing-zero-grad",
                "category": "training-loop",
                "severity": "error",
                "message": "`optimizer` steps but its gradients are never cleared",
                "path": "deep/träin.py",
                "cell": None,
                "range": {"start": {"line": 9, "column": 2}, "end": {"line": 9, "column": 18}},
                "related": [
                    {
                        "message": "made here",
                        "path": "deep/träin.py",
                        "range": {"start": {"line": 3, "column": 1}, "end": {"line": 3, "column": 10}},
                    },
                    {
                        "message": "of this model",
                        "path": "model.py",
                        "range": {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 8}},
                    },
                ],
                "fixes": [
                    {
                        "title": "Clear the gradients after the step",
                        "safe": True,
                        "edits": [
                            {
                                "path": "deep/träin.py",
                                "range": {"start": {"line": 10, "column": 1}, "end": {"line": 10, "column": 1}},
                                "text": "        optimizer.zero_grad()\n",
                            }
                        ],
                    },
                    {
                        "title": "Clear them elsewhere",
                        "safe": False,
                        "edits": [
                            {
                                "path": "model.py",
                                "range": {"start": {"line": 1, "column": 1}, "end": {"line": 2, "column": 1}},
                                "text": "",
                            },
                            {
                                "path": "deep/träin.py",
                                "range": {"start": {"line": 9, "column": 1}, "end": {"line": 9, "column": 1}},
                                "text": "x",
                            },
                        ],
                    },
                ],
            }
        ],
        "problems": [{"path": "deep/träin.py", "line": 7, "message": "this line is too deep"}],
    }


def test_json_columns_count_code_points() -> None:
    text = "import torch\n'\U0001f600e\u0301', wrong\n"
    entry = found("odd-loss", (1, 6, 1, 11))
    findings = cast("list[dict[str, object]]", as_object(outcome(entry, text=text))["findings"])
    assert findings[0]["range"] == {"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 12}}


def test_json_of_nothing() -> None:
    written = as_object(outcome(code=0))
    assert (written["findings"], written["problems"]) == ([], [])


def test_json_survives_a_path_that_is_no_text() -> None:
    file = CheckedFile(f"{FOLDER}/\udcff.py", ("x\n",), (LOSS,))
    written = joined(json_output(Outcome(FOLDER, (file,), (), 1, 1)))
    assert json.loads(written.encode("ascii"))["findings"][0]["path"] == "\udcff.py"


def test_every_format_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    for name in formats.FORMATS:
        formats.write(name, outcome(ZERO_GRAD, LOSS), KNOWN, changes=False)
        assert "missing-zero-grad" in capsys.readouterr().out
