"""`torchwise check` within one process: which files, under which settings, in which order."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server.cli.command_line import run
from server.cli.parallel import MANY, processes_for
from server.session.known_rules import known_rules

from . import fake_torchwise

Check = Callable[..., int]


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_torchwise.patch(monkeypatch.setattr)
    known_rules.cache_clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture(autouse=True)
def real_rules_afterwards() -> object:
    yield
    known_rules.cache_clear()


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def places(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the concise format writes, without messages."""
    return [f"{line.split(': ')[0]} {line.rsplit('[', 1)[1][:-1]}" for line in capsys.readouterr().out.splitlines()]


def findings(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return json.loads(capsys.readouterr().out)["findings"]


BUG = "import torch\nbug_odd_loss\n"


def test_findings_are_sorted_by_path_line_column_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    write("b.py", "import torch\nbug_slow_loop; bug_odd_loss\nbug_odd_loss\n")
    write("a-b.py", BUG)
    write("a/z.py", BUG)
    assert run(["check", "b.py", "a", "a-b.py"]) == 1
    assert places(capsys) == [
        "a-b.py:2:1 odd-loss",
        "a/z.py:2:1 odd-loss",
        "b.py:2:1 slow-loop",
        "b.py:2:16 odd-loss",
        "b.py:3:1 odd-loss",
    ]


def test_a_file_named_twice_is_checked_once(capsys: pytest.CaptureFixture[str]) -> None:
    write("a/b.py", BUG)
    assert run(["check", "a/b.py", "./a/../a/b.py", "a", "."]) == 1
    assert places(capsys) == ["a/b.py:2:1 odd-loss"]


def test_paths_are_relative_to_the_working_directory(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a/b.py", BUG).absolute()
    write("c/d.py", BUG)
    monkeypatch.chdir("c")
    assert run(["check", str(path), "."]) == 1
    assert places(capsys) == ["../a/b.py:2:1 odd-loss", "d.py:2:1 odd-loss"]


@pytest.mark.parametrize(
    "folder", [".git", ".venv", "venv", "node_modules", "__pycache__", "build", "dist", ".tox", "lib/site-packages"]
)
def test_folders_of_others_are_left_out_unless_named(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(f"{folder}/a.py", BUG)
    assert run(["check"]) == 0
    assert places(capsys) == []
    assert run(["check", folder]) == 1
    assert places(capsys) == [f"{folder}/a.py:2:1 odd-loss"]


def test_an_environment_is_known_by_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    write("my-env/pyvenv.cfg", "")
    write("my-env/lib/a.py", BUG)
    assert run(["check"]) == 0
    assert places(capsys) == []


def test_only_python_files_are_found_and_any_file_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", BUG)
    write("b.pyi", BUG)
    write("script", BUG)
    assert run(["check"]) == 0
    assert places(capsys) == []
    assert run(["check", "script"]) == 1
    assert places(capsys) == ["script:2:1 odd-loss"]


def test_a_notebook_is_refused_rather_than_read_as_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.ipynb", '{"cells": []}')
    assert run(["check"]) == 0
    assert run(["check", "a.ipynb"]) == 2
    assert "a.ipynb: notebooks are checked only in the editor" in capsys.readouterr().err


def test_links_do_not_lead_in_circles(capsys: pytest.CaptureFixture[str]) -> None:
    write("a/b.py", BUG)
    try:
        Path("a/loop").symlink_to(Path("..").resolve() / "a", target_is_directory=True)
        Path("a/self.py").symlink_to("self.py")
        Path("a/gone.py").symlink_to("nowhere.py")
        Path("a/linked.py").symlink_to("b.py")
    except OSError:
        pytest.skip("this system does not let us make links")
    assert run(["check"]) == 1
    assert places(capsys) == ["a/b.py:2:1 odd-loss", "a/linked.py:2:1 odd-loss"]
    assert run(["check", "a/gone.py"]) == 2
    assert "a/gone.py: the link leads nowhere" in capsys.readouterr().err


def test_excluded_files_are_left_out_unless_named(capsys: pytest.CaptureFixture[str]) -> None:
    write("torchwise.toml", 'exclude = ["old", "data/*.py"]\n')
    for name in ("old/a.py", "data/b.py", "data/deep/c.py", "d.py"):
        write(name, BUG)
    assert run(["check"]) == 1
    assert places(capsys) == ["d.py:2:1 odd-loss", "data/deep/c.py:2:1 odd-loss"]
    assert run(["check", "old/a.py"]) == 1
    assert places(capsys) == ["old/a.py:2:1 odd-loss"]


def test_each_file_has_the_settings_nearest_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    write("pyproject.toml", '[tool.torchwise.rules]\nodd-loss = "off"\n')
    write("inner/torchwise.toml", 'rules = { odd-loss = "hint" }\n')
    write("a.py", BUG)
    write("inner/b.py", BUG)
    assert run(["check", "--fail-on", "hint", "--output-format", "json"]) == 1
    assert [(found["path"], found["severity"]) for found in findings(capsys)] == [("inner/b.py", "hint")]


def test_the_command_line_beats_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    write("torchwise.toml", '[rules]\nodd-loss = "off"\nmissing-zero-grad = "hint"\n')
    write("a.py", "import torch\nbug_odd_loss\nbug_missing_zero_grad\nbug_doubtful\n")
    assert run(["check", "--rule", "loss=information", "--rule", "training-loop=off"]) == 0
    assert places(capsys) == ["a.py:2:1 odd-loss", "a.py:4:1 doubtful"]


def test_a_settings_file_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    write("torchwise.toml", 'rules = { odd-loss = "off" }\n')
    write("ci/strict.toml", 'rules = { odd-loss = "error" }\n')
    write("a.py", BUG)
    assert run(["check", "--config", "ci/strict.toml", "--fail-on", "error"]) == 1
    assert places(capsys) == ["a.py:2:1 odd-loss"]
    write("other/pyproject.toml", "[tool.ruff]\n")
    assert run(["check", "--config", "other/pyproject.toml"]) == 2
    assert "no table [tool.torchwise]" in capsys.readouterr().err


def test_what_is_wrong_in_settings_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    write("torchwise.toml", "colour = 1\n")
    for name in "abc":
        write(f"{name}/{name}.py", BUG)
    assert run(["check", "--output-format", "json"]) == 2
    written = json.loads(capsys.readouterr().out)
    assert [found["rule"] for found in written["findings"]].count("invalid-setting") == 1
    assert written["problems"] == [{"path": "torchwise.toml", "line": 1, "message": "unknown setting `colour`"}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "--fail-on", "never"], "invalid choice"),
        (["check", "--no-such-option"], "unrecognized arguments"),
        (["check", "--jobs", "0"], "from 1 up"),
        (["server", "--stdio", "--tcp"], "not allowed with"),
        (["explain"], "required"),
        (["frobnicate"], "invalid choice"),
    ],
)
def test_what_the_parser_refuses(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "--rule", "odd-loss"], "expected NAME=SEVERITY"),
        (["check", "--rule", "odd-loss=warn"], "expected NAME=SEVERITY"),
        (["check", "--rule", "odd-los=off"], "did you mean `odd-loss`?"),
        (["check", "--config", "missing.toml"], "cannot be read: no such file"),
        ([], "usage: torchwise"),
    ],
)
def test_what_is_refused_later(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("bug", "fail_on", "code"),
    [
        ("odd_loss", "warning", 1),
        ("odd_loss", "error", 0),
        ("soon_lost", "warning", 0),
        ("soon_lost", "information", 1),
        ("slow_loop", "information", 0),
        ("slow_loop", "hint", 1),
        ("missing_zero_grad", "error", 1),
        ("doubtful", "hint", 0),
    ],
)
def test_findings_are_1_from_the_severity_asked_for(bug: str, fail_on: str, code: int) -> None:
    write("a.py", f"import torch\nbug_{bug}\n")
    assert run(["check", "--fail-on", fail_on]) == code


