"""Which of the cited evidence exists in a session, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from models.ai_session import AiSession
from models.case import Case, CaseStatus
from models.core.unit_of_work import db_session
from models.fact import Fact, FactSource
from models.hypothesis_rules import Evidence, EvidenceKind, Ground, Key, Origin
from models.library.recognition import look_up
from models.pastes import split
from models.queries.session_signals import signals_of
from models.step import Step, StepKind
from models.suggested_fix import SuggestedFix

_SAID = (StepKind.USER_MESSAGE, StepKind.NOTE)
_MOST_SEARCHED = 200


@dataclass(frozen=True)
class _Said:
    """What a person wrote; `own` are their own words, without pasted output."""

    step_id: str
    text: str
    own: str
    is_log: bool


def ground_of(ai_session: AiSession, cited: Iterable[Evidence]) -> Ground:
    """The cited evidence that exists: a step of a person, a fact, an attempt, a signal in the texts, a case.

    What the copilot wrote itself is no evidence.
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
        ground |= {(EvidenceKind.CASE, str(one)): Origin() for one in stored_cases(wanted)}
    facts = _facts(ai_session, _uuids(ids.get(EvidenceKind.FACT, ())))
    signals = _spellings(ai_session, ids.get(EvidenceKind.SIGNAL, ()))
    found = [fact.value for fact in facts if fact.source == FactSource.COPILOT]
    said = _said(ai_session, [*found, *(word for written in signals.values() for word in written)])
    ground |= {(EvidenceKind.FACT, str(fact.id)): _origin_of(fact, said) for fact in facts}
    return ground | {
        (EvidenceKind.SIGNAL, code): _origin(written, _holding(written, said)) for code, written in signals.items()
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
        Step.ai_session_id == ai_session.id, Step.id.in_(ids), Step.kind != StepKind.ASSISTANT_MESSAGE
    )
    return {
        (EvidenceKind.STEP, str(row.id)): Origin(frozenset({str(row.id)} if is_log(row.kind, row.data) else ()))
        for row in db_session().execute(query)
    }


def is_log(kind: str, data: dict[str, object]) -> bool:
    """Whether a step is a message with pasted output or a log file: a line of it may be noise."""
    return kind in _SAID and bool(data.get("evidence"))


def _attempts(ai_session: AiSession, ids: Sequence[UUID]) -> dict[Key, Origin]:
    fixes = select(SuggestedFix.id).where(SuggestedFix.ai_session_id == ai_session.id, SuggestedFix.id.in_(ids))
    actions = select(Step.id).where(Step.ai_session_id == ai_session.id, Step.id.in_(ids), Step.kind == StepKind.ACTION)
    found = db_session().scalars(fixes.union_all(actions))
    return {(EvidenceKind.ATTEMPT, str(one)): Origin() for one in found}


def _facts(ai_session: AiSession, ids: Sequence[UUID]) -> Sequence[Fact]:
    if not ids:
        return ()
    query = select(Fact).where(Fact.ai_session_id == ai_session.id, Fact.id.in_(ids), Fact.dismissed_at.is_(None))
    return db_session().scalars(query).all()


def _said(ai_session: AiSession, words: Sequence[str]) -> list[_Said]:
    """What people wrote that holds one of the words, oldest first."""
    if not words:
        return []
    holds = or_(*(Step.content.icontains(one, autoescape=True) for one in words))
    query = select(Step.id, Step.kind, Step.content, Step.data).where(
        Step.ai_session_id == ai_session.id, Step.kind.in_(_SAID), holds
    )
    found = db_session().execute(query.order_by(Step.index).limit(_MOST_SEARCHED))
    return [_said_of(str(row.id), row.content, has_log=is_log(row.kind, row.data)) for row in found]


def _said_of(step_id: str, text: str, *, has_log: bool) -> _Said:
    own = "\n".join(split(text).own_lines) if has_log else text
    return _Said(step_id, text, own, has_log)


def _spellings(ai_session: AiSession, codes: Iterable[str]) -> dict[str, list[str]]:
    """How the session's texts write each of these codes; without those that no text of the session has."""
    wanted = {code: {signal.code for signal in look_up(code)} for code in codes}
    known = signals_of(ai_session) if any(wanted.values()) else []
    found = {
        code: [word for one in known if meant & {signal.code for signal in one.signals} for word in one.written]
        for code, meant in wanted.items()
    }
    return {code: written for code, written in found.items() if written}


def _origin_of(fact: Fact, said: Sequence[_Said]) -> Origin:
    """What an engineer entered is the engineer's word; what the copilot found may be a line of a log."""
    if fact.source == FactSource.ENGINEER:
        return Origin()
    return _origin([fact.value], _holding([fact.value], said))


def _holding(words: Sequence[str], said: Iterable[_Said]) -> list[_Said]:
    """The texts that hold one of the words as a whole: `1326` is not in `13260`."""
    pattern = _whole(words)
    return [one for one in said if pattern.search(one.text)]


def _origin(words: Sequence[str], texts: Sequence[_Said]) -> Origin:
    """Of words that are in these texts, or in none of them: a log file's text is in no message."""
    pattern = _whole(words)
    if any(not one.is_log or pattern.search(one.own) for one in texts):
        return Origin()
    return Origin(frozenset(one.step_id for one in texts))


def _whole(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
