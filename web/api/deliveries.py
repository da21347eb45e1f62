"""/ai-sessions/…/handoffs/…/deliveries: who was told of an escalation."""

from __future__ import annotations

from uuid import UUID

from models.delivery import NotFailed
from models.handoff import HandoffAlreadyClaimed, HandoffWithdrawn
from models.operations.deliveries import retry_delivery
from models.queries import access
from models.queries.access import DeliveriesHidden
from models.queries.deliveries import DeliveryView, deliveries_of, view_of_delivery
from schemas.handoffs import DeliveriesSchema, DeliverySchema
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

deliveries = Resource(
    "deliveries",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/handoffs/<uuid:handoff_id>/deliveries",
    description="Who was told of an escalation, by which channel, and whether it arrived.",
)


@deliveries.route("", access=MEMBERS, errors=[DeliveriesHidden])
@deliveries.response(200, DeliveriesSchema)
def list_deliveries(session_id: UUID, handoff_id: UUID) -> dict[str, list[DeliveryView]]:
    """List the deliveries of an escalation, for its creator, its handler and admins"""
    handoff = access.traced_handoff(session_id, handoff_id, by=current_user())
    return {"items": deliveries_of(handoff, by=current_user())}


@deliveries.route(
    "/<uuid:delivery_id>/retry",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[DeliveriesHidden, NotFailed, HandoffAlreadyClaimed, HandoffWithdrawn],
)
@deliveries.response(202, DeliverySchema)
def retry(session_id: UUID, handoff_id: UUID, delivery_id: UUID) -> DeliveryView:
    """Try a delivery again that was given up"""
    delivery = access.delivery_to_retry(session_id, handoff_id, delivery_id, by=current_user())
    return view_of_delivery(retry_delivery(delivery), by=current_user())
