"""The clients of an account, as its sessions name them."""

from __future__ import annotations

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.unit_of_work import current, db_session

_NEWEST_SESSIONS = 1_000
"""A limit, so that the query is as fast in an account with years of sessions as in a new one."""


def all_clients() -> list[str]:
    """Every distinct name in the account, however old its session: a text for one client may name no other.

    PostgreSQL reads only the index.
    """
    of_account = AiSession.account_id == current().account_id
    names = select(AiSession.client_name).where(of_account, AiSession.client_name.is_not(None)).distinct()
    return [name for name in db_session().scalars(names) if name]


def known_clients() -> list[str]:
    """The distinct names in the account's newest sessions, for a suggestion."""
    newest = (
        select(AiSession.client_name)
        .where(AiSession.account_id == current().account_id)
        .order_by(AiSession.created_at.desc(), AiSession.id.desc())
        .limit(_NEWEST_SESSIONS)
        .subquery()
    )
    names = select(newest.c.client_name).where(newest.c.client_name.is_not(None)).distinct()
    return list(db_session().scalars(names))
