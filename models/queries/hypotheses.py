"""The hypotheses of a session, and the evidence in it that exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from models.ai_session import AiSession
from models.attempt import Attempt
from models.core.unit_of_work import db_session
from models.fact import Fact
from models.hypothesis import Hypothesis
from models.hypothesis_rules import Evidence, EvidenceKind, Key, rank
from models.queries.attempts import attempts_of
from models.queries.evidence import stored_cases
from models.queries.facts import all_facts_of
from models.queries.session_rows import SessionRow
from models.step import Step


@dataclass(frozen=True)
class Place:
    """How a piece of evidence is named: `ref` in prompts (`S4`, `K1`, `A2`), `label` for people ("attempt 2")."""

    ref: str
    label: str


@dataclass(frozen=True)
class CitedEvidence:
    """A piece of evidence as a screen shows it.  `is_new`: the cause was refuted without it."""

    kind: str
    id: str
    weighs: str
    note: str | None
    label: str
    is_new: bool


@dataclass(frozen=True)
class HypothesisView:
    """`evidence` holds what still exists; an attempt that was taken back is not shown."""

    row: Hypothesis
    evidence: list[CitedEvidence]


def hypotheses_of(ai_session: AiSession | SessionRow) -> Sequence[Hypothesis]:
    """Oldest first, refuted ones too."""
    return db_session().scalars(_of_session(), {"ai_session_id": ai_session.id}).all()


def best_first(hypotheses: Iterable[Hypothesis]) -> list[Hypothesis]:
    """The most likely cause first, refuted ones last; of equal ones the oldest first."""
    return sorted(hypotheses, key=_order)


def _order(one: Hypothesis) -> tuple[int, int, int]:
    place = rank(one.state, [piece.weighs for piece in one.pieces])
    return (0, -place[0], -place[1]) if place else (1, 0, 0)


def count_of(ai_session: AiSession) -> int:
    query = select(func.count()).where(Hypothesis.ai_session_id == ai_session.id)
    return db_session().scalar(query) or 0


def hypothesis_views_of(ai_session: AiSession | SessionRow) -> list[HypothesisView]:
    """The most likely cause first, refuted ones last."""
    found = best_first(hypotheses_of(ai_session))
    places = places_of(ai_session, found)
    return [_view(one, places) for one in found]


def hypothesis_view_of(ai_session: AiSession | SessionRow, hypothesis: Hypothesis) -> HypothesisView:
    return _view(hypothesis, places_of(ai_session, [hypothesis]))


def places_of(
    ai_session: AiSession | SessionRow,
    hypotheses: Iterable[Hypothesis],
    *,
    attempts: Sequence[Attempt] | None = None,
    facts: Sequence[Fact] | None = None,
) -> dict[Key, Place]:
    """The names of the evidence of these hypotheses that still exists.

    `attempts` is the ledger and `facts` all facts, oldest first: each saves a statement if the caller has read it.
    """
    pieces = [piece for one in hypotheses for piece in one.pieces]
    kinds = {piece.kind for piece in pieces}
    places: dict[Key, Place] = {}
    if EvidenceKind.STEP in kinds:
        places |= _steps(ai_session, pieces)
    if EvidenceKind.FACT in kinds:
        places |= _facts(all_facts_of(ai_session) if facts is None else facts)
    if EvidenceKind.ATTEMPT in kinds:
        ledger = attempts_of(ai_session, finds_machines=False) if attempts is None else attempts
        places |= {(EvidenceKind.ATTEMPT, str(one.id)): Place(f"A{one.n}", f"attempt {one.n}") for one in ledger}
    cases = [UUID(piece.id) for piece in pieces if piece.kind == EvidenceKind.CASE]
    for one, title in stored_cases(cases).items() if cases else ():
        places[EvidenceKind.CASE, str(one)] = Place(f"case {title}", f"case: {title}")
    signals = (piece for piece in pieces if piece.kind == EvidenceKind.SIGNAL)
    return places | {piece.key: Place(piece.id, piece.id) for piece in signals}


def fact_refs(facts: Iterable[Fact]) -> dict[str, str]:
    """Id to ref; `facts` are all facts of the session, oldest first, so that a ref stays."""
    return {str(fact.id): f"K{number}" for number, fact in enumerate(facts, start=1)}


def _facts(facts: Sequence[Fact]) -> dict[Key, Place]:
    refs = fact_refs(facts)
    return {
        (EvidenceKind.FACT, str(fact.id)): Place(refs[str(fact.id)], f"{fact.kind.replace('_', ' ')}: {fact.value}")
        for fact in facts
        if not fact.is_dismissed
    }


def _steps(ai_session: AiSession | SessionRow, pieces: Iterable[Evidence]) -> dict[Key, Place]:
    cited = {piece.id for piece in pieces if piece.kind == EvidenceKind.STEP}
    query = select(Step.id, Step.index).where(Step.ai_session_id == ai_session.id, Step.id.in_(cited))
    found = db_session().execute(query).all()
    return {(EvidenceKind.STEP, str(row.id)): Place(f"S{row.index}", f"message {row.index}") for row in found}


def _view(one: Hypothesis, places: dict[Key, Place]) -> HypothesisView:
    shown = [(piece, places[piece.key]) for piece in one.pieces if piece.key in places]
    return HypothesisView(
        one,
        [
            CitedEvidence(
                piece.kind, piece.id, piece.weighs, piece.note, place.label, one.is_new_since_refuted(piece.key)
            )
            for piece, place in shown
        ],
    )


@lru_cache
def _of_session() -> Select[Hypothesis]:
    mine = select(Hypothesis).where(Hypothesis.ai_session_id == bindparam("ai_session_id"))
    return mine.order_by(Hypothesis.created_at, Hypothesis.id)
