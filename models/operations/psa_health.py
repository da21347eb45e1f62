"""Whether a connection to a PSA works, as the calls of jobs find out, and telling the admins when it does not."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.core import clock
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations.admin_notices import tell_admins
from models.psa_connection import PsaConnection, PsaState

QUIET = timedelta(hours=1)
"""A connection that fails, works and fails again within this time is one occasion."""
_TOLD_AT = "told_at"


def note_working(connection: PsaConnection) -> None:
    """A call succeeded.  Expects the connection's row to be locked."""
    if connection.state != PsaState.OK or connection.last_error_code:
        connection.state = PsaState.OK
        connection.last_error_code = connection.last_error = connection.failing_since = None


def note_failing(connection: PsaConnection, *, code: str, message: str, is_certain: bool) -> None:
    """A call failed.  `is_certain`: it is more than a passing fault, so that the admins are told, once per occasion.

    Expects the connection's row to be locked.
    """
    connection.last_error_code, connection.last_error = code, message
    connection.failing_since = connection.failing_since or clock.now()
    if not is_certain or connection.state == PsaState.FAILING:
        return
    connection.state = PsaState.FAILING
    since = clock.rfc3339(connection.failing_since)
    told_at = connection.sync_state.get(_TOLD_AT)
    if told_at and datetime.fromisoformat(told_at) > clock.now() - QUIET:
        return
    connection.sync_state = {**connection.sync_state, _TOLD_AT: clock.rfc3339(clock.now())}
    tell_admins(
        NoticeEvent.PSA_CONNECTION_FAILING,
        SubjectKind.CONNECTION,
        connection.id,
        title="The connection to your ticket system fails",
        link="/account#psa",
        occasion=since,
        more={"reason": message},
    )
