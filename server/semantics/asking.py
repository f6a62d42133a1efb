"""Asking jedi's process: answers come when they come, and are kept; a process that hangs or dies is started anew."""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import cast

from .installed import search_paths
from .known import Known

logger = logging.getLogger(__name__)

SECONDS_PER_NAME = 10.0
"""How long one question may take, the start of the process included."""

MOST_DEATHS = 5
"""So many processes may die or hang one after the other before no more is started."""

_PACKAGE = __name__.rpartition(".")[0]
_START = (
    "import json, runpy, sys; sys.path[:] = json.loads(sys.argv[1]); "
    f"runpy.run_module('{_PACKAGE}.elsewhere', run_name='__main__', alter_sys=True)"
)


class Elsewhere:
    """Knows what installed packages define, as far as it was asked before. Safe to use from any thread.

    `answered` is called, in a thread of this object, with each name that turned out to be something. The
    `interpreter` is started only when the workspace is `trusted`; otherwise its folders are only looked at. Nothing is
    done before the last question is `quiet_seconds` old: an analysis that goes on asking needs the interpreter's lock.
    """

    def __init__(
        self,
        roots: Sequence[str] = (),
        *,
        interpreter: str | None = None,
        trusted: bool = False,
        answered: Callable[[str], None] = lambda _: None,
        seconds_per_name: float = SECONDS_PER_NAME,
        quiet_seconds: float = 0.0,
        command: Sequence[str] | None = None,
    ) -> None:
        self.answered = answered
        self._roots = tuple(roots)
        self._interpreter = interpreter
        self._trusted = trusted
        self._seconds = seconds_per_name
        self._quiet = quiet_seconds
        self._last_question = 0.0
        self._command = command
        self._changed = threading.Condition()
        self._answers: dict[str, Known | None] = {}
        self._waiting: deque[str] = deque()
        self._asking: str | None = None
        self._thread: threading.Thread | None = None
        self._process: _Process | None = None
        self._stopped = False
        self.started = 0
        """How many processes were started so far."""

    def known(self, name: str) -> Known | None:
        """What is known of a qualified name now; if it was never asked for, the question is queued."""
        if not _worth_asking(name):
            return None
        with self._changed:
            if name in self._answers:
                return self._answers[name]
            if not self._stopped and name != self._asking and name not in self._waiting:
                self._waiting.append(name)
                self._last_question = time.monotonic()
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="elsewhere", daemon=True)
                    self._thread.start()
                self._changed.notify_all()
            return None

    def is_open(self, name: str) -> bool:
        """Whether a question is queued or being answered."""
        with self._changed:
            return name == self._asking or name in self._waiting

    def wait(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Wait until nothing is being asked any more: each name takes its deadline at most."""
        with self._changed:
            while (self._asking or self._waiting) and not self._stopped and not cancelled():
                self._changed.wait(0.1)

    def use(self, interpreter: str | None, *, trusted: bool, roots: Sequence[str]) -> None:
        """Look for packages elsewhere from now on; forgets what was known if anything differs."""
        with self._changed:
            if (interpreter, trusted, tuple(roots)) == (self._interpreter, self._trusted, self._roots):
                return
            self._interpreter, self._trusted, self._roots = interpreter, trusted, tuple(roots)
            self._answers.clear()
            self._end_process()

    def stop(self) -> None:
        """End the process; nothing more is asked."""
        with self._changed:
            self._stopped = True
            self._waiting.clear()
            self._end_process()
            self._changed.notify_all()

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None

    def _work(self) -> None:
        deaths = 0
        while True:
            with self._changed:
                while not self._waiting:
                    if self._stopped:
                        return
                    self._changed.wait()
                while not self._stopped and (left := self._last_question + self._quiet - time.monotonic()) > 0:
                    self._changed.wait(left)
                if not self._waiting:
                    continue
                name = self._asking = self._waiting.popleft()
                settings = (self._interpreter, self._trusted, self._roots)
            paths = search_paths(settings[2], settings[0])
            answer: Known | None = None
            if deaths < MOST_DEATHS:
                answer, alive = self._ask(name, paths, settings[0] if settings[1] else None)
                deaths = 0 if alive else deaths + 1
            with self._changed:
                self._asking = None
                stale = settings != (self._interpreter, self._trusted, self._roots)
                if not stale:
                    self._answers[name] = answer
                self._changed.notify_all()
            if answer is not None and not stale:
                self.answered(name)

    def _ask(self, name: str, paths: tuple[str, ...], interpreter: str | None) -> tuple[Known | None, bool]:
        """The answer of the process, and whether it lives."""
        limit = time.monotonic() + self._seconds
        process = self._process
        try:
            if process is None:
                process = _Process(self._command or _command())
                with self._changed:
                    if self._stopped:
                        process.kill()
                        return None, True
                    self._process = process
                    self.started += 1
                process.tell({"paths": paths, "interpreter": interpreter})
            process.tell(name)
            return _read(process.line(limit - time.monotonic())), True
        except (OSError, ValueError, queue.Empty) as error:
            logger.info("no answer about %s: %s", name, type(error).__name__)
            with self._changed:
                if process is self._process:
                    self._end_process()
            return None, False


class _Process:
    """A process that answers each line by a line."""

    def __init__(self, command: Sequence[str]) -> None:
        hidden = subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.path.dirname(os.path.abspath(__file__)),
            creationflags=hidden,
        )
        self._lines: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._read, name="elsewhere-reader", daemon=True).start()

    def tell(self, value: object) -> None:
        """Send one line. Raises OSError when the process is gone."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(value).encode() + b"\n")
        self._process.stdin.flush()

    def line(self, seconds: float) -> bytes:
        """The next line, empty when the process has ended. Raises queue.Empty when it takes longer."""
        return self._lines.get(timeout=max(0.0, seconds))

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            self._lines.put(line)
        self._lines.put(b"")
        self._process.wait()


def _command() -> list[str]:
    """Python without the user's folders, variables and start-up files: nobody's `types.py` is taken for another."""
    return [sys.executable, "-I", "-c", _START, json.dumps([path for path in sys.path if path])]


def _read(line: bytes) -> Known | None:
    """An answer. Raises ValueError when the line is none."""
    value: object = json.loads(line)
    if value is None:
        return None
    if not isinstance(value, list) or len(cast("list[object]", value)) != 2:
        raise ValueError("not an answer")
    name, is_class = cast("list[object]", value)
    return Known(str(name), is_class is True)


def _worth_asking(name: str) -> bool:
    """Whether a name can be of an installed package that the tables do not know completely."""
    package, dot, rest = name.partition(".")
    return bool(dot and rest) and package != "torch" and package not in sys.stdlib_module_names and name.isascii()
