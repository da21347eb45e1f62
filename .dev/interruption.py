"""Ctrl-C, SIGTERM, a closed terminal: all of them mean "end what you started", and are heard once.

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
    """From now on those signals raise Interrupted.  Under nohup a closed terminal stays without effect."""
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
    """While something begins that has to be ended by us: nothing is raised before the yielded function is called.

    That one raises Interrupted if it was heard meanwhile; call it where what began is already looked after.
    """
    if threading.current_thread() is not threading.main_thread():  # where no signal is heard
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
    """Raise Interrupted once more where it was lost: Python drops what is raised inside a finalizer or a callback."""
    if _heard:
        raise Interrupted


def ignore() -> None:
    """From now on those signals have no effect: we are ending already."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


class Parent:
    """The make that started us, where one did: when it is killed outright, nobody is left to hear Ctrl-C."""

    def __init__(self) -> None:
        self._pid = os.getppid() if "MAKELEVEL" in os.environ else None

    def is_gone(self) -> bool:
        """Whether the make that started us has died."""
        return self._pid is not None and os.getppid() != self._pid
