"""Which of the cited evidence exists in a session, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import or_, select

from models.ai_session import AiSession
from models.case import Case, CaseStatus
from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.fact import Fact, FactSource
from models.fix_transitions import FixStatus
from models.hypothesis_rules import HINT, NOTHING, Evidence, EvidenceKind, Ground, Key, Origin, Weighs
from models.lane_item import DONE
from models.library.recognition import look_up
from models.pastes import split
from models.queries.session_signals import signals_of
from models.step import Step, StepKind
from models.suggested_fix import SuggestedFix

_SAID = (StepKind.USER_MESSAGE, StepKind.NOTE)
_BY_PEOPLE = (*_SAID, StepKind.ACTION)
_MOST_SEARCHED = 200
_RESULTS = {
    FixStatus.APPLIED_SUCCESS: Weighs.FOR,
    FixStatus.APPLIED_PARTIAL: Weighs.FOR,
    FixStatus.APPLIED_FAILED: Weighs.AGAINST,
}


@dataclass(frozen=True)
class _Said:
    """What a person wrote; `own` are their own words, without pasted output."""

    step_id: str
    text: str
    own: str
    logs: frozenset[str]


def ground_of(ai_session: AiSession, cited: Iterable[Evidence]) -> Ground:
    """The cited evidence that exists: what a person said, a fact, an attempt, a signal in the texts, a case.

    What the copilot and the system wrote is no evidence.  An attempt weighs as its recorded result says, and not at
    all without one.
    """
    ids: dict[str, set[str]] = {}
    for one in cited:
        ids.setdefault(one.kind, set()).add(one.id)
    ground: dict[Key, Origin] = {}
    if wanted := _uuids(ids.get(EvidenceKind.STEP, ())):
        ground |= _steps(ai_session, wanted)
    if wanted := _uuids(ids.get(EvidenceKind.ATTEMPT, ())):
        ground |= _attempts(ai_session, wanted)
    if wanted := _uuids(ids.get(EvidenceKind.CASE, ())):
        ground |= {(EvidenceKind.CASE, str(one)): HINT for one in stored_cases(wanted)}
    facts = _facts(ai_session, _uuids(ids.get(EvidenceKind.FACT, ())))
    signals = _spellings(ai_session, ids.get(EvidenceKind.SIGNAL, ()))
    found = [fact for fact in facts if fact.source == FactSource.COPILOT]
    spelt = [*((fact.value,) for fact in found), *(one.written for one in signals.values())]
    steps = {fact.step_id for fact in found}.union(*(one.steps for one in signals.values()))
    said = _said(ai_session, [word for words in spelt for word in words], steps)
    ground |= {(EvidenceKind.FACT, str(fact.id)): _origin_of(fact, said) for fact in facts}
    return ground | {
        (EvidenceKind.SIGNAL, code): _origin(one.written, said, one.steps) for code, one in signals.items()
    }


def _uuids(ids: Iterable[str]) -> list[UUID]:
    found = []
    for one in ids:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def stored_cases(ids: Sequence[UUID]) -> dict[UUID, str]:
    """The titles of those of the account's cases that everybody can read."""
    query = select(Case.id, Case.title).where(Case.id.in_(ids), Case.status == CaseStatus.STORED)
    return {row.id: row.title for row in db_session().execute(query)}


def _steps(ai_session: AiSession, ids: Sequence[UUID]) -> dict[Key, Origin]:
    query = select(Step.id, Step.kind, Step.data).where(
        Step.ai_session_id == ai_session.id, Step.id.in_(ids), Step.kind.in_(_BY_PEOPLE)
    )
    return {
        (EvidenceKind.STEP, str(row.id)): Origin(_logs(row.kind, row.data)) if is_said(row.kind, row.data) else NOTHING
        for row in db_session().execute(query)
    }


def _logs(kind: str, data: JsonObject) -> frozenset[str]:
    """The pasted output of a message, as one log; the same output sent twice is the same log."""
    if not is_log(kind, data):
        return frozenset()
    pasted = "\n".join(one["excerpt"] for one in data["evidence"])
    return frozenset({sha256(pasted.encode("utf-8", "surrogatepass")).hexdigest()})


