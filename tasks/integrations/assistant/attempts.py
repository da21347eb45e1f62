"""Makes up to three attempts at a request, within the task's budget, and keeps a record of each.

We do not use the SDK's retry, because it sleeps as long as the API says, without regard to deadlines and Stop.
Only a `TryAgain` of `tasks.integrations.errors` is worth another attempt.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from tasks.integrations.assistant import stop_reasons
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError, ConnectionFailed
from tasks.integrations.assistant.metering import Meter
from tasks.integrations.assistant.port import Done, Event, Provider, Request
from tasks.integrations.assistant.records import CallRecord
from tasks.integrations.errors import TryAgain

MAX_ATTEMPTS = 3
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
LONGEST_RETRY_AFTER_SECONDS = 60.0
"""If the API asks for a longer wait, the task fails at once, also where no deadline is set."""
SPARE_SECONDS = 1.0
"""How much of the budget must be left after the wait, or there is no further attempt."""


def accept_any(done: Done) -> None:
    """For answers that need no check apart from their stop reason."""


class Attempts:
    """All attempts at one task with a provider; `calls` has one record for each, failures included."""

    def __init__(self, provider: Provider, control: Control, *, chance: Callable[[], float] = random.random) -> None:
        self.calls: list[CallRecord] = []
        self._provider = provider
        self._control = control
        self._random = chance

    def stream(
        self, request: Request, *, accept: Callable[[Done], None] = accept_any, repeatable: bool = False
    ) -> Iterator[Event]:
        """The events of the attempt that succeeded; Done comes last, with the records of all attempts.

        `accept` raises AssistantError for an answer that is not a result.  Unless `repeatable`, there is no further
        attempt once text has been passed on, because people have seen it.  Raises AssistantError with `calls` filled.
        """
        for number in range(MAX_ATTEMPTS):
            passed_on = False
            try:
                for event in self._once(request, accept):
                    passed_on = True
                    yield event
            except AssistantError as error:
                error.calls = self.calls
                if passed_on and not repeatable:
                    raise
                self._wait_for_next_attempt(error, number)
            else:
                return

    def _once(self, request: Request, accept: Callable[[Done], None]) -> Iterator[Event]:
        # Before the try block: an attempt that was never made has no record.
        self._control.check()
        self._control.purse.check()
        meter = Meter(self._provider, request)
        try:
            for event in self._provider.stream(request, self._control):
                if isinstance(event, Done):
                    yield self._recorded(event, request, accept, meter)
                    return
                meter.token()
                yield event
            raise ConnectionFailed
        except AssistantError as error:
            self._keep(meter.failed(error))
            raise

    def _recorded(self, done: Done, request: Request, accept: Callable[[Done], None], meter: Meter) -> Done:
        _check(done, request, accept)
        self._keep(meter.succeeded(done))
        return replace(done, calls=self.calls)

    def _keep(self, call: CallRecord) -> None:
        self.calls.append(call)
        self._control.purse.spend(call.cost_micros)

    def _wait_for_next_attempt(self, error: AssistantError, number: int) -> None:
        """Wait before the next attempt, or raise the error if there is none."""
        wait = max(self._jittered(number), error.after or 0.0)
        if not isinstance(error, TryAgain) or number == MAX_ATTEMPTS - 1 or not self._has_time_for(wait):
            raise error
        try:
            self._control.pause(wait)
        except AssistantError as stopped:
            stopped.calls = self.calls
            raise stopped from error

    def _has_time_for(self, wait: float) -> bool:
        remaining = self._control.remaining()
        return wait <= LONGEST_RETRY_AFTER_SECONDS and (remaining is None or wait + SPARE_SECONDS <= remaining)

    def _jittered(self, number: int) -> float:
        """Full jitter: between zero and a wait that doubles."""
        return self._random() * min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * (1 << number))


def _check(done: Done, request: Request, accept: Callable[[Done], None]) -> None:
    """Raise AssistantError, with what the attempt cost, unless this end of an answer is a result."""
    failure = stop_reasons.failure_of(done.stop_reason, with_tools=request.choice.actions == "tools")
    try:
        if failure is not None:
            raise failure(partial_text=done.text)
        accept(done)
    except AssistantError as error:
        error.usage, error.model, error.request_id = done.usage, done.model, done.request_id
        error.stop_reason = done.stop_reason
        raise
