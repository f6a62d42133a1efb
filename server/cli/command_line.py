"""The command line: which command, with which options."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence

from ..rules.rule import Severity
from ..session.version import version
from .exits import CLEAN, CRASHED, INTERRUPTED, WRONG, UsageError
from .formats import FORMATS, discard_output, encode_output

_EXITS = """exit codes:
  0    nothing was found at or above --fail-on
  1    something was found
  2    the command line or the settings are wrong, or a named path cannot be read
  70   torchwise itself failed
  130  interrupted
"""


def run(words: Sequence[str]) -> int:
    """Run the command that `words` describe; the exit code."""
    encode_output()
    try:
        return _run(words)
    except UsageError as error:
        print(f"torchwise: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("torchwise: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        discard_output()
        return CLEAN
    except Exception:  # noqa: BLE001 (the last one there is: whatever it was, it must not look like findings)
        traceback.print_exc()
        print("torchwise: this is a bug of torchwise, not of your code; please report it", file=sys.stderr)
        return CRASHED


def _run(words: Sequence[str]) -> int:
    parser = argument_parser()
    arguments = parser.parse_args(words)
    match arguments.command:
        case "check":
            from .check import check

            return check(arguments)
        case "server":
            from .server import serve

            return serve(arguments)
        case "explain":
            from .explain import explain

            return explain(arguments)
        case "outline":
            from .outline import show_outline

            return show_outline(arguments)
        case "rules":
            from .rules import rules

            return rules(arguments)
        case _:
            parser.print_help(sys.stderr)
            return WRONG


def argument_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="torchwise",
        description="Finds what will crash or silently not train in PyTorch and Lightning code.",
    )
    parser.add_argument("--version", action="version", version=f"torchwise {version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _describe_check(
        commands.add_parser(
            "check",
            help="check files and folders",
            description="Check Python files. Nothing is imported or run.",
            epilog=_EXITS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _describe_server(commands.add_parser("server", help="run the language server"))
    explain = commands.add_parser("explain", help="show the page of a rule")
    explain.add_argument("rule", metavar="RULE", help="a rule, such as missing-zero-grad, or a category")
    outline = commands.add_parser("outline", help="show what a training program does, as far as it is understood")
    outline.add_argument("file", metavar="FILE", help="a Python file")
    rules = commands.add_parser("rules", help="list all rules")
    rules.add_argument("--output-format", choices=("full", "concise", "json"), default="full", help="default: full")
    return parser


def _describe_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("paths", metavar="PATH", nargs="*", help="files and folders (default: .); - is standard input")
    check.add_argument(
        "--output-format",
        choices=tuple(FORMATS),
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: full in a terminal, else concise)",
    )
    severities = [severity.word for severity in sorted(Severity, reverse=True)]
    check.add_argument(
        "--fail-on",
        choices=severities,
        default="warning",
        metavar="SEVERITY",
        help=f"the lowest severity that makes the exit code 1: {', '.join(severities)} (default: warning)",
    )
    check.add_argument("--config", metavar="FILE", help="use this settings file and no other")
    check.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="NAME=SEVERITY",
        help="set the severity of a rule or category, or off; may be repeated",
    )
    check.add_argument(
        "--fixes",
        action=argparse.BooleanOptionalAction,
        help="work out fixes, and show the changes where people read (default: for full, json and sarif, without the changes)",
    )
    check.add_argument(
        "--explain-unknown", action="store_true", help="say what is not known, and why (full, concise and json only)"
    )
    check.add_argument("--stdin-filename", metavar="PATH", help="the name of the file that comes by standard input")
    check.add_argument("--jobs", type=_count, metavar="N", help="processes to use (default: by the number of files)")


def _describe_server(server: argparse.ArgumentParser) -> None:
    ways = server.add_mutually_exclusive_group()
    ways.add_argument("--stdio", action="store_true", help="talk over standard input and output (default)")
    ways.add_argument("--tcp", action="store_true", help="listen on a port")
    server.add_argument("--host", default="127.0.0.1", help="with --tcp (default: 127.0.0.1)")
    server.add_argument("--port", type=int, default=2087, help="with --tcp (default: 2087)")


def _count(word: str) -> int:
    count = int(word)
    if count < 1:
        raise argparse.ArgumentTypeError("expected a number from 1 up")
    return count
