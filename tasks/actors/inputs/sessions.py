"""The part of the assistant's input that every task about a session shares: problem, conversation, facts, fixes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from models.account import Account
from models.ai_session import AiSession, TitleBy
from models.attempt import Attempt
from models.core.unit_of_work import db_session
from models.fact import Fact
from models.fix_transitions import UNDONE
from models.hypothesis import Hypothesis
from models.lane_item import LaneItem, heading_of
from models.queries.attempts import attempts_of
from models.queries.conversation_summaries import summary_row_of
from models.queries.evidence import is_log, is_said
from models.queries.facts import all_facts_of, current_among, rejected_among
from models.queries.hypotheses import fact_refs, hypotheses_of, places_of
from models.queries.steps import steps_to_read
from models.queries.suggested_fixes import by_ref, fixes_of
from models.queries.task_lane import open_items_of, skipped_items_of
from models.redactions import released_places
from models.step import Step, StepKind
from models.suggested_fix import SuggestedFix
from tasks.actors.inputs.attachments import with_attachments
from tasks.actors.inputs.hypotheses import hypotheses_in
from tasks.actors.inputs.signals import signals_in
from tasks.actors.inputs.tickets import with_ticket
from tasks.integrations.assistant import AttemptIn, EvidenceIn, FactIn, FixIn, LaneItemIn, Place, SummaryIn, Turn

MOST_SKIPPED = 10

_FOUND_REF = re.compile(r"[ \t]?\[[CGT]\d{1,4}\]")

_CONVERSATION = frozenset({StepKind.USER_MESSAGE, StepKind.ASSISTANT_MESSAGE, StepKind.ACTION, StepKind.NOTE})
_MOST_REJECTED = 50


def session_fields(ai_session: AiSession, *, steps: Sequence[Step] | None = None) -> dict[str, Any]:
    """The fields of `SessionInput`; the turns are those of `steps`, or as many as a prompt can hold."""
    steps = steps_to_read(ai_session) if steps is None else steps
    facts, fixes = all_facts_of(ai_session), fixes_of(ai_session)
    attempts, refs = attempts_of(ai_session, fixes=fixes), fact_refs(facts)
    hypotheses = hypotheses_of(ai_session)
    rejected = rejected_among(facts)[-_MOST_REJECTED:]
    turns = with_ticket(with_attachments(_turns(steps), steps), ai_session)
    return {
        "title": None if ai_session.title_by == TitleBy.RULE else ai_session.title,
        "problem": ai_session.problem,
        "client_name": ai_session.client_name,
        "psa_ticket_id": ai_session.psa_ticket_id,
        "released_in_problem": _released(steps[0]) if steps and steps[0].content == ai_session.problem else [],
        "turns": turns,
        "turns_left_out": _left_out(ai_session, steps),
        "summary": _summary(ai_session),
        "redact_contacts": _account_of(ai_session).effective_settings.redact_contacts,
        "facts": [_fact(fact, refs) for fact in current_among(facts)],
        "signals": signals_in(turns, [fact.value for fact in current_among(facts)]),
        "rejected_facts": [FactIn(kind=kind, value=value) for kind, value in rejected],
        "fixes": [_fix(ref, fix, hypotheses) for ref, fix in by_ref(fixes).items()],
        "hypotheses": hypotheses_in(hypotheses, places_of(ai_session, hypotheses, attempts=attempts, facts=facts)),
        "attempts": [_attempt(attempt) for attempt in attempts],
        "lane": [_lane_item(item) for item in _lane(ai_session)],
    }


def _account_of(ai_session: AiSession) -> Account:
    return db_session().get_one(Account, ai_session.account_id)


def _left_out(ai_session: AiSession, steps: Sequence[Step]) -> int:
    """How many steps of the conversation were not read."""
    of_conversation = sum(1 for step in steps if step.kind in _CONVERSATION)
    return max(0, ai_session.step_count - ai_session.notice_count - of_conversation)


def _summary(ai_session: AiSession) -> SummaryIn | None:
    row = summary_row_of(ai_session.id)
    return SummaryIn(text=row.content, covers_up_to=row.covered_index) if row and row.is_made else None


def _turns(steps: Sequence[Step]) -> list[Turn]:
    """The conversation, without empty answers (stopped before their first word).

    An outcome that was taken back is left out, together with the note that took it back: it was recorded by mistake
    and says nothing about the fix.
    """
    taken_back = {step.data["outcome_step_id"] for step in steps if step.data.get("kind") == UNDONE}
    return [
        _turn(step)
        for step in steps
        if step.kind in _CONVERSATION
        and (step.content.strip() or step.data.get("attachments"))
        and step.data.get("kind") != UNDONE
        and str(step.id) not in taken_back
    ]


def _turn(step: Step) -> Turn:
    if step.kind == StepKind.ASSISTANT_MESSAGE:
        return Turn(role="copilot", author="Copilot", content=_without_found_refs(step), **_place(step))
    author = step.author.name if step.author else "Engineer"
    heading = heading_of(step)
    own = step.content.removeprefix(heading).lstrip("\n") if heading else step.content
    released = _released(step, after=len(step.content) - len(own))
    return Turn(role="engineer", author=author, content=own, heading=heading, released=released, **_place(step))


def _without_found_refs(step: Step) -> str:
    """The reply without its citations of cases, guides and trees: which one is `C1` is decided anew for each reply."""
    return _FOUND_REF.sub("", step.content) if step.data.get("citations") else step.content


def _place(step: Step) -> dict[str, Any]:
    is_recorded, has_log = step.kind in (StepKind.ACTION, StepKind.NOTE), is_log(step.kind, step.data)
    is_action = step.kind == StepKind.ACTION and not is_said(step.kind, step.data)
    told = {"is_recorded": is_recorded, "is_action": is_action, "is_log": has_log}
    return {"step_id": str(step.id), "index": step.index, **told}


def _released(step: Step, *, after: int = 0) -> list[Place]:
    """In the step's text without its first `after` characters."""
    return [Place(start=start - after, end=end - after) for start, end in released_places(step) if start >= after]