class Input:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write("src/torchwise.toml", 'rules = { odd-loss = "hint" }\n')
    write("src/a.py", "import torch\n")
    monkeypatch.setattr(sys, "stdin", Input(BUG.encode()))
    assert run(["check", "-"]) == 1
    assert places(capsys) == ["<stdin>:2:1 odd-loss"]
    monkeypatch.setattr(sys, "stdin", Input(BUG.encode()))
    assert run(["check", "-", "src", "--stdin-filename", "src/a.py"]) == 0
    assert places(capsys) == ["src/a.py:2:1 odd-loss"]
    monkeypatch.setattr(sys, "stdin", Input(b"import torch\0"))
    assert run(["check", "-"]) == 2
    assert "<stdin>: standard input is not a text" in capsys.readouterr().err


def test_suppressions_and_what_is_said_about_them(capsys: pytest.CaptureFixture[str]) -> None:
    write(
        "a.py",
        "import torch\nbug_odd_loss  # torchwise: ignore[odd-loss]\n"
        "bug_odd_loss  # torchwise: ignore[odd-los]\nx = 1  # torchwise: ignore\n",
    )
    assert run(["check", "--output-format", "json"]) == 1
    told = findings(capsys)
    assert [(found["rule"], found["severity"]) for found in told] == [
        ("odd-loss", "warning"),
        ("unknown-rule-name", "warning"),
        ("unused-suppression", "information"),
    ]
    assert told[1]["fixes"] == [
        {
            "title": "Change to `odd-loss`",
            "safe": True,
            "edits": [
                {
                    "path": "a.py",
                    "range": {"start": {"line": 3, "column": 35}, "end": {"line": 3, "column": 42}},
                    "text": "odd-loss",
                }
            ],
        }
    ]


