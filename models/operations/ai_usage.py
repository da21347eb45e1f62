"""Write down what the calls to a model cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from models.ai_usage import AiUsage
from models.core.unit_of_work import current, db_session


def record_calls(calls: Iterable[Mapping[str, Any]], *, ai_session_id: UUID) -> None:
    """One row a call, successful or not; a call is a mapping with `AiUsage`'s columns."""
    account_id = current().account_id
    db_session().add_all(AiUsage(account_id=account_id, ai_session_id=ai_session_id, **call) for call in calls)
