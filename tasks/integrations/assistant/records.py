"""What one attempt cost and how it ended, for successes and failures.

The actors store it as the account's usage; prices are in `prompts/models.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    """Tokens of one attempt; the total input is the sum of the three input counts."""

    input_tokens: int = 0
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, kw_only=True)
class CallRecord:
    """One attempt.  Tokens are the provider's own counts, or an estimate where a stream was cut.

    `cost_micros` is in millionths of a US dollar; 0 with `price_as_of` None means that the model has no known price.
    Durations are milliseconds; `ttft_ms` (time to first token) is None when no token came.
    """

    task: str
    provider: str
    model: str
    prompt_id: str
    prompt_version: int
    prompt_hash: str
    request_id: str | None
    input_tokens: int
    cache_write_tokens: int
    cache_read_tokens: int
    output_tokens: int
    cost_micros: int
    price_as_of: str | None
    ttft_ms: int | None
    duration_ms: int
    stop_reason: str | None
    error_code: str | None
