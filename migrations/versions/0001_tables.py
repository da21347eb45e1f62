"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "login_failures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("client_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failures")),
    )
    op.create_index("ix_login_failures_address", "login_failures", ["address_fingerprint", "failed_at"], unique=False)
    op.create_index("ix_login_failures_client", "login_failures", ["client_fingerprint", "failed_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("args", JSONB(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="ready", nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('job', 'event')", name=op.f("ck_outbox_kind")),
        sa.CheckConstraint("state in ('ready', 'running', 'done', 'dead')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_outbox_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("account_id", "dedupe_key", name=op.f("uq_outbox_account_id_dedupe_key")),
    )
    op.create_index(
        "ix_outbox_dead", "outbox", ["account_id"], unique=False, postgresql_where=sa.text("state = 'dead'")
    )
    op.create_index(
        "ix_outbox_due", "outbox", ["due"], unique=False, postgresql_where=sa.text("state in ('ready', 'running')")
    )
    op.create_table(
        "subscriptions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status in ('trialing', 'active', 'past_due', 'locked', 'canceled')", name=op.f("ck_subscriptions_status")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_subscriptions_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "users",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("role in ('owner', 'admin', 'engineer', 'viewer')", name=op.f("ck_users_role")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_users_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_users_account_id_id")),
    )
    op.create_index("uq_users_email", "users", ["email"], unique=True)
    op.create_table(
        "ai_sessions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("escalated_to_id", sa.Uuid(), nullable=True),
        sa.Column("parked_by_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("client_name", sa.Text(), nullable=True),
        sa.Column("psa_ticket_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("confidence_score", sa.Double(), nullable=False),
        sa.Column("state_version", sa.Integer(), nullable=False),
        sa.Column("step_count", sa.Integer(), nullable=False),
        sa.Column("escalation_reason", sa.Text(), nullable=True),
        sa.Column("escalation_package", JSONB(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('active', 'escalated', 'requesting_escalation', 'parked', 'resolved', 'abandoned')",
            name=op.f("ck_ai_sessions_status"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "escalated_to_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_ai_sessions_account_id_escalated_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "handler_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_ai_sessions_account_id_handler_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "parked_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_ai_sessions_account_id_parked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"], ["users.account_id", "users.id"], name=op.f("fk_ai_sessions_account_id_user_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_ai_sessions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ai_sessions")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_ai_sessions_account_id_id")),
    )
    op.create_index(
        "ix_ai_sessions_created",
        "ai_sessions",
        ["account_id", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    op.create_index(
        "ix_ai_sessions_handler",
        "ai_sessions",
        ["account_id", "handler_id"],
        unique=False,
        postgresql_where=sa.text("handler_id is not null"),
    )
    op.create_index(
        "ix_ai_sessions_user",
        "ai_sessions",
        ["account_id", "user_id", sa.literal_column("created_at desc")],
        unique=False,
    )
    op.create_table(
        "invitations",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("token_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("role in ('owner', 'admin', 'engineer', 'viewer')", name=op.f("ck_invitations_role")),
        sa.ForeignKeyConstraint(
            ["account_id", "invited_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_invitations_account_id_invited_by_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_invitations_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_invitations_account_id_id")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_invitations_token_fingerprint")),
    )
    op.create_table(
        "logins",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"], ["users.account_id", "users.id"], name=op.f("fk_logins_account_id_user_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_logins_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logins")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_logins_account_id_id")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_logins_token_fingerprint")),
    )
    op.create_table(
        "ai_usage",
        sa.Column("ai_session_id", sa.Uuid(), nullable=True),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("prompt_id", sa.Text(), nullable=False),
        sa.Column("prompt_version", sa.Text(), nullable=False),
        sa.Column("prompt_hash", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("cache_write_tokens", sa.Integer(), nullable=False),
        sa.Column("cache_read_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_micros", sa.Integer(), nullable=False),
        sa.Column("price_as_of", sa.Date(), nullable=True),
        sa.Column("ttft_ms", sa.Integer(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_ai_usage_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_ai_usage_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ai_usage")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_ai_usage_account_id_id")),
    )
    op.create_index("ix_ai_usage_month", "ai_usage", ["account_id", "created_at"], unique=False)
    op.create_table(
        "handoffs",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("target_user_id", sa.Uuid(), nullable=True),
        sa.Column("snapshot", JSONB(), nullable=False),
        sa.Column("assessment_status", sa.Text(), nullable=False),
        sa.Column("assessment_error", sa.Text(), nullable=True),
        sa.Column("assessment_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessment_round", sa.Integer(), nullable=False),
        sa.Column("ai_assessment", sa.Text(), nullable=True),
        sa.Column("ai_assessment_data", JSONB(), nullable=True),
        sa.Column("claimed_by_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "assessment_status in ('pending', 'ready', 'unavailable', 'not_requested')",
            name=op.f("ck_handoffs_assessment_status"),
        ),
        sa.CheckConstraint("intent in ('escalate', 'park')", name=op.f("ck_handoffs_intent")),
        sa.CheckConstraint("status in ('open', 'claimed', 'withdrawn')", name=op.f("ck_handoffs_status")),
        sa.CheckConstraint("(claimed_by_id is null) = (claimed_at is null)", name=op.f("ck_handoffs_claim_whole")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_handoffs_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "claimed_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_handoffs_account_id_claimed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "created_by_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_handoffs_account_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "target_user_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_handoffs_account_id_target_user_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_handoffs_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_handoffs_account_id_id")),
    )
    op.create_index(
        "ix_handoffs_ai_session",
        "handoffs",
        ["ai_session_id", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    op.create_index(
        "ix_handoffs_claimed",
        "handoffs",
        ["account_id", "claimed_at"],
        unique=False,
        postgresql_include=["ai_session_id"],
        postgresql_where=sa.text("claimed_at is not null"),
    )
    op.create_index(
        "ix_handoffs_queue",
        "handoffs",
        ["account_id", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
        unique=False,
        postgresql_where=sa.text("status = 'open' and intent = 'escalate'"),
    )
    op.create_index(
        "uq_handoffs_open", "handoffs", ["ai_session_id"], unique=True, postgresql_where=sa.text("status = 'open'")
    )
    op.create_table(
        "steps",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('user_message', 'assistant_message', 'action', 'note', 'system')", name=op.f("ck_steps_kind")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_steps_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "author_id"], ["users.account_id", "users.id"], name=op.f("fk_steps_account_id_author_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_steps_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_steps_account_id_id")),
        sa.UniqueConstraint("ai_session_id", "index", name=op.f("uq_steps_ai_session_id_index")),
    )
    op.create_index("ix_steps_created", "steps", ["ai_session_id", "created_at"], unique=False)
    op.create_table(
        "suggested_fixes",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("steps", JSONB(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pending_reason", sa.Text(), nullable=True),
        sa.Column("partial_notes", sa.Text(), nullable=True),
        sa.Column("failure_reason", sa.Text(), nullable=True),
        sa.Column("dismissed_reason", sa.Text(), nullable=True),
        sa.Column("ai_outcome_proposal", JSONB(), nullable=True),
        sa.Column("ai_drafted_script", sa.Text(), nullable=True),
        sa.Column("ai_drafted_parameters", JSONB(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("proposed_by_step_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "dismissed_reason in ('engineer', 'superseded')", name=op.f("ck_suggested_fixes_dismissed_reason")
        ),
        sa.CheckConstraint("risk in ('low', 'medium', 'high')", name=op.f("ck_suggested_fixes_risk")),
        sa.CheckConstraint(
            "status in ('proposed', 'applied_pending', 'applied_partial', 'applied_success', 'applied_failed', 'dismissed')",
            name=op.f("ck_suggested_fixes_status"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_suggested_fixes_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_suggested_fixes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggested_fixes")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_suggested_fixes_account_id_id")),
    )
    op.create_index(
        "ix_suggested_fixes_ai_session",
        "suggested_fixes",
        ["ai_session_id", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("channel in ('bell')", name=op.f("ck_deliveries_channel")),
        sa.CheckConstraint(
            "state in ('planned', 'sending', 'sent', 'failed', 'unknown', 'canceled')", name=op.f("ck_deliveries_state")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "handoff_id"],
            ["handoffs.account_id", "handoffs.id"],
            name=op.f("fk_deliveries_account_id_handoff_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_deliveries_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_deliveries_account_id_id")),
        sa.UniqueConstraint(
            "handoff_id", "channel", "recipient", name=op.f("uq_deliveries_handoff_id_channel_recipient")
        ),
    )
    op.create_table(
        "facts",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("source in ('copilot', 'engineer')", name=op.f("ck_facts_source")),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_facts_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "step_id"], ["steps.account_id", "steps.id"], name=op.f("fk_facts_account_id_step_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_facts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_facts_account_id_id")),
    )
    op.create_index("ix_facts_ai_session", "facts", ["ai_session_id", "created_at"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "handoff_id"],
            ["handoffs.account_id", "handoffs.id"],
            name=op.f("fk_notifications_account_id_handoff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "user_id"],
            ["users.account_id", "users.id"],
            name=op.f("fk_notifications_account_id_user_id"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notifications_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_notifications_account_id_id")),
    )
    op.create_index(
        "ix_notifications_handoff",
        "notifications",
        ["handoff_id"],
        unique=False,
        postgresql_where=sa.text("handoff_id is not null"),
    )
    op.create_index(
        "ix_notifications_user",
        "notifications",
        ["account_id", "user_id", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
        unique=False,
    )
    op.create_table(
        "replies",
        sa.Column("ai_session_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'finished', 'failed', 'cancelled')", name=op.f("ck_replies_status")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "ai_session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            name=op.f("fk_replies_account_id_ai_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "step_id"], ["steps.account_id", "steps.id"], name=op.f("fk_replies_account_id_step_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_replies_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("account_id", "id", name=op.f("uq_replies_account_id_id")),
    )
    op.create_index(
        "uq_replies_queued", "replies", ["ai_session_id"], unique=True, postgresql_where=sa.text("status = 'queued'")
    )
    op.create_index(
        "uq_replies_running", "replies", ["ai_session_id"], unique=True, postgresql_where=sa.text("status = 'running'")
    )
