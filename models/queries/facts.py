"""The facts of a session, and which of them contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.fact import Fact, identity_of
from models.queries.session_rows import SessionRow

CONFLICTS = 10
"""A limit, because otherwise the answer grows with the square of the number of facts."""


@dataclass(frozen=True)
class FactView:
    """`conflicts_with`: the oldest ten current facts that contradict it; empty for a dismissed fact."""

    row: Fact
    conflicts_with: list[UUID]


def all_facts_of(ai_session: AiSession | SessionRow) -> Sequence[Fact]:
    """Oldest first, including dismissed facts."""
    query = select(Fact).where(Fact.ai_session_id == ai_session.id).order_by(Fact.created_at, Fact.id)
    return db_session().scalars(query).all()


def facts_of(ai_session: AiSession | SessionRow) -> Sequence[Fact]:
    """The current facts, pinned ones first, then by age."""
    return current_among(all_facts_of(ai_session))


def current_among(facts: Iterable[Fact]) -> list[Fact]:
    """The same, of facts that were already read."""
    return _pinned_first(fact for fact in facts if not fact.is_dismissed)


def rejected_among(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    """Kind and value of dismissed facts and earlier wordings, oldest fact first, unless a current fact says so."""
    facts = list(facts)
    current = {fact.identity for fact in facts if not fact.is_dismissed}
    wordings = [wording for fact in facts for wording in fact.rejected_wordings]
    return [wording for wording in dict.fromkeys(wordings) if identity_of(*wording) not in current]


def fact_views_of(ai_session: AiSession | SessionRow, *, dismissed: bool = False) -> list[FactView]:
    """The current facts, pinned ones first, then by age; with `dismissed` the dismissed ones too."""
    facts = all_facts_of(ai_session)
    return [_view(fact, facts) for fact in _pinned_first(facts) if dismissed or not fact.is_dismissed]


def fact_view_of(ai_session: AiSession | SessionRow, fact: Fact) -> FactView:
    return _view(fact, all_facts_of(ai_session))


def _pinned_first(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: not fact.pinned)


def _view(fact: Fact, facts: Sequence[Fact]) -> FactView:
    if fact.is_dismissed:
        return FactView(fact, [])
    contradicting = (other.id for other in facts if not other.is_dismissed and fact.contradicts(other))
    return FactView(fact, list(islice(contradicting, CONFLICTS)))
