"""/scripts/templatize: a proposal of how a script becomes a template, and what a person decides about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.core.errors import NotFound, ReadOnly, VersionConflict
from models.operations import templatizations as operations
from models.operations.templatizations import AlreadyDecided, NotReady, ScriptMovedOn
from models.queries import templatizations as queries
from models.queries.templatizations import TemplatizationView
from schemas.templatizations import AcceptTemplateSchema, TemplatizationSchema, TemplatizeSchema
from web.api.scripts import showing_newest_script
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_ONLY_TO_MODEL
from web.edge.identity import current_user
from web.edge.resource import Resource

templatizations = Resource(
    "templatizations", __name__, url_prefix="/scripts/templatize", description="Scripts that become templates."
)


@templatizations.route("", methods=["POST"], access=ENGINEERS_ONLY_TO_MODEL, errors=[NotFound, ReadOnly])
@templatizations.arguments(TemplatizeSchema)
@templatizations.response(202, TemplatizationSchema)
def templatize(given: dict[str, Any]) -> TemplatizationView:
    """Ask for the parameters of a script, or of the script that was drafted for a fix"""
    source = queries.source_to_read(script_id=given["script_id"], fix_id=given["fix_id"], by=current_user())
    return queries.view_of(operations.templatize(source, by=current_user()))


@templatizations.route("/<uuid:templatization_id>", access=ENGINEERS_ONLY, errors=[NotFound])
@templatizations.response(200, TemplatizationSchema)
def read_templatization(templatization_id: UUID) -> TemplatizationView:
    """Read a proposal: the script with its parameters, and what each replaced"""
    return queries.view_of(queries.own_templatization(templatization_id, by=current_user()))


@templatizations.route(
    "/<uuid:templatization_id>/accept",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[NotFound, NotReady, AlreadyDecided, ScriptMovedOn, VersionConflict],
)
@templatizations.arguments(AcceptTemplateSchema)
@templatizations.response(200, TemplatizationSchema)
def accept(given: dict[str, Any], templatization_id: UUID) -> TemplatizationView:
    """Accept a proposal, as it is or edited

    A script becomes the template, as a new version that is a draft; of a fix, the template is a new script.
    """
    row = queries.own_templatization(templatization_id, by=current_user(), lock=True)
    with showing_newest_script():
        accepted = operations.accept_proposal(
            row, title=given.get("title"), parameters=given.get("parameters"), by=current_user()
        )
    return queries.view_of(accepted)


@templatizations.route(
    "/<uuid:templatization_id>/reject",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[NotFound, NotReady, AlreadyDecided],
)
@templatizations.response(200, TemplatizationSchema)
def reject(templatization_id: UUID) -> TemplatizationView:
    """Reject a proposal; the script stays as it is"""
    row = queries.own_templatization(templatization_id, by=current_user(), lock=True)
    return queries.view_of(operations.reject_proposal(row, by=current_user()))
