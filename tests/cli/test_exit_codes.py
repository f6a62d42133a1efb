"""What the exit code says, asked of real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .processes import FAKE, ROOT, environment, torchwise

pytestmark = pytest.mark.slow


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def test_nothing_found_is_0(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\n", empty="")
    ended = torchwise("check", folder=tmp_path)
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_no_files_at_all_is_0_and_said(tmp_path: Path) -> None:
    ended = torchwise("check", folder=tmp_path)
    assert (ended.code, ended.err) == (0, "torchwise: no Python files here\n")


def test_findings_are_1(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\nbug_odd_loss\n")
    ended = torchwise("check", folder=tmp_path)
    assert (ended.code, ended.out) == (1, "a.py:2:1: warning: `odd_loss` is wrong here [odd-loss]\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "--output-format", "xml"], "invalid choice"),
        (["check", "missing.py"], "missing.py: no such file or folder"),
        (["explain", "odd-los"], "did you mean `odd-loss`?"),
    ],
)
def test_wrong_usage_is_2_and_said(tmp_path: Path, words: list[str], said: str) -> None:
    ended = torchwise(*words, folder=tmp_path)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_wrong_settings_are_2_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\nbug_odd_loss\n")
    (tmp_path / "pyproject.toml").write_text('[tool.torchwise]\nrun = "never"\n')
    ended = torchwise("check", folder=tmp_path)
    assert ended.code == 2
    assert ended.out.splitlines() == [
        "a.py:2:1: warning: `odd_loss` is wrong here [odd-loss]",
        'pyproject.toml:2:1: warning: `run` is "never", expected "on-type" or "on-save" [invalid-setting]',
    ]


def test_wrong_settings_that_are_switched_off_do_not_count(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\n")
    (tmp_path / "torchwise.toml").write_text('new-key = 1\n[rules]\ninvalid-setting = "off"\n')
    assert torchwise("check", folder=tmp_path).code == 0


def test_a_named_file_that_is_no_text_is_2_and_a_found_one_is_only_said(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"import torch\n\0\0")
    named = torchwise("check", "a.py", folder=tmp_path)
    assert (named.code, named.err) == (2, "torchwise: a.py: cannot be read: this is not a text\n")
    found = torchwise("check", folder=tmp_path)
    assert (found.code, found.err) == (0, "torchwise: a.py: cannot be read: this is not a text\n")


def test_a_line_that_cannot_be_read_is_said_and_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\nhole_here(\n")
    ended = torchwise("check", folder=tmp_path)
    assert (ended.code, ended.err) == (0, "torchwise: a.py:2: this line could not be read\n")


def test_a_crash_is_70_and_the_other_files_are_checked(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\ncrash_here\n", b="import torch\nbug_odd_loss\n")
    ended = torchwise("check", folder=tmp_path)
    assert ended.code == 70
    assert ended.out == "b.py:2:1: warning: `odd_loss` is wrong here [odd-loss]\n"
    assert "a.py: torchwise crashed here: RuntimeError: the fake was told to crash" in ended.err


def test_a_process_that_dies_costs_only_the_file_it_died_over(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\nbug_odd_loss\n", b="import torch\ndie_here\n", c="import torch\nbug_odd_loss\n")
    ended = torchwise("check", "--jobs", "2", folder=tmp_path)
    assert ended.code == 70
    assert [line.split(":")[0] for line in ended.out.splitlines()] == ["a.py", "c.py"]
    assert ended.err == "torchwise: b.py: torchwise crashed here: the process died\n"


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, **{name: f"import torch\nbug_odd_loss\n{name} = bug_slow_loop\n" for name in "hgfedcba"})
    alone = torchwise("check", "--jobs", "1", folder=tmp_path)
    together = torchwise("check", "--jobs", "3", folder=tmp_path)
    assert [line.split(":")[0] for line in alone.out.splitlines()[::2]] == [f"{name}.py" for name in "abcdefgh"]
    assert together == alone


@pytest.mark.skipif(os.name == "nt", reason="signals to a process group are those of POSIX")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_is_130_and_quiet(tmp_path: Path, jobs: str) -> None:
    write(tmp_path, a="import torch\nwait_here\n", b="import torch\nwait_here\n")
    process = subprocess.Popen(
        [*FAKE, "check", "--jobs", jobs],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not (tmp_path / "a.waiting").exists():
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, err.decode()) == (b"", "torchwise: interrupted\n")


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_has_seen_enough_is_no_crash(tmp_path: Path) -> None:
    write(tmp_path, a="import torch\n" + "bug_odd_loss\n" * 5000)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as out:
        done = subprocess.run(
            [*FAKE, "check"], cwd=tmp_path, env=environment(), stdout=out, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"")


def test_the_version(tmp_path: Path) -> None:
    ended = torchwise("--version", folder=tmp_path, real=True)
    assert ended.code == 0
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split('\nversion = "')[1].split('"')[0]
    assert ended.out == f"torchwise {declared}\n"


def test_the_real_program_checks_what_imports_nothing(tmp_path: Path) -> None:
    write(tmp_path, a="x = 1\n")
    ended = torchwise("check", "a.py", folder=tmp_path, real=True)
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_files_of_the_user_are_not_imported(tmp_path: Path) -> None:
    # Names that the command line imports itself, from the standard library and from elsewhere.
    for name in ("argparse", "difflib", "tomllib", "json", "libcst"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(1)\n")
    (tmp_path / "torchwise.toml").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "server", "check", "--output-format", "json"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
