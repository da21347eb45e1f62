"""Propose, add and change hypotheses, and let the results of fixes weigh for and against them.

`models.hypothesis_rules` holds the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from models import events
from models.ai_session import AiSession
from models.core.graphemes import beginning, has_words
from models.core.unit_of_work import db_session
from models.hypothesis import (
    LONGEST_CAUSE,
    LONGEST_NOTE,
    MOST,
    EvidenceRequired,
    Hypothesis,
    HypothesisKnown,
    HypothesisLimit,
    HypothesisSource,
    as_json,
    cause_of,
    folded,
)
from models.hypothesis_rules import (
    Evidence,
    EvidenceKind,
    Ground,
    HypothesisState,
    Key,
    allowed_state,
    brings_back,
    directed,
    existing,
    may_support,
    merged,
    with_cited,
)
from models.hypothesis_sameness import same_cause
from models.queries.evidence import ground_of
from models.queries.hypotheses import count_of, hypotheses_of
from models.user import User

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class FoundHypothesis:
    """What a reply makes of a cause.  `cause_id` is that of the guide's cause."""

    cause: str
    state: str = HypothesisState.PROPOSED
    evidence: Sequence[Evidence] = ()
    guide_id: str | None = None
    cause_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewHypothesis:
    cause: str
    state: str = HypothesisState.PROPOSED
    evidence: Sequence[Evidence] = field(default=())


def save_hypotheses(ai_session: AiSession, found: Sequence[FoundHypothesis]) -> None:
    """Add or change the causes that a reply weighs.  Evidence that does not exist is left out.

    A refuted cause is not proposed again, unless there is evidence that it was refuted without.  A state that an
    engineer set stays, unless the reply cites evidence that was not there yet.  Expects the session's row to be locked.
    """
    if not found:
        return
    known = {one.folded_cause: one for one in hypotheses_of(ai_session)}
    before = [piece for one in known.values() for piece in one.pieces]
    ground = ground_of(ai_session, [*before, *(piece for one in found for piece in one.evidence)])
    for one in found:
        key = folded(beginning(cause_of(one.cause), LONGEST_CAUSE))
        same = known.get(key) or same_cause(known.values(), one.cause, (one.guide_id, one.cause_id))
        if same:
            _reconsider(same, one, ground)
        elif has_words(key) and len(known) < MOST:
            known[key] = _proposed(ai_session, one, ground)


def add_hypothesis(ai_session: AiSession, new: NewHypothesis, *, by: User) -> Hypothesis:
    """Add a cause of an engineer's.  Expects the session's row to be locked.

    Raises SessionClosed, HypothesisKnown, HypothesisLimit (409), EvidenceRequired (422).
    """
    ai_session.check_open()
    ground = _checked_ground(ai_session, new.evidence)
    same = next((one for one in hypotheses_of(ai_session) if one.folded_cause == folded(new.cause)), None)
    if same:
        raise HypothesisKnown(detail={"hypothesis_id": str(same.id), "state": same.state})
    if count_of(ai_session) >= MOST:
        raise HypothesisLimit
    _check_support(new.state, new.evidence, ground)
    row = _row(ai_session, new.cause, HypothesisSource.ENGINEER)
    row.change(state=new.state, evidence=directed(merged((), new.evidence), ground), by=by)
    row.updated_by_id = by.id
    db_session().add(row)
    return _changed(ai_session, row)


def change_hypothesis(
    ai_session: AiSession, hypothesis: Hypothesis, changed: Mapping[str, Any], *, by: User
) -> Hypothesis:
    """Set the state, the evidence or both; `changed` has the new values, and its evidence replaces what was there.

    Expects the session's row to be locked.  Raises SessionClosed (409), EvidenceRequired (422).
    """
    ai_session.check_open()
    state = changed.get("state", hypothesis.state)
    results = {one.key: one for one in hypothesis.pieces if one.kind == EvidenceKind.ATTEMPT}
    given = merged((), changed.get("evidence", hypothesis.pieces))
    evidence = [results.get(one.key, one) for one in given]
    new = [one for one in evidence if one not in hypothesis.pieces]
    ground = _checked_ground(ai_session, new, also=evidence)
    evidence = directed(evidence, ground)
    if "state" in changed or state == HypothesisState.SUPPORTED:
        _check_support(state, evidence, ground)
    if not hypothesis.change(state=state, evidence=evidence, by=by):
        return hypothesis
    return _changed(ai_session, hypothesis)


