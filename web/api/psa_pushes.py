"""/ai-sessions/{id}/psa-push: what became of the session's note to its ticket, and trying again."""

from __future__ import annotations

from uuid import UUID

from models.operations import psa_pushes as operations
from models.psa_push import NothingToPush
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.psa_connections import PsaNotConnected
from models.queries.psa_pushes import PushView, push_view
from schemas.psa_pushes import PsaPushSchema
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

psa_pushes = Resource(
    "psa_pushes",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/psa-push",
    description="The session's note to its ticket.",
)


@psa_pushes.route("", access=MEMBERS)
@psa_pushes.response(200, PsaPushSchema)
def read_push(session_id: UUID) -> PushView:
    """Read what became of the session's note to its ticket"""
    return push_view(access.session_to_read(session_id, by=current_user()))


@psa_pushes.route(
    "", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, PsaNotConnected, NothingToPush]
)
@psa_pushes.response(202, PsaPushSchema)
def push(session_id: UUID) -> PushView:
    """Try again what waits or failed, or post the write-up as it is now

    What may have arrived is looked for in the ticket first, so that no note is posted twice.  A write-up that stands in
    the ticket already is not posted again.  Sent by hand, a status change no longer asks whether the ticket changed.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    operations.push_by_hand(ai_session, by=current_user())
    return push_view(ai_session)
