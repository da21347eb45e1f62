"""Ctrl-C, SIGTERM, a closed terminal: all of them mean "end what you started", and are heard once.

Standard library only.
"""

from __future__ import annotations

import os
import signal
from types import FrameType


class Interrupted(BaseException):
    """Raised in the main thread by the first signal that asks us to end; later ones are ignored while we do."""


_heard: list[int] = []
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def listen() -> None:
    """From now on those signals raise Interrupted.  Under nohup a closed terminal stays without effect."""
    for number in _SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    _heard.append(_number)
    ignore()
    raise Interrupted


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
