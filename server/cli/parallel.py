"""Checking many files, in this process or in several."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from ..session.analysis import Cancelled
from .outcome import CheckedFile, Trouble, TroubleKind
from .work import Task, check_file, deep

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

MANY = 20
_FILES_PER_PROCESS = 10


def processes_for(files: int) -> int:
    """How many processes are worth starting: each takes about as long to start as to check a few files."""
    if files <= MANY:
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, files // _FILES_PER_PROCESS))


def check_all(tasks: Sequence[Task], jobs: int) -> list[CheckedFile]:
    """The results in the order of the tasks, whatever the number of processes."""
    if jobs <= 1 or len(tasks) <= 1:
        return deep(lambda cancelled: [check_file(task, cancelled) for task in tasks])
    done: dict[int, CheckedFile] = {}
    done.update(_in_processes(dict(enumerate(tasks)), min(jobs, len(tasks))))
    left = {number: task for number, task in enumerate(tasks) if number not in done}
    for number, task in left.items():
        # A process died, and nobody knows over which file: each one that is left gets its own.
        alone = dict(_in_processes({number: task}, 1))
        done[number] = alone.get(number) or _died(task)
    return [done[number] for number in range(len(tasks))]


def _in_processes(tasks: dict[int, Task], jobs: int) -> Iterator[tuple[int, CheckedFile]]:
    """The results there are: those that were not reached when a process died are missing."""
    context = get_context("spawn")
    stop = context.Event()
    with ProcessPoolExecutor(jobs, context, _prepare, (stop,)) as pool:
        try:
            futures: dict[int, Future[CheckedFile]] = {}
            with _no_interrupt_for_children():
                for number, task in tasks.items():
                    futures[number] = pool.submit(_check_in_worker, task)
            for number, future in futures.items():
                checked = _result(future)
                if checked is not None:
                    yield number, checked
        except BrokenProcessPool:
            return
        except KeyboardInterrupt:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


@contextmanager
def _no_interrupt_for_children() -> Generator[None, None, None]:
    """Ctrl+C reaches every process of the terminal; those that are started meanwhile never see it.

    Here it is only put off. Where the system has no such mask, `_prepare` must do.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(future: Future[CheckedFile]) -> CheckedFile | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _died(task: Task) -> CheckedFile:
    message = "torchwise crashed here: the process died"
    return CheckedFile(task.path, (), (), (Trouble(TroubleKind.CRASH, task.path, 0, message),))


_stop: Event | None = None


def _prepare(stop: Event) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _stop  # noqa: PLW0603 (the only way to hand something to the workers of a pool)
    _stop = stop


def _check_in_worker(task: Task) -> CheckedFile:
    def stopped() -> bool:
        return _stop is not None and _stop.is_set()

    def check(cancelled: Cancelled) -> CheckedFile:
        return check_file(task, lambda: stopped() or cancelled())

    return deep(check)
