"""For operators: the request that created a job, and figures over all accounts without names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.indexes import build_concurrently
from migrations.roles import create_lookup_function, let_lookup_read

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_concurrently("ix_ai_usage_created", "on ai_usage (created_at)")
    op.add_column("outbox", sa.Column("request_id", sa.Text(), nullable=True))
    let_lookup_read("ai_usage")
    # Added next to outbox_take, which the previous release still calls.
    create_lookup_function(
        "outbox_take_job(row_id uuid, new_claim uuid, lease interval)",
        "table (id uuid, account_id uuid, name text, args jsonb, attempts integer, request_id text)",
        "update outbox o set state = 'running', claim = new_claim, attempts = o.attempts + 1, due = now() + lease"
        " where o.id = row_id and o.state = 'ready' and o.kind = 'job'"
        " and (o.not_before is null or o.not_before <= now())"
        " returning o.id, o.account_id, o.name, o.args, o.attempts, o.request_id",
    )
    create_lookup_function(
        "outbox_figures()",
        "table (state text, kind text, name text, count bigint, oldest timestamptz)",
        # Each half uses a partial index; done rows are not read.
        "select state, kind, name, count(*), min(created_at) from outbox where state in ('ready', 'running') group by 1, 2, 3"
        " union all select state, kind, name, count(*), min(created_at) from outbox where state = 'dead' group by 1, 2, 3",
    )
    create_lookup_function(
        "outbox_dead(most integer)",
        "table (id uuid, name text, attempts integer, last_error text, created_at timestamptz, request_id text)",
        "select id, name, attempts, last_error, created_at, request_id from outbox where state = 'dead'"
        " order by created_at limit most",
    )
    create_lookup_function(
        "outbox_resend_some(row_id uuid, job_name text)",
        "bigint",
        "with again as ("
        "  update outbox set state = 'ready', attempts = 0, due = now(), not_before = null where state = 'dead'"
        "  and (row_id is null or id = row_id) and (job_name is null or name = job_name) returning 1"
        ") select count(*) from again",
    )
    create_lookup_function(
        "ai_figures(since timestamptz)",
        "table (task text, model text, outcome text, calls bigint, input_tokens bigint, output_tokens bigint,"
        " cost_micros bigint)",
        "select task, model, coalesce(error_code, 'ok'), count(*),"
        " sum(input_tokens + cache_write_tokens + cache_read_tokens)::bigint, sum(output_tokens)::bigint,"
        " sum(cost_micros)::bigint from ai_usage where created_at >= since group by 1, 2, 3",
    )
