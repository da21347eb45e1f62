"""Reads the account's connection to its PSA."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from models.core.errors import Conflict
from models.core.unit_of_work import current, db_session
from models.psa_connection import PsaConnection
from models.psa_push import PsaPush, PushState


class PsaNotConnected(Conflict):
    code = "psa_not_connected"
    message = "No ticket system is connected. An admin can connect one in the account's settings."


def current_connection() -> PsaConnection | None:
    return db_session().scalar(
        select(PsaConnection).where(
            PsaConnection.account_id == current().account_id, PsaConnection.disconnected_at.is_(None)
        )
    )


def pending_pushes(connection: PsaConnection) -> int:
    """How many notes wait to be sent to it."""
    waiting = select(func.count()).where(
        PsaPush.account_id == connection.account_id,
        PsaPush.connection_id == connection.id,
        PsaPush.state == PushState.QUEUED,
    )
    return db_session().scalar(waiting) or 0


def needed_connection() -> PsaConnection:
    """Raises PsaNotConnected (409)."""
    if (connection := current_connection()) is None:
        raise PsaNotConnected
    return connection


def current_connection_id(account_id: ColumnElement[UUID]) -> ScalarSelect[UUID]:
    """The id of the account's connection as a part of another statement; NULL without one."""
    table = PsaConnection.__table__
    mine = (table.c.account_id == account_id, table.c.disconnected_at.is_(None))
    return select(table.c.id).where(*mine).scalar_subquery()