def _fact(fact: Fact, refs: Mapping[str, str]) -> FactIn:
    return FactIn(ref=refs[str(fact.id)], kind=fact.kind, value=fact.value, id=fact.id)


def _fix(ref: str, fix: SuggestedFix, hypotheses: Sequence[Hypothesis]) -> FixIn:
    return FixIn(
        ref=ref,
        title=fix.title,
        rationale=fix.rationale,
        steps=fix.steps,
        risk=fix.risk,
        status=fix.status,
        applied=fix.applied_at is not None,
        notes=fix.notes,
        applied_at=fix.applied_at,
        verified_at=fix.verified_at,
        pending_reason=fix.pending_reason,
        partial_notes=fix.partial_notes,
        failure_reason=fix.failure_reason,
        script=fix.ai_drafted_script,
        decision=fix.decision,
        template=fix.script_title,
        causes=[f"H{number}" for number, one in enumerate(hypotheses, start=1) if str(one.id) in fix.causes],
        guide=fix.guide_id,
        guide_fix=fix.guide_fix_id,
        id=fix.id,
    )


def _attempt(attempt: Attempt) -> AttemptIn:
    return AttemptIn(
        id=attempt.id,
        ref=f"A{attempt.n}",
        what=attempt.title,
        by=attempt.by.name if attempt.by else None,
        outcome=attempt.outcome,
        notes=attempt.notes,
        script=attempt.script_words or None,
        evidence=[EvidenceIn(machine=one.machine, excerpt=one.excerpt) for one in attempt.evidence],
    )


def _lane(ai_session: AiSession) -> list[LaneItem]:
    return [*open_items_of(ai_session), *skipped_items_of(ai_session, limit=MOST_SKIPPED)]


def _lane_item(item: LaneItem) -> LaneItemIn:
    return LaneItemIn(kind=item.kind, text=item.text, state=item.state, note=item.answer)
