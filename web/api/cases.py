"""/ai-sessions/{id}/case, /ai-sessions/{id}/similar, /cases: what this desk has solved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app

from models.cache_key import cache_key
from models.case import CASE, Case
from models.core.errors import NotFound
from models.core.paging import Page
from models.operations import case_drafts, cases as operations
from models.preview import PreviewStatus
from models.queries import access, cases as queries
from models.queries.access import OwnerOrHandlerRequired
from models.queries.cases import CaseDraftView
from models.queries.similar import Similar, similar_of
from schemas.cases import CaseDraftSchema, CaseListQuery, CaseSchema, CasesSchema, EditCaseSchema, SimilarSchema
from settings import Settings
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_ONLY_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

session_cases = Resource(
    "session_cases", __name__, url_prefix="/ai-sessions/<uuid:session_id>", description="Cases beside a session."
)
cases = Resource("cases", __name__, url_prefix="/cases", description="What this desk has solved.")


@session_cases.route("/case", access=MEMBERS)
@session_cases.response(200, CaseDraftSchema)
def read_draft(session_id: UUID) -> CaseDraftView:
    """Read the draft of the session's case"""
    return queries.draft_view_of(access.session_to_read(session_id, by=current_user()))


@session_cases.route("/case", methods=["POST"], access=ENGINEERS_ONLY_TO_MODEL, errors=[OwnerOrHandlerRequired])
@session_cases.alt_response(200, schema=CaseDraftSchema, description="It is up to date.")
@session_cases.response(202, CaseDraftSchema)
def request_draft(session_id: UUID) -> tuple[CaseDraftView, int]:
    """Request the draft of the session's case; people who ask at once get the same one"""
    settings: Settings = current_app.extensions["settings"]
    ai_session = access.workable_session(session_id, by=current_user())
    draft = case_drafts.request_draft(
        ai_session, by=current_user(), cache_key=cache_key(CASE, settings), debounce=settings.preview_debounce
    )
    return queries.view_of_draft(draft, ai_session), 200 if draft.status == PreviewStatus.READY else 202


@session_cases.route("/similar", access=MEMBERS)
@session_cases.response(200, SimilarSchema)
def read_similar(session_id: UUID) -> Similar:
    """Read what is similar to the session: cases of this desk, guides, and checks that it lacks"""
    return similar_of(access.session_to_read(session_id, by=current_user()))


@cases.route("", access=MEMBERS)
@cases.arguments(CaseListQuery, location="query")
@cases.response(200, CasesSchema)
def list_cases(query: dict[str, Any]) -> Page[Case]:
    """List the cases, newest first"""
    return queries.cases(**query)


@cases.route("/<uuid:case_id>", access=MEMBERS, errors=[NotFound])
@cases.response(200, CaseSchema)
def read_case(case_id: UUID) -> Case:
    """Read one case"""
    return queries.readable_case(case_id)


@cases.route("/<uuid:case_id>", methods=["PATCH"], access=ENGINEERS_ONLY, errors=[NotFound])
@cases.arguments(EditCaseSchema)
@cases.response(200, CaseSchema)
def edit_case(given: dict[str, Any], case_id: UUID) -> Case:
    """Edit a case; every engineer may, since the desk reads it"""
    return operations.edit_case(queries.readable_case(case_id), given, by=current_user())
