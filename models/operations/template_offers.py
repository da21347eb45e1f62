"""Ask, once for each fix, whether a script that was run once and helped should become a template."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from models.ai_session import AiSession, SessionStatus
from models.core import clock
from models.core.unit_of_work import db_session
from models.fix_transitions import Decision, FixStatus
from models.queries.account_settings import account_settings
from models.queries.suggested_fixes import fixes_of
from models.script import Script
from models.suggested_fix import SuggestedFix
from models.templatization import Templatization, TemplatizationStatus

_DID_NOT_HELP = frozenset({FixStatus.APPLIED_FAILED, FixStatus.DISMISSED})
_UNDER_WAY = (TemplatizationStatus.PENDING, TemplatizationStatus.READY, TemplatizationStatus.ACCEPTED)


def offer_template(ai_session: AiSession) -> SuggestedFix | None:
    """The fix to ask about, which from now on counts as asked about; None if there is nothing to ask.

    The session must be resolved.  A fix that worked comes before one whose result is open; one whose script has become
    a template, or is becoming one, is left out.  Expects the session's row to be locked, so that of two devices that
    call at once only one asks.
    """
    if ai_session.status != SessionStatus.RESOLVED or not account_settings().ask_to_templatize:
        return None
    asked = sorted(filter(_may_ask, fixes_of(ai_session)), key=lambda fix: fix.status != FixStatus.APPLIED_SUCCESS)
    fix = next((fix for fix in asked if not _is_template(fix)), None)
    if fix:
        fix.template_offered_at = clock.now()
    return fix


def _may_ask(fix: SuggestedFix) -> bool:
    was_run = fix.decision == Decision.ONE_OFF and bool(fix.ai_drafted_script)
    return was_run and fix.status not in _DID_NOT_HELP and fix.template_offered_at is None


def _is_template(fix: SuggestedFix) -> bool:
    is_proposed = exists().where(Templatization.fix_id == fix.id, Templatization.status.in_(_UNDER_WAY))
    is_kept = exists().where(Script.source_fix_id == fix.id)
    return bool(db_session().scalar(select(or_(is_proposed, is_kept))))
