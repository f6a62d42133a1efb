"""Everything one does with this repository, in one plain word each: `python3 scripts/dev.py WORD`.

Needs Python 3.10 or newer and nothing else: it makes `.venv` and installs what the lock files name.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

if sys.version_info < (3, 10):  # noqa: UP036 - the message is for those who run an older one
    sys.exit(f"Torchwise needs Python 3.10 or newer; this is {sys.version.split()[0]}")

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import environment
from scripts.environment import ROOT, tool

Step = tuple[str, list[str]]

# Word, the module of scripts/ that does it, whether it needs the tools and torch, and what it does.
WORDS = (
    ("demo", "demo", False, "show what Torchwise finds in the programs of examples/"),
    ("docs", "docs", False, "write what is generated in docs/ and the tables anew (--check: only say what is stale)"),
    ("new-rule", "new_rule", False, "start a rule: `new-rule missing-seed`"),
    ("lock", "lock", None, "resolve the lock files anew"),
    ("bench", "bench", True, "measure: open, edit, code action, terminal"),
    ("halftyped", "halftyped", True, "cut every line of the examples at every token, and see what findings do"),
    ("corpus", "corpus", True, "check the pinned real repositories and compare with the reviewed findings"),
    ("mutants", "mutants", True, "check real scripts with one bug put in, and try the fixes on them"),
    ("editors", "editors", True, "install real editors and drive them"),
)


def main() -> int:
    """Run one word; its exit status is ours."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    test = words.add_parser("test", help="format, lint, types, import contracts, client, then every test")
    test.add_argument("--quick", action="store_true", help="only the tests, without the slow ones")
    test.add_argument("--needs-torch", action="store_true", help="fail, not warn, where torch cannot be installed")
    words.add_parser("format", help="format the Python code")
    words.add_parser("lint", help="formatting, lint and import contracts")
    words.add_parser("types", help="pyright, strict, on server/")
    for word, _, _, what in WORDS:
        words.add_parser(word, help=what, add_help=False)
    options, rest = parser.parse_known_args()
    os.chdir(ROOT)
    if options.word == "test":
        return _test(options.quick, options.needs_torch, rest)
    if options.word in ("format", "lint", "types"):
        environment.for_developing(needs_torch=False)
        return _all({"format": _format, "lint": _lint, "types": _types}[options.word]())
    return next(_run(module, tools, rest) for word, module, tools, _ in WORDS if word == options.word)


def _test(quick: bool, needs_torch: bool, arguments: list[str]) -> int:
    python = environment.for_developing(needs_torch=needs_torch)
    pytest = [
        str(python),
        "-m",
        "pytest",
        "--continue-on-collection-errors",
        *(["-m", "not slow"] if quick else []),
        *arguments,
    ]
    if quick or arguments:
        return _all([("tests", pytest)])
    return _all([*_lint(), *_types(), *_client(), ("tests", pytest)])


def _format() -> list[Step]:
    return [
        ("imports", [tool("ruff"), "check", "--select", "I", "--fix", "."]),
        ("format", [tool("ruff"), "format", "."]),
    ]


def _lint() -> list[Step]:
    return [
        ("format", [tool("ruff"), "format", "--check", "."]),
        ("lint", [tool("ruff"), "check", "."]),
        ("imports", [tool("lint-imports")]),
    ]


def _types() -> list[Step]:
    return [("types", [tool("pyright"), "--pythonpath", str(environment.PYTHON)])]


def _client() -> list[Step]:
    """The steps for the VS Code client; none on a machine without node, which says so."""
    npm = shutil.which("npm")
    if not (ROOT / "package.json").exists():
        return []
    if npm is None:
        print("warning: no npm on this machine: the VS Code client is not built", file=sys.stderr)
        return []
    lock, installed = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"  # npm writes it last
    install: list[Step] = []
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        install = [("client packages", [npm, "ci", "--no-audit", "--no-fund"])]
    return [*install, ("client build", [npm, "run", "build"]), ("client types", [npm, "run", "typecheck"])]


def _all(steps: list[Step]) -> int:
    """Run every step, also after one that fails; 0 only if none did."""
    failed: list[str] = []
    for title, command in steps:
        print(f"\n== {title}: {' '.join(_short(word) for word in command)}", flush=True)
        start = time.monotonic()
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(f"-- {title}: {'ok' if status == 0 else f'exit {status}'}, {time.monotonic() - start:.1f} s", flush=True)
        if status != 0:
            failed.append(title)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _short(word: str) -> str:
    return Path(word).name if Path(word).is_absolute() else word


def _run(module: str, tools: bool | None, arguments: list[str]) -> int:
    """Hand over to `scripts/<module>.py`, in the environment that it needs (None: in this very Python)."""
    if importlib.util.find_spec(f"scripts.{module}") is None:
        print(f"scripts/{module}.py is not written yet", file=sys.stderr)
        return 2
    if tools is None:
        python: str | Path = sys.executable
    else:
        python = environment.for_developing(needs_torch=False) if tools else environment.for_running()
    return subprocess.run([str(python), "-m", f"scripts.{module}", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
