"""The names of the events that the domain publishes, in the past tense."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    HANDOFF_CREATED = "handoff_created"
    HANDOFF_CLAIMED = "handoff_claimed"
    HANDOFF_WITHDRAWN = "handoff_withdrawn"
    HANDOFF_ASSESSMENT_READY = "handoff_assessment_ready"
    DELIVERY_CHANGED = "delivery_changed"
    PSA_CONNECTION_TESTED = "psa_connection_tested"
    PSA_LOOKUPS_CHANGED = "psa_lookups_changed"
    CHANNEL_TESTED = "channel_tested"
    NOTIFICATION_CREATED = "notification_created"
    STEP_CREATED = "step_created"
    STEP_CHANGED = "step_changed"
    REPLY_STARTED = "reply_started"
    REPLY_DELTA = "reply_delta"
    REPLY_FINISHED = "reply_finished"
    REPLY_FAILED = "reply_failed"
    FIX_CHANGED = "fix_changed"
    FACT_CHANGED = "fact_changed"
    HYPOTHESIS_CHANGED = "hypothesis_changed"
    PREVIEW_READY = "preview_ready"
    TASK_LANE_CHANGED = "task_lane_changed"
    TREE_RUN_CHANGED = "tree_run_changed"
    TREE_DRAFT_READY = "tree_draft_ready"
    SESSION_CHANGED = "session_changed"
    DOCUMENTATION_READY = "documentation_ready"
    CLIENT_UPDATE_READY = "client_update_ready"
    PSA_PUSH_CHANGED = "psa_push_changed"
    PSA_TICKET_CREATED = "psa_ticket_created"
    PSA_TICKET_CHANGED = "psa_ticket_changed"
    PSA_TICKETS_SYNCED = "psa_tickets_synced"
    PRESENCE_CHANGED = "presence_changed"
    RIGHTS_CHANGED = "rights_changed"
