"""Measures one attempt and makes its `CallRecord`.

Prices come from `prompts.models_catalog`; the actor stores the record.
"""

from __future__ import annotations

import time
from dataclasses import asdict

from prompts.models_catalog import cost_of
from tasks.integrations.assistant.errors import AssistantError
from tasks.integrations.assistant.port import Done, Provider, Request
from tasks.integrations.assistant.records import CallRecord, Usage


class Meter:
    """Create it before the request is sent, and take the record when the attempt has ended."""

    def __init__(self, provider: Provider, request: Request) -> None:
        self._provider = provider
        self._request = request
        self._started = time.monotonic()
        self._first_token: float | None = None

    def token(self) -> None:
        """Note that the first piece of the answer has arrived; later calls change nothing."""
        if self._first_token is None:
            self._first_token = time.monotonic()

    def succeeded(self, done: Done) -> CallRecord:
        """The record of an attempt whose result counts."""
        return self._record(done.model, done.usage, done.request_id, done.stop_reason, None)

    def failed(self, error: AssistantError) -> CallRecord:
        """The record of an attempt that failed, with what it cost."""
        model = error.model or self._request.choice.model
        return self._record(model, error.usage or Usage(), error.request_id, error.stop_reason, error.code.value)

    def _record(
        self, model: str, usage: Usage, request_id: str | None, stop_reason: str | None, error_code: str | None
    ) -> CallRecord:
        cost = cost_of(
            model,
            fresh=usage.input_tokens,
            cache_write=usage.cache_write_tokens,
            cache_read=usage.cache_read_tokens,
            output=usage.output_tokens,
        )
        return CallRecord(
            task=self._request.task,
            provider=self._provider.name,
            model=model,
            prompt_id=self._request.prompt.id,
            prompt_version=self._request.prompt.version,
            prompt_hash=self._request.prompt.hash,
            request_id=request_id,
            **asdict(usage),
            cost_micros=cost.micros,
            price_as_of=cost.as_of,
            ttft_ms=None if self._first_token is None else self._milliseconds_until(self._first_token),
            duration_ms=self._milliseconds_until(time.monotonic()),
            stop_reason=stop_reason,
            error_code=error_code,
        )

    def _milliseconds_until(self, moment: float) -> int:
        return round((moment - self._started) * 1_000)