def is_log(kind: str, data: JsonObject) -> bool:
    """Whether a step is a message with pasted output or a log file: a line of it may be noise."""
    return is_said(kind, data) and bool(data.get("evidence"))


def is_said(kind: str, data: JsonObject) -> bool:
    """Whether a person writes in a step what they see: in a message, a note, or the result of a check that was done."""
    return kind in _SAID or (data.get("kind") == DONE and bool(data.get("notes")))


def _attempts(ai_session: AiSession, ids: Sequence[UUID]) -> dict[Key, Origin]:
    mine = (SuggestedFix.ai_session_id == ai_session.id, SuggestedFix.id.in_(ids))
    fixes = db_session().execute(select(SuggestedFix.id, SuggestedFix.status).where(*mine))
    actions = select(Step.id).where(Step.ai_session_id == ai_session.id, Step.id.in_(ids), Step.kind == StepKind.ACTION)
    ground: dict[Key, Origin] = {(EvidenceKind.ATTEMPT, str(one)): NOTHING for one in db_session().scalars(actions)}
    return ground | {(EvidenceKind.ATTEMPT, str(row.id)): _result(row.status) for row in fixes}


def _result(status: str) -> Origin:
    weighs = _RESULTS.get(FixStatus(status))
    return Origin(weighs=weighs) if weighs else NOTHING


def _facts(ai_session: AiSession, ids: Sequence[UUID]) -> Sequence[Fact]:
    if not ids:
        return ()
    query = select(Fact).where(Fact.ai_session_id == ai_session.id, Fact.id.in_(ids), Fact.dismissed_at.is_(None))
    return db_session().scalars(query).all()


def _said(ai_session: AiSession, words: Sequence[str], steps: Iterable[UUID | None]) -> list[_Said]:
    """What people wrote that holds one of the words or is one of these steps, oldest first."""
    if not words:
        return []
    ids = [one for one in steps if one]
    holds = or_(Step.id.in_(ids), *(Step.content.icontains(one, autoescape=True) for one in words))
    query = select(Step.id, Step.kind, Step.content, Step.data).where(
        Step.ai_session_id == ai_session.id, Step.kind.in_(_BY_PEOPLE), holds
    )
    found = db_session().execute(query.order_by(Step.index).limit(_MOST_SEARCHED))
    said = [row for row in found if is_said(row.kind, row.data)]
    return [_said_of(str(row.id), row.content, _logs(row.kind, row.data)) for row in said]


def _said_of(step_id: str, text: str, logs: frozenset[str]) -> _Said:
    own = "\n".join(split(text).own_lines) if logs else text
    return _Said(step_id, text, own, logs)


@dataclass
class _Spelt:
    """How the texts write a code, and the steps that do."""

    written: list[str]
    steps: set[UUID | None]


def _spellings(ai_session: AiSession, codes: Iterable[str]) -> dict[str, _Spelt]:
    """These codes as the session has them; without those that no text of the session has."""
    wanted = {code: {signal.code for signal in look_up(code)} for code in codes}
    known = signals_of(ai_session) if any(wanted.values()) else []
    found = {
        code: [one for one in known if meant & {signal.code for signal in one.signals}]
        for code, meant in wanted.items()
    }
    return {
        code: _Spelt([word for one in these for word in one.written], {step for one in these for step in one.where})
        for code, these in found.items()
        if these
    }


def _origin_of(fact: Fact, said: Sequence[_Said]) -> Origin:
    """What an engineer entered is the engineer's word; what the copilot found may be a line of a log."""
    if fact.source == FactSource.ENGINEER:
        return Origin()
    return _origin([fact.value], said, {fact.step_id})


def _origin(words: Sequence[str], said: Sequence[_Said], steps: Iterable[UUID | None]) -> Origin:
    """Of words that some of these texts hold as a whole (`1326` is not in `13260`).

    No text holds what was put in other words or is in a log file: then `steps` say where it is from.  Without that
    nobody knows whether it is more than a line of a log.
    """
    pattern, ids = _whole(words), {str(one) for one in steps}
    texts = [one for one in said if pattern.search(one.text)] or [one for one in said if one.step_id in ids]
    if any(not one.logs or pattern.search(one.own) for one in texts):
        return Origin()
    return Origin(frozenset().union(*(one.logs for one in texts))) if texts else HINT


def _whole(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