def test_settings_rule_over_what_is_said_about_comments(capsys: pytest.CaptureFixture[str]) -> None:
    write("torchwise.toml", 'rules = { unused-suppression = "error" }\n')
    write("a.py", "import torch\nx = 1  # torchwise: ignore\n")
    assert run(["check", "--fail-on", "error"]) == 1
    assert places(capsys) == ["a.py:2:8 unused-suppression"]
    assert run(["check", "--rule", "torchwise=off"]) == 0


def test_a_comment_is_not_unused_where_something_could_not_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.py", "import torch\nx = 1  # torchwise: ignore\nhole_here(\n")
    assert run(["check"]) == 0
    assert places(capsys) == []


def test_comments_count_even_where_nothing_is_imported(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.py", "x = 1  # torchwise: ignore[odd-los]\n")
    assert run(["check"]) == 1
    assert places(capsys) == ["a.py:1:28 unknown-rule-name"]


def test_fixes_are_worked_out_where_they_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.py", "import torch\nbug_odd_loss\nbug_missing_zero_grad()\n")
    run(["check", "--output-format", "json"])
    assert [[fix["title"] for fix in found["fixes"]] for found in findings(capsys)] == [  # type: ignore[attr-defined]
        ["Drop the line"],
        ["Clear the gradients"],
    ]
    run(["check", "--output-format", "json", "--no-fixes"])
    assert [found["fixes"] for found in findings(capsys)] == [[], []]
    run(["check", "--output-format", "concise"])
    assert "(fix: " not in capsys.readouterr().out
    run(["check", "--output-format", "concise", "--fixes"])
    assert "[odd-loss] (fix: Drop the line)" in capsys.readouterr().out
    run(["check", "--output-format", "full"])
    assert "2 - bug_odd_loss" not in capsys.readouterr().out
    run(["check", "--output-format", "full", "--fixes"])
    assert "2 - bug_odd_loss" in capsys.readouterr().out


def test_unsafe_fixes_can_be_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    write("torchwise.toml", 'unsafe-fixes = "hide"\n')
    write("a.py", "import torch\nbug_odd_loss\nbug_missing_zero_grad()\n")
    run(["check", "--output-format", "json"])
    assert [[fix["safe"] for fix in found["fixes"]] for found in findings(capsys)] == [[], [True]]  # type: ignore[attr-defined]


def test_a_lowered_finding_keeps_its_fixes(capsys: pytest.CaptureFixture[str]) -> None:
    write("torchwise.toml", 'rules = { missing-zero-grad = "hint" }\n')
    write("a.py", "import torch\nbug_missing_zero_grad()\n")
    run(["check", "--output-format", "json"])
    (told,) = findings(capsys)
    assert told["severity"] == "hint"
    assert told["fixes"]


def test_few_files_are_checked_in_this_process() -> None:
    assert processes_for(1) == processes_for(MANY) == 1
    assert processes_for(MANY + 1) in (1, 2)


def test_an_encoding_with_invalid_bytes_is_said_and_the_rest_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.py").write_bytes(b"import torch\nbug_odd_loss  # \xff\n")
    assert run(["check", "a.py"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("a.py:2:1: ")
    assert "a.py" in told.err


def test_other_files_in_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    other = write("lib/model.py", "class Model:\n    net = 1\n").absolute()
    write("a.py", f"import torch\nfrom_file('{other.as_posix()}')\nbug_odd_loss\n")
    assert run(["check", "--output-format", "full", "a.py"]) == 1
    assert " ::: lib/model.py:2:3\n" in capsys.readouterr().out


def test_what_is_unknown_is_said_where_asked(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.py", "import torch\nx = what_is_this()\n")
    write("b.py", BUG)
    assert run(["check", "--explain-unknown"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "b.py:2:1: warning: `odd_loss` is wrong here [odd-loss]",
        "a.py:2:1: unknown: `what_is_this` is not found",
    ]
    assert run(["check", "a.py", "--explain-unknown", "--output-format", "full"]) == 0
    assert capsys.readouterr().out == (
        "What is not known, so that nothing can be said about it:\n"
        "a.py:2:1: unknown: `what_is_this` is not found\n\n"
        "Nothing found in 1 file.\n"
    )
    assert run(["check", "a.py", "--explain-unknown", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["unknowns"] == [
        {
            "path": "a.py",
            "range": {"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 19}},
            "message": "`what_is_this` is not found",
        }
    ]
    assert run(["check", "a.py", "--output-format", "json"]) == 0
    assert "unknowns" not in json.loads(capsys.readouterr().out)
    assert run(["check", "--explain-unknown", "--output-format", "sarif"]) == 2


def test_rules_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--output-format", "concise"]) == 0
    names = capsys.readouterr().out.split()
    assert set(names) == set(known_rules().by_name)
    assert {"odd-loss", "unused-suppression", "unknown-rule-name", "invalid-setting"} <= set(names)
    assert run(["rules", "--output-format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [rule["rule"] for rule in listed] == names
    assert next(rule for rule in listed if rule["rule"] == "doubtful")["status"] == "nursery"
    assert run(["rules"]) == 0
    table = capsys.readouterr().out
    assert "\nloss\n  doubtful " in table
    assert "this is doubtful (nursery: off by default)" in table


def test_explain_shows_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "unused-suppression"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("unused-suppression\ncategory torchwise, information\n\nA suppression comment suppresses")
    assert "\nFix safety\n" in page
    assert "```" not in page
    assert "    model.eval()\n" in page
    assert run(["explain", "loss"]) == 0
    assert "odd-loss: this is odd-loss" in capsys.readouterr().out


def test_every_rule_can_be_explained(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    known_rules.cache_clear()
    for name in known_rules().by_name:
        assert run(["explain", name]) == 0
        assert capsys.readouterr().out.startswith(f"{name}\n")
