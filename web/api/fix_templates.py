"""/ai-sessions/{id}/…: templates for the scripts of a session's fixes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.operations import template_offers
from models.operations.fix_scripts import rendered_draft
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.template_matches import matches_for
from models.script_session import NoDraft
from models.scripting.rendering import Rendered
from schemas.fix_templates import TemplateMatchesSchema, TemplateOfferSchema
from schemas.scripts import RenderedScriptSchema, RenderScriptSchema
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_TO_SEE_SECRETS, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

fix_templates = Resource(
    "fix_templates",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>",
    description="Templates for the scripts that were drafted for fixes.",
)


@fix_templates.route("/suggested-fixes/<uuid:fix_id>/template-matches", access=MEMBERS)
@fix_templates.response(200, TemplateMatchesSchema)
def list_template_matches(session_id: UUID, fix_id: UUID) -> dict[str, Any]:
    """List the library's templates that do what the fix's drafted script does, the best first

    They are compared by the commands of both and by what those act on.  A fix without a script has none.
    """
    ai_session = access.session_to_read(session_id, by=current_user())
    return {"items": matches_for(ai_session, access.fix_of(ai_session, fix_id))}


@fix_templates.route(
    "/suggested-fixes/<uuid:fix_id>/render", methods=["POST"], access=ENGINEERS_TO_SEE_SECRETS, errors=[NoDraft]
)
@fix_templates.arguments(RenderScriptSchema)
@fix_templates.response(200, RenderedScriptSchema)
def render_draft(given: dict[str, Any], session_id: UUID, fix_id: UUID) -> Rendered:
    """Fill the values into the fix's drafted script, quoted for its language

    Nothing is stored, and the answer is not kept for a repeated `Idempotency-Key`: a secret is in it.
    A value that does not fit is 422 with `detail: {values: {name: [message]}}`.
    """
    ai_session = access.session_to_read(session_id, by=current_user())
    return rendered_draft(access.fix_of(ai_session, fix_id), given["values"])


@fix_templates.route("/template-offer", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired])
@fix_templates.response(200, TemplateOfferSchema)
def offer_template(session_id: UUID) -> dict[str, UUID | None]:
    """Ask which one-off script of a resolved session the engineer may be asked to make a template of

    Each fix is named once, whoever asks, so that neither a reload nor another device asks the engineer again.
    """
    fix = template_offers.offer_template(access.workable_session(session_id, by=current_user()))
    return {"fix_id": fix.id if fix else None}
