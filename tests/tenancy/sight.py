"""Sees every account's rows and events, past all layers: how the machine knows what really happened."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import psycopg2
from psycopg2 import sql
from psycopg2.extras import RealDictCursor

from models.core.outgoing import live
from models.registry import TABLES
from tests.support.installation import Installation
from tests.tenancy.world import WORD, Thing, World

_TABLE_OF = {
    "number": "psa_tickets",
    "session_id": "ai_sessions",
    "fix_id": "suggested_fixes",
    "fact_id": "facts",
    "case_id": "cases",
    "tree_id": "trees",
    "run_id": "tree_runs",
    "draft_id": "tree_drafts",
    "hypothesis_id": "hypotheses",
    "redaction_id": "steps",
    "attachment_id": "attachments",
    "upload_id": "attachments",
    "item_id": "lane_items",
    "handoff_id": "handoffs",
    "delivery_id": "deliveries",
    "share_id": "shares",
    "notification_id": "notifications",
    "channel_id": "notification_channels",
    "call_id": "channel_calls",
    "token_id": "personal_tokens",
    "user_id": "users",
    "invitation_id": "invitations",
    "script_id": "scripts",
    "script_session_id": "script_sessions",
    "templatization_id": "templatizations",
}
TENANT_TABLES = sorted(table.__tablename__ for table in TABLES if "account_id" in table.__table__.columns)
"""Those with rows of accounts, which row-level security keeps apart."""


class Sight:
    """One connection of the superuser's."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._connection = psycopg2.connect(installation.superuser_url)
        self._connection.autocommit = True
        self._redis = installation.redis.client()

    def rows(self, query: str | sql.Composable, **values: Any) -> list[dict[str, Any]]:
        with self._connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(query, values)
            return [dict(row) for row in cursor.fetchall()] if cursor.description else []

    def versions(self, ids: Thing) -> list[str]:
        """Which transaction wrote each of these rows last: another one means that it was changed."""
        return [self._version(name, row_id) for name, row_id in sorted(ids.items())]

    def strange_rows(self, world: World) -> Iterator[str]:
        """Rows that hold another account's word, whatever the column."""
        words = {str(tenant.desk.account_id): tenant.word for tenant in world.tenants}
        for table in TENANT_TABLES:
            query = sql.SQL(
                "select t.account_id::text, m[1] as word, min(t.ctid::text) as id from {} t,"
                " regexp_matches(row_to_json(t)::text, %(word)s, 'g') m group by 1, 2"
            ).format(sql.Identifier(table))
            for row in self.rows(query, word=f"({WORD.pattern})"):
                if words.get(row["account_id"]) != row["word"]:
                    yield f"{table} {row['id']} of {row['account_id']} holds {row['word']}"

    def strange_events(self, world: World) -> Iterator[str]:
        """Events on an account's stream with another one's word or id."""
        for tenant in world.tenants:
            for _, fields in self._redis.xrange(live.replay_key_of(tenant.desk.account_id)):
                told = fields[b"e"].decode()
                if world.foreign_words(tenant, told) or world.foreign_ids(tenant, told):
                    yield f"account {tenant.number} hears {told}"

    def _version(self, name: str, row_id: str) -> str:
        if name == "redaction_id":  # a place in a step, not a row
            row_id = self._step_with(row_id)
        query = sql.SQL("select xmin::text as version from {} where {} = %(id)s").format(
            sql.Identifier(_TABLE_OF[name]), sql.Identifier("number" if name == "number" else "id")
        )
        found = self.rows(query, id=row_id)
        return str(found[0]["version"]) if found else "gone"

    def _step_with(self, redaction_id: str) -> str:
        found = self.rows(
            "select id::text from steps"
            " where data -> 'redactions' @> jsonb_build_array(jsonb_build_object('id', %(id)s))",
            id=redaction_id,
        )
        return str(found[0]["id"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._redis.close()
