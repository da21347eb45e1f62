"""Keep what was established."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import events
from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.fact import Fact, FactSource
from models.queries.ai_sessions import facts_of
from models.step import Step


@dataclass(frozen=True)
class FoundFact:
    kind: str
    value: str


def keep_facts(ai_session: AiSession, found: Sequence[FoundFact], *, step: Step) -> list[Fact]:
    """Facts that the copilot established in `step`; one that is known already is not kept twice."""
    known = {(fact.kind, fact.value.casefold()) for fact in facts_of(ai_session)}
    kept = []
    for fact in found:
        if (fact.kind, fact.value.casefold()) not in known:
            known.add((fact.kind, fact.value.casefold()))
            kept.append(_keep(ai_session, fact, step))
    db_session().flush()
    for row in kept:
        events.fact_changed(row)
    return kept


def _keep(ai_session: AiSession, fact: FoundFact, step: Step) -> Fact:
    row = Fact(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        kind=fact.kind,
        value=fact.value,
        source=FactSource.COPILOT,
        step_id=step.id,
    )
    db_session().add(row)
    db_session().flush()
    return row
