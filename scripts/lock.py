"""Writes the lock files: exact versions of everything that `dev.py` installs.

Made with the oldest supported Python, so that every version in them exists for all supported ones. torch is
pinned by hand in `torch.txt`: the platform decides what comes with it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from scripts.environment import LOCKS, OLDEST, ROOT

HEADER = "# Exact versions, written by `python3 scripts/dev.py lock`; what is wanted stands in pyproject.toml.\n"
PLATFORM = re.compile(r"(torch|triton|setuptools|pip|nvidia-.*|cuda-.*)$")
PROOFS = ("lightning", "numpy")


def main(arguments: list[str]) -> int:
    """Resolve anew what pyproject.toml asks for and write the three files."""
    if arguments:
        print("usage: dev.py lock", file=sys.stderr)
        return 2
    if sys.version_info[:2] != OLDEST:
        print(
            f"the lock is made with Python {OLDEST[0]}.{OLDEST[1]}, this is {sys.version.split()[0]}", file=sys.stderr
        )
        return 2
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    runtime, development = _array(text, "dependencies"), _array(text, "dev")
    torch = (LOCKS / "torch.txt").read_text(encoding="utf-8").splitlines()[-1]
    proofs = [wanted for wanted in development if wanted.startswith(PROOFS)]
    tools = [wanted for wanted in development if wanted not in proofs]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        everything = _resolve(python, [*runtime, *tools, *proofs, torch])
        pins = [f"{name}=={version}" for name, version in everything.items()]
        first = _resolve(python, [*runtime], pins)
        second = _resolve(python, [*runtime, *tools], pins)
    _write("runtime", first)
    _write("tools", {name: version for name, version in second.items() if name not in first})
    _write("proofs", {name: version for name, version in everything.items() if name not in second})
    return 0


def _array(text: str, key: str) -> list[str]:
    """The strings of a TOML array; the oldest Python has no TOML reader."""
    found = re.search(rf"^{key} = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert found, f"pyproject.toml has no array {key}"
    return re.findall(r'^\s*"(.*?)",', found[1], re.MULTILINE)


def _resolve(python: Path, wanted: list[str], constraints: list[str] | None = None) -> dict[str, str]:
    """Name to version of what pip would install for these requirements, without what the platform decides."""
    with tempfile.TemporaryDirectory() as folder:
        report, pins = Path(folder) / "report.json", Path(folder) / "pins.txt"
        pins.write_text("\n".join(constraints or []))
        command = [python, "-m", "pip", "install", "-qq", "--dry-run", "--ignore-installed", "-c", pins]
        subprocess.run([*command, "--report", report, *wanted], check=True)
        metadata = [item["metadata"] for item in json.loads(report.read_text())["install"]]
    chosen = {item["name"].lower().replace("_", "-"): _pin(item) for item in metadata}
    return {name: chosen[name] for name in sorted(chosen) if not PLATFORM.match(name)}


def _pin(metadata: dict[str, str]) -> str:
    """The version, and for what serves old Pythons only, the condition under which it can be installed."""
    below = re.search(r"<\s*(3\.\d+)", metadata.get("requires_python", ""))
    version = metadata["version"].split("+")[0]
    return f"{version}; python_version < '{below[1]}'" if below else version


def _write(name: str, versions: dict[str, str]) -> None:
    lines = [f"{package}=={version}\n" for package, version in versions.items()]
    (LOCKS / f"{name}.txt").write_text(HEADER + "".join(lines), encoding="utf-8")
    print(f"{name}.txt: {len(lines)} packages")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
