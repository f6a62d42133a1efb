"""Checks the programs of examples/ in the terminal, and compares what is found with the marks in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from scripts.environment import ROOT
from tests.support.marks import Found, difference, take

CHECK = [sys.executable, "-m", "server", "check", "examples"]


def main(arguments: list[str]) -> int:
    """Show the findings; 0 if they are exactly those that are marked."""
    if arguments:
        print("usage: dev.py demo", file=sys.stderr)
        return 2
    print("$ torchwise check examples\n", flush=True)
    shown = subprocess.run([*CHECK, "--output-format", "full"], cwd=ROOT, check=False).returncode
    if shown not in (0, 1):
        return shown
    findings = _json("check", "examples")["findings"]
    severities = {rule["rule"]: rule["severity"] for rule in _json("rules")}
    files = sorted((ROOT / "examples").rglob("*.py"))
    unlike = "\n".join(filter(None, (_difference(file, findings, severities) for file in files)))
    if unlike:
        print(f"\nOther findings than marked:\n{unlike}")
        return 1
    print(f"\nExactly what the programs themselves mark: {len(findings)} in all. Open one of them in an editor next.")
    return 0


def _json(*words: str):  # noqa: ANN202 - whatever the object of that command is
    command = [sys.executable, "-m", "server", *words, "--output-format", "json"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout)


def _difference(file: Path, findings: list[dict], severities: dict[str, str]) -> str:
    marked = file.read_text(encoding="utf-8")
    text, marks = take(marked)
    own = [each for each in findings if ROOT / each["path"] == file]
    found = [
        Found(
            each["rule"],
            each["severity"],
            each["message"],
            _place(marked, each["range"]["start"]),
            _place(marked, each["range"]["end"]),
        )
        for each in own
    ]
    unlike = difference(text, marks, found, "", severities)
    return f"{file.relative_to(ROOT)}\n{unlike}" if unlike else ""


def _place(marked: str, position: dict[str, int]) -> tuple[int, int]:
    """Line and column from 0 in the text without its marks."""
    before = "".join(marked.splitlines(keepends=True)[: position["line"] - 1])
    return len(take(before)[0].splitlines()), position["column"] - 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
