"""Install what the editor tests need and the machine lacks."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.environment import ROOT

TESTS = ROOT / "tests" / "editors"
CODE_SERVER_VERSION = "4.100.3"


class Unavailable(Exception):
    """An editor cannot be had here; the text says why."""


class Place(NamedTuple):
    """Where a run finds what it needs and leaves what it makes."""

    cache: Path
    pictures: Path
    scratch: Path
    python: Path


def vscode(place: Place) -> None:
    """VS Code in a browser, and what the client is built with."""
    if not shutil.which("npm"):
        raise Unavailable("there is no npm (Node 20 brings it)")
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = ROOT / "node_modules" / f".installed-{lock[:16]}"
    if not stamp.exists():
        _step(["npm", "ci", "--no-audit", "--no-fund"])
        stamp.touch()
    needs = {
        "g++": ["gcc", "g++"],
        "make": ["make"],
        "pkg-config": ["pkg-config"],
        "/usr/include/gssapi/gssapi.h": ["libkrb5-dev"],
        "rg": ["ripgrep"],
    }
    _apt(needs if browser() else {"chromium": ["chromium"], **needs})
    if not code_server(place).exists():
        # The finished installation gets its name last, so that a broken one is never taken for it.
        unfinished = place.cache / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _step(["sh", TESTS / "install-code-server.sh", unfinished, CODE_SERVER_VERSION])
        unfinished.rename(place.cache / f"code-server-{CODE_SERVER_VERSION}")


def code_server(place: Place) -> Path:
    """The program that serves VS Code."""
    return place.cache / f"code-server-{CODE_SERVER_VERSION}" / "node_modules" / ".bin" / "code-server"


def browser() -> str | None:
    """The path of the browser that the tests drive."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def neovim(place: Place) -> None:
    """A new Neovim where there is one for this machine, else the system's."""
    folder = place.cache / "neovim"
    if (folder / "bin" / "nvim").exists():
        return
    try:
        _step([sys.executable, "-m", "venv", "--clear", folder])
        requirements = TESTS / "neovim-requirements.txt"
        _step([folder / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", requirements])
    except Unavailable:
        shutil.rmtree(folder, ignore_errors=True)
        _apt({"nvim": ["neovim"]})


def neovims(place: Place) -> list[str]:
    """Our own and the system's, where there are two: an older one promises the server less."""
    candidates = [shutil.which(place.cache / "neovim" / "bin" / "nvim"), shutil.which("nvim")]
    return [found for found in candidates if found]


def emacs(_: Place) -> None:
    """The system's Emacs, with eglot as a package before version 29."""
    _apt({"emacs": ["emacs-nox"]})
    built_in = subprocess.run(["emacs", "--batch", "-Q", "--eval", '(kill-emacs (if (locate-library "eglot") 0 1))'])
    if built_in.returncode and not any(Path("/usr/share/emacs/site-lisp/elpa").glob("eglot-*")):
        _apt({"eglot for this Emacs": ["elpa-eglot"]})


def vim(_: Place) -> None:
    """The system's Vim and ALE."""
    _apt({"vim.nox": ["vim-nox"], "/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale": ["vim-ale"]})


def _apt(commands: Mapping[str, Sequence[str]]) -> None:
    """Install the packages of those commands that are missing; a path counts as a command."""
    packages = [
        name
        for command, names in commands.items()
        if not shutil.which(command) and not Path(command).exists()
        for name in names
    ]
    if not packages:
        return
    words = ", ".join(packages)
    if not shutil.which("apt-get"):
        raise Unavailable(f"{words} is not installed, and there is no apt-get to install it with")
    prefix: list[str] = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not (shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"]).returncode == 0):
        raise Unavailable(f"{words} is not installed, and installing it needs root or sudo without a password")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    _step([*prefix, "apt-get", "update", "-qq"], environment)
    _step([*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], environment)


def _step(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
    print("$", *command, flush=True)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Unavailable(f"`{' '.join(map(str, command))}` failed:\n{done.stdout[-4000:]}")
