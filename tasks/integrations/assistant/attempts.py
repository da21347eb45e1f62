"""Tries a request up to three times, within the task's budget, and keeps a record of every try.

Our own retry, because the SDK's sleeps as long as the other side says, deaf to deadlines and stop buttons.
What makes an error worth another try is `errors.RETRYABLE`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from tasks.integrations.assistant import stop_reasons
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError, AssistantErrorCode
from tasks.integrations.assistant.metering import Meter
from tasks.integrations.assistant.port import Done, Event, Provider, Request
from tasks.integrations.assistant.records import CallRecord

MAX_ATTEMPTS = 3
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 8.0
LONGEST_RETRY_AFTER_SECONDS = 60.0
"""Beyond this the person is told at once, also where no deadline is set."""
SPARE_SECONDS = 1.0
"""What must be left of the budget after a wait for another try to make sense."""


def accept_any(done: Done) -> None:
    """For answers that need no check beyond their stop reason."""


class Attempts:
    """All tries of one task with a provider; `calls` has one record for each, failures included."""

    def __init__(self, provider: Provider, control: Control, *, dice: Callable[[], float] = random.random) -> None:
        self.calls: list[CallRecord] = []
        self._provider = provider
        self._control = control
        self._dice = dice

    def stream(
        self, request: Request, *, accept: Callable[[Done], None] = accept_any, repeatable: bool = False
    ) -> Iterator[Event]:
        """The events of the try that succeeded; Done last, with the records of all tries.

        `accept` raises AssistantError for an answer that is no result.  Unless `repeatable`, nothing is tried again
        once text has been passed on, for a person has seen it.  Raises AssistantError with `calls` filled.
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
                self._wait_for_another_try(error, number)
            else:
                return

    def _once(self, request: Request, accept: Callable[[Done], None]) -> Iterator[Event]:
        self._control.check()  # outside: a try that was never made has no record
        meter = Meter(self._provider, request)
        try:
            for event in self._provider.stream(request, self._control):
                if isinstance(event, Done):
                    yield self._recorded(event, request, accept, meter)
                    return
                meter.token()
                yield event
            raise AssistantError(AssistantErrorCode.NETWORK)
        except AssistantError as error:
            self.calls.append(meter.failed(error))
            raise

    def _recorded(self, done: Done, request: Request, accept: Callable[[Done], None], meter: Meter) -> Done:
        _check(done, request, accept)
        self.calls.append(meter.succeeded(done))
        return replace(done, calls=self.calls)

    def _wait_for_another_try(self, error: AssistantError, number: int) -> None:
        """Wait before the next try, or raise the error where there is to be none."""
        wait = max(self._jittered(number), error.retry_after or 0.0)
        remaining = self._control.remaining()
        too_late = remaining is not None and wait + SPARE_SECONDS > remaining
        if not error.retryable or number == MAX_ATTEMPTS - 1 or too_late or wait > LONGEST_RETRY_AFTER_SECONDS:
            raise error
        try:
            self._control.pause(wait)
        except AssistantError as stopped:
            stopped.calls = self.calls
            raise stopped from error

    def _jittered(self, number: int) -> float:
        """Full jitter: anywhere between nothing and the doubling wait."""
        return self._dice() * min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * (1 << number))


def _check(done: Done, request: Request, accept: Callable[[Done], None]) -> None:
    """Raise AssistantError unless this end of an answer is a result, with what the attempt cost."""
    code = stop_reasons.error_of(done.stop_reason, with_tools=request.choice.actions == "tools")
    try:
        if code is not None:
            raise AssistantError(code, partial_text=done.text)
        accept(done)
    except AssistantError as error:
        error.usage, error.model, error.request_id = done.usage, done.model, done.request_id
        error.stop_reason = done.stop_reason
        raise
