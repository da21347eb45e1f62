"""The events of the live stream.  They have names in the past tense and carry ids; the client fetches what it needs.

One module per noun.  Each function writes one outbox row in the current transaction; `schemas.events` declares the
shapes.  Operations use them as `events.handoff_created(…)`.
"""

from __future__ import annotations

from models.events.ai_sessions import session_changed
from models.events.deliveries import delivery_changed
from models.events.handoffs import (
    handoff_assessment_ready,
    handoff_claimed,
    handoff_created,
    handoff_withdrawn,
    legacy_session_claimed,
)
from models.events.notifications import bell_rang, channel_tested, notification_created
from models.events.presence import presence_changed
from models.events.psa import psa_push_changed
from models.events.psa_connections import psa_connection_tested, psa_lookups_changed
from models.events.psa_tickets import psa_ticket_changed, psa_ticket_created, psa_tickets_synced
from models.events.replies import reply_delta, reply_failed, reply_finished, reply_so_far, reply_started
from models.events.rights import account_rights_changed, rights_changed
from models.events.scripts import (
    script_changed,
    script_reply_failed,
    script_reply_finished,
    script_reply_started,
    templatize_ready,
)
from models.events.session_parts import (
    fact_changed,
    fix_changed,
    hypothesis_changed,
    preview_ready,
    step_changed,
    step_created,
    task_lane_changed,
)
from models.events.trees import tree_draft_ready, tree_run_changed
from models.events.types import EventType
from models.events.write_ups import client_update_ready, documentation_ready

__all__ = [
    "EventType",
    "account_rights_changed",
    "bell_rang",
    "channel_tested",
    "client_update_ready",
    "delivery_changed",
    "documentation_ready",
    "fact_changed",
    "fix_changed",
    "handoff_assessment_ready",
    "handoff_claimed",
    "handoff_created",
    "handoff_withdrawn",
    "hypothesis_changed",
    "legacy_session_claimed",
    "notification_created",
    "presence_changed",
    "preview_ready",
    "psa_connection_tested",
    "psa_lookups_changed",
    "psa_push_changed",
    "psa_ticket_changed",
    "psa_ticket_created",
    "psa_tickets_synced",
    "reply_delta",
    "reply_failed",
    "reply_finished",
    "reply_so_far",
    "reply_started",
    "rights_changed",
    "script_changed",
    "script_reply_failed",
    "script_reply_finished",
    "script_reply_started",
    "session_changed",
    "step_changed",
    "step_created",
    "task_lane_changed",
    "templatize_ready",
    "tree_draft_ready",
    "tree_run_changed",
]
