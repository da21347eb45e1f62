"""What the model says during a run: mostly a quick answer, now and then a slow one, a cut one, a refusal, nothing."""

from __future__ import annotations

import threading

from tests.chaos.options import Options
from tests.outside.anthropic_server import (
    AnthropicServer,
    CutSocket,
    Gate,
    ReceivedRequest,
    Reply,
    broken_off,
    error,
    held,
    reset,
    silence,
    text,
)
from tests.outside.anthropic_server.standard import answer as standard_answer

WORDS = "Check the spooler first. Then restart the print server, look at its event log and tell me what it says."
# Of a hundred answers: slow ones, which faults meet in the middle; and what the outside does wrong.
SLOW, CUT, BUSY, RESET, SILENT = 40, 4, 3, 2, 1


class Model:
    """Answers every request of the system's workers; `hold` keeps all of them waiting, so that work piles up."""

    def __init__(self, server: AnthropicServer, options: Options) -> None:
        self._random = options.random("model")
        self._lock = threading.Lock()
        self._gate: Gate | None = None
        self._never = Gate()
        self._is_plain = False
        self._server = server
        server.answer_with(self._answer)

    @property
    def calls(self) -> int:
        return len(self._server.requests)

    def hold(self) -> None:
        self._gate = Gate()

    def let_go(self) -> None:
        if self._gate:
            self._gate.open()
        self._gate = None

    def _answer(self, request: ReceivedRequest) -> Reply:
        with self._lock:
            drawn = self._random.randrange(100)
        if self._gate:
            return held(self._said(request, drawn), self._gate)
        return self._said(request, drawn)

    def speak_plainly(self) -> None:
        """From here on every answer is a good and quick one."""
        self._is_plain = True

    def _said(self, request: ReceivedRequest, drawn: int) -> Reply:
        good = standard_answer(request) if request.is_structured else text(WORDS)
        if self._is_plain:
            return good
        slow = text(WORDS, gap_seconds=0.1)
        kinds: list[tuple[int, Reply]] = [
            (SLOW, good if request.is_structured else slow),
            (CUT, broken_off(text(WORDS), CutSocket(), after_pieces=2)),
            (BUSY, error(529, retry_after=0.1)),
            (RESET, reset()),
            (SILENT, silence(self._never)),
        ]
        for share, reply in kinds:
            if drawn < share:
                return reply
            drawn -= share
        return good
