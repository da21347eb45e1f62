"""Lets the result of an applied fix weigh for or against the causes that it is for, and takes that back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.attempt_likeness import is_like_any, says_again_because
from models.core.database.tables import JsonObject
from models.core.graphemes import beginning
from models.core.unit_of_work import db_session
from models.fix_transitions import DismissedReason, FixStatus
from models.hypothesis import LONGEST_NOTE, Hypothesis, folded
from models.hypothesis_rules import (
    Evidence,
    EvidenceKind,
    FixResult,
    Weighs,
    merged,
    state_after_fix,
)
from models.library import load_guides
from models.queries.hypotheses import hypotheses_of
from models.queries.suggested_fixes import fixes_of
from models.suggested_fix import SuggestedFix
from models.user import User

_RESULTS = {
    FixStatus.APPLIED_SUCCESS: FixResult.WORKED,
    FixStatus.APPLIED_PARTIAL: FixResult.PARTLY,
    FixStatus.APPLIED_FAILED: FixResult.FAILED,
}
_WORDS = {FixResult.WORKED: "Worked", FixResult.PARTLY: "Worked in part", FixResult.FAILED: "Did not work"}


def weigh_result(ai_session: AiSession, fix: SuggestedFix, *, by: User) -> list[JsonObject]:
    """Weigh the fix's current outcome; returns what `take_back` needs, for the outcome's step.

    A fix that waits for its result or was dismissed weighs nothing: nobody saw what it does.  Causes that came to the
    board after the fix are linked first.
    """
    result = _RESULTS.get(FixStatus(fix.status))
    if result is None:
        return []
    causes = _link_causes(ai_session, fix)
    return [_weigh(ai_session, fix, one, result, by=by) for one in causes]


def take_back(weighed: Iterable[JsonObject], fix: SuggestedFix, *, by: User) -> None:
    """The causes as they were before the result; what people did to them since stays."""
    for one in weighed:
        row = db_session().get(Hypothesis, UUID(one["id"]))
        if row is None:
            continue
        key = (EvidenceKind.ATTEMPT, str(fix.id))
        earlier = [Evidence(**piece) for piece in one["evidence"] if (piece["kind"], piece["id"]) == key]
        kept = [piece for piece in row.pieces if piece.key != key]
        state = one["state"] if row.state == one["became"] else row.state
        refuted_with = one["refuted_with"]
        if row.change(state=state, evidence=merged(kept, earlier), by=by):
            row.refuted_with = refuted_with
            events.hypothesis_changed(row)


def _link_causes(ai_session: AiSession, fix: SuggestedFix) -> list[Hypothesis]:
    """The causes that the fix is for, as the board is now; oldest first."""
    of_guide = {one.id for one in causes_of(ai_session, (), guide_id=fix.guide_id, guide_fix_id=fix.guide_fix_id)}
    causes = [one for one in hypotheses_of(ai_session) if str(one.id) in fix.causes or one.id in of_guide]
    if any(str(one.id) not in fix.causes for one in causes):
        fix.hypothesis_ids = [str(one.id) for one in causes]
    return causes


def _weigh(ai_session: AiSession, fix: SuggestedFix, row: Hypothesis, result: FixResult, *, by: User) -> JsonObject:
    before = {"id": str(row.id), "state": row.state, "evidence": row.evidence, "refuted_with": row.refuted_with}
    weighs = Weighs.AGAINST if result == FixResult.FAILED else Weighs.FOR
    note = beginning(": ".join(filter(None, [_WORDS[result], fix.notes])), LONGEST_NOTE)
    piece = Evidence(kind=EvidenceKind.ATTEMPT, id=str(fix.id), weighs=weighs, note=note)
    has_other = result == FixResult.FAILED and _has_other_fix(ai_session, fix, row)
    state = state_after_fix(row.state, result, has_other_fix=has_other)
    if row.change(state=state, evidence=merged(row.pieces, [piece]), by=by):
        events.hypothesis_changed(row)
    return before | {"became": str(row.state)}


def _has_other_fix(ai_session: AiSession, fix: SuggestedFix, row: Hypothesis) -> bool:
    """Whether another fix for the cause is untried: among the session's, or in the library's guide."""
    others = [one for one in fixes_of(ai_session) if one.id != fix.id]
    tried = [fix, *(one for one in others if not _is_untried(one))]
    # A superseded proposal may be an earlier wording of what was tried since.
    proposed = [one for one in others if _is_untried(one) and str(row.id) in one.causes]
    titles = [(one.guide_id, one.guide_fix_id, one.title) for one in proposed] + _library_fixes(row)
    return any(not _is_among(title, tried, guide=(guide_id, fix_id)) for guide_id, fix_id, title in titles)


def _is_among(title: str, fixes: Iterable[SuggestedFix], *, guide: tuple[str | None, str | None]) -> bool:
    """Whether it is one of these fixes: by the guide's fix where both have one, else by the title."""
    return any(
        guide == (one.guide_id, one.guide_fix_id) if guide[1] and one.guide_fix_id else is_like_any(title, [one.title])
        for one in fixes
    )


def _is_untried(fix: SuggestedFix) -> bool:
    """Nobody saw what it does: it is open, or a newer one took its place before anybody applied it."""
    return not fix.is_terminal or fix.dismissed_reason == DismissedReason.SUPERSEDED


def _library_fixes(row: Hypothesis) -> list[tuple[str | None, str | None, str]]:
    guide = load_guides().get(row.guide_id or "")
    fixes = guide.fixes if guide and row.cause_id else ()
    return [(row.guide_id, one.id, one.title) for one in fixes if row.cause_id in one.causes]


def causes_of(
    ai_session: AiSession, words: Iterable[str], *, guide_id: str | None = None, guide_fix_id: str | None = None
) -> list[Hypothesis]:
    """The session's hypotheses with these words, and those that the guide's fix is for; oldest first.

    A cause of the guide is known by its id, or by its words if a person wrote it.
    """
    asked = {folded(one) for one in words}
    guide = load_guides().get(guide_id or "")
    of_guide = {cause for fix in guide.fixes if fix.id == guide_fix_id for cause in fix.causes} if guide else set()
    asked |= {folded(one.text) for one in guide.causes if one.id in of_guide} if guide else set()
    if not asked and not of_guide:
        return []
    return [
        one
        for one in hypotheses_of(ai_session)
        if one.folded_cause in asked or (one.guide_id == guide_id and one.cause_id in of_guide)
    ]


def is_ruled_out(
    ai_session: AiSession,
    title: str,
    rationale: str,
    causes: Sequence[Hypothesis],
    *,
    guide: tuple[str | None, str | None] = (None, None),
) -> bool:
    """Whether a fix must not be proposed: all its causes are refuted, or it has failed already.

    A fix that failed may come again with a rationale that says "again, because …".  `guide`: the ids of the guide and
    of its fix, by which two fixes of guides are compared.
    """
    if causes and all(one.is_refuted for one in causes):
        return True
    if says_again_because(title, rationale):
        return False
    failed = [fix for fix in fixes_of(ai_session) if fix.status == FixStatus.APPLIED_FAILED]
    return _is_among(title, failed, guide=guide)
