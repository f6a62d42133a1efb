"""Measure what the language server costs, as CPU time of its process and as a ratio to one `libcst.parse_module`.

    python3 scripts/dev.py bench [FILES] [--server COMMAND] [--against COMMAND] [--positions 200] [--json OUT]

For each file: *open* is the CPU from `didOpen` to the first publish, in a warm server that never saw the text;
*edit* the same for one character typed inside a name; *undo* for its removal; *prose* for a character typed inside
a comment or string; *parse* is `libcst.parse_module` of the same text, median of 7 in a fresh process. Every tenth result is
compared with that of a fresh server. Without files it measures generated programs (`bench_programs.py`).
Read the ratios: the milliseconds are those of this machine on this day.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from scripts.bench_client import ServerFailure
from scripts.bench_measure import Cost, Measured, Plan, measure, parse_seconds
from scripts.bench_programs import SIZES, program

_COLUMNS = (
    "server",
    "parse",
    "open",
    "open/parse",
    "edit p50",
    "p95",
    "edit/parse",
    "p95/parse",
    "undo p50",
    "prose p50",
    "edit wall p50",
    "idle after",
    "fresh agrees",
)


def main() -> int:
    """Measure and print; 1 if a result differs from a fresh server's or a server fails."""
    arguments = _arguments()
    plan = Plan(arguments.opens, arguments.positions, arguments.prose)
    servers = {"torchwise": shlex.split(arguments.server), "ruff": shlex.split(arguments.against)}
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; CPU in ms")
    wrong = False
    kept: list[object] = []
    for name, text in _texts(arguments.files):
        print(f"\n{name}: {len(text.splitlines())} lines", flush=True)
        print(_row(_COLUMNS))
        results: list[Measured] = []
        # The speed of a shared machine changes within minutes: a server is held against the parses around it.
        parses = [parse_seconds(text)]
        for server, command in servers.items():
            if not command:
                continue
            try:
                results.append(measure(server, command, text, plan))
            except ServerFailure as failure:
                wrong = True
                print(f"{server}: {failure}")
                continue
            parses.append(parse_seconds(text))
            print(_row(_cells(results[-1], statistics.fmean(parses[-2:]))), flush=True)
        if len(results) == 2:
            print(_row(_ratios(*results)))
        for result in results:
            wrong |= bool(result.unequal)
            for problem in result.unequal:
                print(f"  {result.server} differs from a fresh server: {problem}")
        kept.append({"file": name, "parses": parses, "servers": [asdict(result) for result in results]})
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="Python files (default: generated programs)")
    own = shlex.join([sys.executable, "-m", "server", "server", "--stdio"])
    parser.add_argument("--server", default=own, help="our server, started in the repository; empty leaves it out")
    parser.add_argument("--against", default=_ruff(), help="the server to compare with; empty leaves it out")
    parser.add_argument("--positions", type=int, default=200, help="characters typed inside names")
    parser.add_argument("--prose", type=int, default=50, help="characters typed inside comments and strings")
    parser.add_argument("--opens", type=int, default=5, help="fresh servers that open each file")
    parser.add_argument("--json", default="", help="write all numbers to this file")
    return parser.parse_args()


def _ruff() -> str:
    beside = Path(sys.executable).parent / "ruff"
    found = str(beside) if beside.exists() else shutil.which("ruff")
    return shlex.join([found, "server"]) if found else ""


def _texts(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    if not files:
        yield from ((f"generated, {lines}", program(lines)) for lines in SIZES)
    for path in files:
        yield path.name, path.read_text(encoding="utf-8")


def _cells(result: Measured, parse: float) -> list[str]:
    opened, edit = _median(result.opens), _median(result.edits)
    late = _percentile(result.edits, 95)
    wall = statistics.median(cost.wall for cost in result.edits) if result.edits else float("nan")
    return [
        result.server,
        f"{parse * 1000:.1f}",
        f"{opened * 1000:.1f}",
        f"{opened / parse:.2f}",
        f"{edit * 1000:.2f}",
        f"{late * 1000:.2f}",
        f"{edit / parse:.3f}",
        f"{late / parse:.3f}",
        f"{_median(result.undos) * 1000:.2f}",
        f"{_median(result.prose) * 1000:.2f}",
        f"{wall * 1000:.1f}",
        f"{statistics.fmean(result.idle) * 1000:.1f}" if result.idle else "-",
        f"{result.compared - len(result.unequal)}/{result.compared}",
    ]


def _ratios(ours: Measured, other: Measured) -> list[str]:
    def times(mine: float, theirs: float) -> str:
        return f"{mine / theirs:.1f}x" if theirs else "-"

    return [
        f"{ours.server}/{other.server}",
        "",
        times(_median(ours.opens), _median(other.opens)),
        "",
        times(_median(ours.edits), _median(other.edits)),
        times(_percentile(ours.edits, 95), _percentile(other.edits, 95)),
        "",
        "",
        times(_median(ours.undos), _median(other.undos)),
        times(_median(ours.prose), _median(other.prose)),
    ]


def _row(cells: Sequence[str]) -> str:
    return "  ".join(cell.ljust(14) if place == 0 else cell.rjust(11) for place, cell in enumerate(cells))


def _median(costs: Sequence[Cost]) -> float:
    return statistics.median(cost.cpu for cost in costs) if costs else float("nan")


def _percentile(costs: Sequence[Cost], per_cent: int) -> float:
    """The smallest cost that so many per cent of all do not exceed."""
    ordered = sorted(cost.cpu for cost in costs)
    return ordered[max(0, -(-len(ordered) * per_cent // 100) - 1)] if ordered else float("nan")


if __name__ == "__main__":
    raise SystemExit(main())
