"""Which sessions hold the words that somebody types, and which a legacy package says they picked up.

Both are functions of the database: under row-level security neither full text nor `->>` could use an index.  They
read the account from the transaction's setting, never from an argument.
"""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import Function, Select, Uuid, column, func, select

MOST_WORDS = 12

_WORD = re.compile(r"[^\W_]+")


def matching(q: str) -> Select[UUID] | None:
    """The ids of the account's sessions in whose problem, title, client, ticket or messages every word stands.

    The last word may be the beginning of one.  None where `q` has no word at all.
    """
    words = _WORD.findall(q)[:MOST_WORDS]
    if not words:
        return None
    wanted = " & ".join(f"'{word}'" for word in words) + ":*"
    return _ids(func.matching_sessions(wanted))


def picked_up_by(user_id: UUID) -> Select[UUID]:
    """The ids of the sessions whose legacy escalation package names `user_id`."""
    return _ids(func.picked_up_sessions(user_id))


def _ids(call: Function[UUID]) -> Select[UUID]:
    return select(call.table_valued(column("ai_session_id", Uuid)).c.ai_session_id)
