"""/account/audit-log: who changed access, billing, settings or assignments; also as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import Response, current_app

from models.audit_entry import AuditEntry
from models.core import clock
from models.core.deadline import deadline
from models.core.errors import TookTooLong
from models.core.paging import Page
from models.queries.audit import AuditFilter, audit_log as read_lines
from schemas.audit import AuditLogQuery, AuditLogSchema
from web.edge import identity
from web.edge.access import ADMINS_UNGATED
from web.edge.application import FlowPilot, request_transaction
from web.edge.csv import MEDIA_TYPE, Cell, csv_response
from web.edge.resource import Resource

audit_log = Resource("audit_log", __name__, url_prefix="/account/audit-log", description="The account's audit log.")

LINES_AT_ONCE = 500
HEADER = (
    *("id", "created_at", "action", "actor_id", "actor_name", "subject_kind", "subject_id", "subject_name"),
    *("detail", "client", "request_id"),
)


@audit_log.route("", access=ADMINS_UNGATED)
@audit_log.arguments(AuditLogQuery, location="query")
@audit_log.response(200, AuditLogSchema)
@audit_log.alt_response(200, schema={"type": "string"}, content_type=MEDIA_TYPE, success=True)
def read_audit_log(query: dict[str, Any]) -> Page[AuditEntry] | Response:
    """Who changed access, subscriptions, settings or assignments, newest first

    With `format=csv` the answer is the whole log, or what the other parameters select of it.
    """
    file_format, limit, cursor = query.pop("format"), query.pop("limit"), query.pop("cursor")
    wanted = AuditFilter(**query)
    if file_format is None:
        return read_lines(wanted, limit=limit, cursor=cursor)
    first = read_lines(wanted, limit=LINES_AT_ONCE, cursor=cursor)
    return csv_response(HEADER, _rows(first, wanted), name=f"audit-log-{clock.now():%Y-%m-%d}")


def _rows(first: Page[AuditEntry], wanted: AuditFilter) -> Iterator[Sequence[Cell]]:
    """The lines of `first`, which the request has read, and of the pages after it.

    Each later page is read when it is sent, in a transaction of its own, so that a slow reader holds no connection.
    """
    # The proxy `current_app` is not usable after the request.
    app: FlowPilot = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return _rows_from([*map(_row, first.items)], first.next_cursor, wanted, app, identity.current().account.id)


def _rows_from(
    rows: list[list[Cell]], cursor: str | None, wanted: AuditFilter, app: FlowPilot, account_id: UUID
) -> Iterator[Sequence[Cell]]:
    yield from rows
    while cursor is not None:
        rows, cursor = _next_page(cursor, wanted, app, account_id)
        yield from rows


def _next_page(
    cursor: str, wanted: AuditFilter, app: FlowPilot, account_id: UUID
) -> tuple[list[list[Cell]], str | None]:
    with (
        deadline(app.flowpilot_settings.request_timeout_seconds, TookTooLong()),
        app.app_context(),
        request_transaction(only_reads=True) as unit,
    ):
        unit.enter_account(account_id)
        page = read_lines(wanted, limit=LINES_AT_ONCE, cursor=cursor)
        return [_row(line) for line in page.items], page.next_cursor


def _row(line: AuditEntry) -> list[Cell]:
    subject = (line.subject_kind, str(line.subject_id), line.subject_name)
    actor = (str(line.actor_id) if line.actor_id else None, line.actor_name)
    detail = json.dumps(line.detail, ensure_ascii=False, sort_keys=True) if line.detail else None
    return [
        str(line.id),
        clock.rfc3339(line.created_at),
        line.action,
        *actor,
        *subject,
        detail,
        line.client,
        line.request_id,
    ]
