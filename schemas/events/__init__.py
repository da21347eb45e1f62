"""The shape of every event's data on the live stream: ids, never a whole row (a reply's text is the one exception).

`EVENT_SCHEMAS[type].validate(data)` checks what was published.  A publisher may not send a field that is not declared
here; a client has to ignore fields that it does not know.  The first line of a schema's docstring describes its event
in `/api/v1/asyncapi.json`, from which the types of the SPA are generated.
"""

from __future__ import annotations

from marshmallow import Schema

from models.events import EventType
from schemas.events.ai_sessions import (
    FactChangedSchema,
    FixChangedSchema,
    HypothesisChangedSchema,
    PreviewReadySchema,
    SessionChangedSchema,
    StepChangedSchema,
    StepCreatedSchema,
    TaskLaneChangedSchema,
)
from schemas.events.handoffs import (
    DeliveryChangedSchema,
    HandoffAssessmentReadySchema,
    HandoffClaimedSchema,
    HandoffCreatedSchema,
    HandoffWithdrawnSchema,
)
from schemas.events.notifications import ChannelTestedSchema, NotificationCreatedSchema
from schemas.events.presence import PresenceChangedSchema
from schemas.events.psa import PsaPushChangedSchema
from schemas.events.psa_connections import PsaConnectionTestedSchema, PsaLookupsChangedSchema
from schemas.events.psa_tickets import PsaTicketChangedSchema, PsaTicketCreatedSchema, PsaTicketsSyncedSchema
from schemas.events.replies import ReplyDeltaSchema, ReplyFailedSchema, ReplyFinishedSchema, ReplyStartedSchema
from schemas.events.rights import RightsChangedSchema
from schemas.events.scripts import ScriptChangedSchema, TemplatizeReadySchema
from schemas.events.stream import BYE, PING, READY, RESYNC, ByeSchema, PingSchema, ReadySchema, ResyncSchema
from schemas.events.trees import TreeDraftReadySchema, TreeRunChangedSchema
from schemas.events.write_ups import ClientUpdateReadySchema, DocumentationReadySchema

EVENT_SCHEMAS: dict[str, Schema] = {
    READY: ReadySchema(),
    PING: PingSchema(),
    RESYNC: ResyncSchema(),
    BYE: ByeSchema(),
    EventType.HANDOFF_CREATED: HandoffCreatedSchema(),
    EventType.HANDOFF_CLAIMED: HandoffClaimedSchema(),
    EventType.HANDOFF_WITHDRAWN: HandoffWithdrawnSchema(),
    EventType.HANDOFF_ASSESSMENT_READY: HandoffAssessmentReadySchema(),
    EventType.DELIVERY_CHANGED: DeliveryChangedSchema(),
    EventType.PSA_CONNECTION_TESTED: PsaConnectionTestedSchema(),
    EventType.PSA_LOOKUPS_CHANGED: PsaLookupsChangedSchema(),
    EventType.CHANNEL_TESTED: ChannelTestedSchema(),
    EventType.NOTIFICATION_CREATED: NotificationCreatedSchema(),
    EventType.SESSION_CHANGED: SessionChangedSchema(),
    EventType.STEP_CREATED: StepCreatedSchema(),
    EventType.STEP_CHANGED: StepChangedSchema(),
    EventType.FIX_CHANGED: FixChangedSchema(),
    EventType.FACT_CHANGED: FactChangedSchema(),
    EventType.HYPOTHESIS_CHANGED: HypothesisChangedSchema(),
    EventType.DOCUMENTATION_READY: DocumentationReadySchema(),
    EventType.CLIENT_UPDATE_READY: ClientUpdateReadySchema(),
    EventType.PREVIEW_READY: PreviewReadySchema(),
    EventType.TASK_LANE_CHANGED: TaskLaneChangedSchema(),
    EventType.TREE_RUN_CHANGED: TreeRunChangedSchema(),
    EventType.TREE_DRAFT_READY: TreeDraftReadySchema(),
    EventType.PSA_PUSH_CHANGED: PsaPushChangedSchema(),
    EventType.REPLY_STARTED: ReplyStartedSchema(),
    EventType.REPLY_DELTA: ReplyDeltaSchema(),
    EventType.REPLY_FINISHED: ReplyFinishedSchema(),
    EventType.REPLY_FAILED: ReplyFailedSchema(),
    EventType.PSA_TICKET_CREATED: PsaTicketCreatedSchema(),
    EventType.PSA_TICKET_CHANGED: PsaTicketChangedSchema(),
    EventType.PSA_TICKETS_SYNCED: PsaTicketsSyncedSchema(),
    EventType.SCRIPT_CHANGED: ScriptChangedSchema(),
    EventType.TEMPLATIZE_READY: TemplatizeReadySchema(),
    EventType.PRESENCE_CHANGED: PresenceChangedSchema(),
    EventType.RIGHTS_CHANGED: RightsChangedSchema(),
}
INTERNAL_EVENTS = frozenset({EventType.RIGHTS_CHANGED})
"""Between processes; no client receives them."""

__all__ = ["BYE", "EVENT_SCHEMAS", "INTERNAL_EVENTS", "PING", "READY", "RESYNC"]