def recheck_support(ai_session: AiSession, key: Key, *, by: User) -> None:
    """A piece of evidence is gone: a cause that nothing else supports is investigated again."""
    resting = [one for one in hypotheses_of(ai_session) if one.state == HypothesisState.SUPPORTED]
    for one in resting:
        pieces = one.pieces
        if any(piece.key == key for piece in pieces) and not may_support(pieces, ground_of(ai_session, pieces)):
            one.change(state=HypothesisState.INVESTIGATING, evidence=pieces, by=by)
            events.hypothesis_changed(one)


def _checked_ground(ai_session: AiSession, cited: Sequence[Evidence], *, also: Sequence[Evidence] = ()) -> Ground:
    """The ground of all; raises EvidenceRequired (422) for a cited piece that does not exist."""
    ground = ground_of(ai_session, [*cited, *also])
    missing = [one for one in cited if one.key not in ground]
    if missing:
        named = [f"{one.kind} {one.id}" for one in missing]
        raise EvidenceRequired("This evidence is not part of the session.", detail={"evidence": named})
    return ground


def _check_support(state: str, evidence: Sequence[Evidence], ground: Ground) -> None:
    if state == HypothesisState.SUPPORTED and not may_support(evidence, ground):
        raise EvidenceRequired


def _proposed(ai_session: AiSession, found: FoundHypothesis, ground: Ground) -> Hypothesis:
    evidence = existing(found.evidence, ground)
    row = _row(ai_session, beginning(cause_of(found.cause), LONGEST_CAUSE).rstrip(), HypothesisSource.COPILOT)
    row.guide_id, row.cause_id = found.guide_id, found.cause_id
    row.change(state=allowed_state(found.state, evidence, ground, before=None), evidence=_noted(evidence), by=None)
    db_session().add(row)
    db_session().flush()
    events.hypothesis_changed(row)
    return row


def _reconsider(row: Hypothesis, found: FoundHypothesis, ground: Ground) -> None:
    cited = _noted(existing(found.evidence, ground))
    evidence = directed(with_cited(row.pieces, cited), ground)
    was_engineers = row.updated_by_id is not None
    state = allowed_state(found.state, evidence, ground, before=row.state, by_engineer=was_engineers)
    if row.is_refuted and not brings_back(cited, ground, refuted_with=row.refuted_keys):
        log.info("hypothesis.refuted_again", hypothesis_id=str(row.id))
        return
    if was_engineers and {one.key for one in evidence} == {one.key for one in row.pieces}:
        return
    row.guide_id, row.cause_id = row.guide_id or found.guide_id, row.cause_id or found.cause_id
    if row.change(state=state, evidence=evidence, by=None):
        db_session().flush()
        events.hypothesis_changed(row)


def _noted(evidence: Sequence[Evidence]) -> list[Evidence]:
    return [replace(one, note=beginning(one.note, LONGEST_NOTE) if one.note else None) for one in evidence]


def _row(ai_session: AiSession, cause: str, source: HypothesisSource) -> Hypothesis:
    return Hypothesis(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        cause=cause_of(cause),
        folded_cause=folded(cause),
        source=source,
        state=HypothesisState.PROPOSED,
        evidence=as_json(()),
    )


def _changed(ai_session: AiSession, row: Hypothesis) -> Hypothesis:
    db_session().flush()
    db_session().refresh(row, ["updated_by"])
    ai_session.bump_state_version()
    events.hypothesis_changed(row)
    return row
