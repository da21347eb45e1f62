"""The accessors: the only code that checks who may see or change a row.

Each accessor is named for the right that it checks.  It raises NotFound for what the person may not see, so that nobody
learns that a hidden row exists, and Forbidden for what the person may see but not change.  One module per noun;
callers use them as `access.workable_session(…)`.
"""

from __future__ import annotations

from models.queries.access.attachments import attachment_of, unused_attachment
from models.queries.access.handoffs import (
    DeliveriesHidden,
    assessable_handoff,
    claimable_handoff,
    delivery_to_retry,
    handoff_to_claim,
    readable_handoff,
    readable_handoffs,
    recallable_handoff,
    traced_handoff,
)
from models.queries.access.members import active_engineer, member
from models.queries.access.script_sessions import (
    own_script_session,
    script_session_to_change,
    script_session_to_write,
)
from models.queries.access.session_parts import (
    fact_of,
    fix_of,
    hypothesis_of,
    lane_item_of,
    step_of,
    step_with_redaction,
)
from models.queries.access.sessions import (
    OwnerOrHandlerRequired,
    closable_session,
    findable_session,
    may_hand_off,
    may_read,
    may_write,
    owned_session,
    readable_session,
    session_to_attach,
    session_to_read,
    shareable_session,
    workable_session,
)
from models.queries.access.tree_runs import StarterRequired, own_run, readable_run, workable_run

__all__ = [
    "DeliveriesHidden",
    "OwnerOrHandlerRequired",
    "StarterRequired",
    "active_engineer",
    "assessable_handoff",
    "attachment_of",
    "claimable_handoff",
    "closable_session",
    "delivery_to_retry",
    "fact_of",
    "findable_session",
    "fix_of",
    "handoff_to_claim",
    "hypothesis_of",
    "lane_item_of",
    "may_hand_off",
    "may_read",
    "may_write",
    "member",
    "own_run",
    "own_script_session",
    "owned_session",
    "readable_handoff",
    "readable_handoffs",
    "readable_run",
    "readable_session",
    "recallable_handoff",
    "script_session_to_change",
    "script_session_to_write",
    "session_to_attach",
    "session_to_read",
    "shareable_session",
    "step_of",
    "step_with_redaction",
    "traced_handoff",
    "unused_attachment",
    "workable_run",
    "workable_session",
]
