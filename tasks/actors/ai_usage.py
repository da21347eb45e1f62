"""What calls of the assistant cost, as rows of the account's usage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from tasks.integrations.assistant import CallRecord


def usage_rows(calls: Iterable[CallRecord]) -> list[dict[str, Any]]:
    """The calls as columns of `ai_usage`."""
    return [_row(call) for call in calls]


def _row(call: CallRecord) -> dict[str, Any]:
    return asdict(call) | {
        "prompt_version": str(call.prompt_version),
        "price_as_of": date.fromisoformat(call.price_as_of) if call.price_as_of else None,
    }
