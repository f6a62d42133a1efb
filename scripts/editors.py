"""Install the editors that the tests drive, and run the tests in them.

python3 scripts/dev.py editors [--only NAME ...] [--install] [--pictures FOLDER]

What is not part of the system comes from the package managers of the system, of Node and of Python, into the folder
that TORCHWISE_EDITORS names (default: ~/.cache/torchwise-editors), so that a second run starts at once.
The last line is `N passed, N failed`. An editor that cannot be had here is skipped with a sentence that says why;
where CI is `true` that is a failure.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from scripts import editors_install as install
from scripts.editors_install import TESTS, Place, Unavailable
from scripts.environment import ROOT

FIXTURES = TESTS / "fixtures"
USER_SETTINGS: dict[str, object] = {
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
    "workbench.enableExperiments": False,
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": False,
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "update.mode": "none",
    "git.enabled": False,
    "files.autoSave": "off",
    "editor.minimap.enabled": False,
}


class Outcome(NamedTuple):
    """How one test ended; no reason means that it passed."""

    name: str
    reason: str = ""


def main(argv: Sequence[str]) -> int:
    """Install what is missing, run the tests, and return 0 if all passed."""
    parser = argparse.ArgumentParser(prog="editors", description="Run the tests in real editors.")
    parser.add_argument("--only", nargs="+", choices=sorted(EDITORS), default=list(EDITORS))
    parser.add_argument("--install", action="store_true", help="install the editors and run nothing")
    parser.add_argument("--pictures", type=Path, help="folder for screenshots (default: in the cache folder)")
    parser.add_argument("--python", type=Path, default=_default_python(), help="the Python that runs the server")
    options = parser.parse_args(argv)
    # So that being told to end also ends the editors.
    signal.signal(signal.SIGTERM, _end)

    cache = Path(os.environ.get("TORCHWISE_EDITORS") or Path.home() / ".cache" / "torchwise-editors").absolute()
    pictures: Path = options.pictures or cache / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    outcomes: list[Outcome] = []
    skipped = 0
    with tempfile.TemporaryDirectory(prefix="torchwise-editors-") as scratch:
        place = Place(cache, pictures.resolve(), Path(scratch), options.python.absolute())
        for name in options.only:
            make, run = EDITORS[name]
            try:
                make(place)
            except Unavailable as reason:
                skipped += 1
                print(f"SKIP {name}: {reason}", flush=True)
                continue
            if not options.install:
                for outcome in run(place):
                    outcomes.append(outcome)
                    print(
                        f"FAIL {outcome.name}: {outcome.reason}" if outcome.reason else f"PASS {outcome.name}",
                        flush=True,
                    )
    failed = sum(bool(outcome.reason) for outcome in outcomes)
    if skipped and os.environ.get("CI") == "true":
        failed += skipped
    print(f"{len(outcomes) - sum(bool(outcome.reason) for outcome in outcomes)} passed, {failed} failed")
    return 1 if failed else 0


def _end(number: int, _: object) -> NoReturn:
    sys.exit(128 + number)


def _default_python() -> Path:
    own = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return own if own.exists() else Path(sys.executable)


def _run_vscode(place: Place) -> Iterator[Outcome]:
    yield from _reported(["node", str(TESTS / "interpreter.mjs")], place)
    vsix = ROOT / "torchwise.vsix"
    packaged = subprocess.run(["npm", "run", "package"], cwd=ROOT, capture_output=True, text=True)
    if packaged.returncode:
        yield Outcome("VS Code: the extension is packaged", (packaged.stdout + packaged.stderr)[-4000:])
        return
    yield Outcome("VS Code: the extension is packaged")
    if not _offers_notebooks(place.python):
        print("SKIP VS Code, notebooks: the server does not offer them")
    profile = place.scratch / "vscode"
    settings = {**USER_SETTINGS, "torchwise.interpreter": [str(place.python)]}
    for part in ("User", "Machine"):
        _write(profile / "user" / part / "settings.json", json.dumps(settings))
    failed = False
    with _code_server_running(place, profile, vsix) as origin:
        workspaces = place.scratch / "workspaces"
        for name in ("train", "notebook", "suite", "no-python", "broken-server", "python-extension"):
            (workspaces / name).mkdir(parents=True)
            shutil.copy(FIXTURES / "train.py", workspaces / name)
            shutil.copy(FIXTURES / "train.ipynb", workspaces / name)
        _write(workspaces / "no-python" / ".vscode" / "settings.json", '{"torchwise.interpreter": ["/nowhere/python"]}')
        broken = json.dumps({"torchwise.path": [str(place.python), "-c", "raise SystemExit('broken on purpose')"]})
        _write(workspaces / "broken-server" / ".vscode" / "settings.json", broken)
        _write(workspaces / "python-extension" / ".vscode" / "settings.json", '{"torchwise.interpreter": []}')
        stand_in = FIXTURES / "python-extension"
        host = TESTS / "vscode-host.mjs"
        for command in (
            [TESTS / "vscode.mjs", origin, workspaces, place.pictures],
            [host, origin, workspaces / "suite", TESTS / "vscode-suite.js", ROOT],
            [host, origin, workspaces / "python-extension", TESTS / "vscode-python-suite.js", ROOT, stand_in],
        ):
            outcomes = list(_reported(["node", *map(str, command)], place))
            yield from outcomes
            failed = failed or any(outcome.reason for outcome in outcomes)
    if failed:
        _print_logs(profile / "user" / "logs")


@functools.cache
def _offers_notebooks(python: Path) -> bool:
    """Ask the server itself; it ends with its input."""
    request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
    command = [str(python), "-m", "server", "server"]
    asked = f"Content-Length: {len(request)}\r\n\r\n{request}"
    done = subprocess.run(command, cwd=ROOT, input=asked.encode(), capture_output=True)
    return b'"notebookDocumentSync"' in done.stdout


def _reported(command: Sequence[str], place: Place) -> Iterator[Outcome]:
    """Run a script that reports on lines `PASS name` and `FAIL name: reason`; a reason may have further lines."""
    done = _limited(command, _environment(place))
    outcomes: list[Outcome] = []
    for line in done.stdout.splitlines():
        if line.startswith("PASS "):
            outcomes.append(Outcome(line[5:]))
        elif line.startswith("FAIL "):
            outcomes.append(Outcome(*line[5:].partition(": failed: ")[::2]))
        elif line.startswith("NOTE "):
            print(line)
        elif outcomes and outcomes[-1].reason:
            outcomes[-1] = Outcome(outcomes[-1].name, f"{outcomes[-1].reason}\n{line}")
    if not outcomes or (done.returncode and not any(outcome.reason for outcome in outcomes)):
        outcomes.append(
            Outcome(Path(command[1]).name, f"ended with {done.returncode}:\n{(done.stdout + done.stderr)[-4000:]}")
        )
    yield from outcomes


@contextlib.contextmanager
def _code_server_running(place: Place, profile: Path, vsix: Path) -> Generator[str]:
    base = [
        str(install.code_server(place)),
        "--user-data-dir",
        str(profile / "user"),
        "--extensions-dir",
        str(profile / "extensions"),
    ]
    environment = {**_environment(place), "XDG_CONFIG_HOME": str(profile), "XDG_DATA_HOME": str(profile)}
    subprocess.run([*base, "--install-extension", str(vsix)], env=environment, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    switches = [
        "--auth",
        "none",
        "--disable-telemetry",
        "--disable-update-check",
        "--disable-workspace-trust",
        "--disable-getting-started-override",
    ]
    with (profile / "code-server.log").open("wb") as log:
        process = subprocess.Popen(
            [*base, "--bind-addr", f"127.0.0.1:{port}", *switches],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_for(f"{origin}/healthz")
            yield origin
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _wait_for(address: str) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")


def _run_neovim(place: Place) -> Iterator[Outcome]:
    for nvim in install.neovims(place):
        command = [nvim, "--headless", "--clean", "-n", "-c", f"luafile {TESTS / 'neovim.lua'}"]
        version = subprocess.run([nvim, "--version"], capture_output=True, text=True).stdout.split("\n", 1)[0]
        yield _in_terminal(f"{version}: problem, fix, save", command, "neovim.md", place)


def _run_emacs(place: Place) -> Iterator[Outcome]:
    version = subprocess.run(["emacs", "--version"], capture_output=True, text=True).stdout.split("\n", 1)[0]
    command = ["emacs", "--batch", "-Q", "-l", str(TESTS / "eglot.el")]
    yield _in_terminal(f"{version}, eglot: problem, fix, save", command, "emacs.md", place)


def _run_vim(place: Place) -> Iterator[Outcome]:
    command = ["vim.nox", "-T", "dumb", "--not-a-term", "-n", "-i", "NONE", "-u", "NONE", "-S", str(TESTS / "ale.vim")]
    yield _in_terminal("Vim, ALE: problem, fix, save", command, "vim.md", place)


def _in_terminal(name: str, command: Sequence[str], page: str, place: Place) -> Outcome:
    """Run an editor without a screen, set up as its page says, on a fresh copy of the file; ask it and the file."""
    folder = Path(tempfile.mkdtemp(dir=place.scratch))
    file, result, set_up = folder / "train.py", folder / "result", folder / "set-up"
    expected = FIXTURES / "train_fixed.py"
    shutil.copy(FIXTURES / "train.py", file)
    text = (ROOT / "docs" / "editors" / page).read_text(encoding="utf-8")
    _write(set_up, text.split("```", 2)[1].split("\n", 1)[1])
    torchwise = folder / "bin" / "torchwise"
    _write(torchwise, f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{place.python}' -m server \"$@\"\n")
    torchwise.chmod(0o755)
    own = {
        "HOME": str(folder),
        "PATH": f"{torchwise.parent}{os.pathsep}{os.environ['PATH']}",
        "TRAIN_FILE": str(file),
        "EXPECTED_FILE": str(expected),
        "RESULT_FILE": str(result),
        "SET_UP": str(set_up),
    }
    done = _limited(command, {**os.environ, **own})
    if done.returncode == 0 and file.read_bytes() == expected.read_bytes():
        return Outcome(name)
    said = result.read_text(encoding="utf-8") if result.exists() else done.stdout[-2000:] + done.stderr[-2000:]
    return Outcome(name, f"ended with {done.returncode}: {said}")


def _limited(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command that may hang; the limit is far above what a slow machine needs."""
    try:
        return subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=900,
        )
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
        return subprocess.CompletedProcess(
            command, 124, output if isinstance(output, str) else output.decode(errors="replace"), "timed out"
        )


def _environment(place: Place) -> dict[str, str]:
    """What the scripts for VS Code are told; the command works where the checkout is the working folder."""
    command = [str(place.python), "-m", "server", "server", "--stdio"]
    own = {"TORCHWISE_SERVER": json.dumps(command), "TORCHWISE_SELECTED_PYTHON": str(place.python)}
    notebooks = "yes" if _offers_notebooks(place.python) else ""
    return {**os.environ, **own, "CHROMIUM": install.browser() or "", "NOTEBOOKS": notebooks}


def _print_logs(folder: Path) -> None:
    for log in folder.rglob("*Torchwise.log"):
        print(f"--- {log.relative_to(folder)}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


EDITORS: dict[str, tuple[Callable[[Place], None], Callable[[Place], Iterator[Outcome]]]] = {
    "neovim": (install.neovim, _run_neovim),
    "vim": (install.vim, _run_vim),
    "emacs": (install.emacs, _run_emacs),
    "vscode": (install.vscode, _run_vscode),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
