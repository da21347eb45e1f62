"""Turns Ctrl-C, SIGTERM and a closed terminal into one exception, Interrupted; later signals are ignored.

Standard library only.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(BaseException):
    """Raised in the main thread by the first signal that asks us to end; later ones are ignored while we do."""


_heard: list[int] = []
_held_back = threading.Event()
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def listen() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP raise Interrupted; SIGHUP stays ignored if nohup ignores it."""
    for number in _SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    _heard.append(_number)
    ignore()
    if not _held_back.is_set():
        raise Interrupted


@contextmanager
def held_back() -> Iterator[Callable[[], None]]:
    """Postpone Interrupted while we start something that we must also end.

    Call the yielded function once the code that ends it is in place: it raises Interrupted if a signal came meanwhile.
    """
    if threading.current_thread() is not threading.main_thread():  # Python delivers signals to the main thread only
        yield check
        return
    _held_back.set()
    try:
        yield _let_through
    finally:
        _held_back.clear()


def _let_through() -> None:
    _held_back.clear()
    check()


def check() -> None:
    """Raise Interrupted again if it got lost: Python drops exceptions that are raised in a finalizer or a callback."""
    if _heard:
        raise Interrupted


def ignore() -> None:
    """From now on the signals have no effect, because we are already ending."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


class Parent:
    """The `make` process that started us, if one did.  If it is killed, Ctrl-C no longer reaches us."""

    def __init__(self) -> None:
        self._pid = os.getppid() if "MAKELEVEL" in os.environ else None

    def is_gone(self) -> bool:
        """Whether the make that started us has died."""
        return self._pid is not None and os.getppid() != self._pid
