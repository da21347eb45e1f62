"""Finds the sessions that contain the words of a search, and those that a user picked up before handoffs existed.

Both are database functions, because under row-level security neither full text nor `->>` could use an index.  They
read the account from the transaction's setting, never from an argument.  They also split texts and searches into words,
both in the same way.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Function, Select, Uuid, column, func, select


def matching(q: ColumnElement[str]) -> Select[UUID]:
    """The ids of the account's sessions that contain every word of `q`.

    All words have to be in problem, title, client and ticket, or all in one message.  Accents and case make no
    difference, and the last word may be the beginning of a word.  A query without words finds nothing.
    """
    return _ids(func.search_sessions(q))


def picked_up_by(user_id: ColumnElement[UUID]) -> Select[UUID]:
    """The ids of the sessions whose legacy escalation package names `user_id`."""
    return _ids(func.picked_up_sessions(user_id))


def _ids(call: Function[UUID]) -> Select[UUID]:
    return select(call.table_valued(column("ai_session_id", Uuid)).c.ai_session_id)
