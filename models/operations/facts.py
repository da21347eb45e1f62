"""Stores the facts that the copilot finds, and lets engineers add, change, dismiss and restore facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models import events
from models.ai_session import AiSession
from models.core.graphemes import beginning
from models.core.unit_of_work import db_session
from models.fact import (
    LONGEST_VALUE,
    MOST,
    Fact,
    FactDismissed,
    FactKnown,
    FactLimit,
    FactSource,
    identity_of,
    kind_of,
    value_of,
)
from models.hypothesis_rules import EvidenceKind
from models.operations.confidence import update_confidence
from models.operations.hypotheses import recheck_support
from models.queries.facts import all_facts_of
from models.step import Step
from models.user import User


@dataclass(frozen=True)
class FoundFact:
    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class NewFact:
    """`step_id`: the step that the fact comes from, if there is one."""

    kind: str
    value: str
    step_id: UUID | None = None


def save_facts(ai_session: AiSession, found: Sequence[FoundFact], *, step: Step) -> list[Fact]:
    """Save the facts that the copilot found in `step`.

    A fact that the session already has is skipped, and so is one that an engineer reworded or dismissed.
    """
    before = all_facts_of(ai_session)
    known = {identity for fact in before for identity in fact.identities}
    saved: list[Fact] = []
    for fact in found:
        if len(before) + len(saved) >= MOST:
            break
        value = beginning(value_of(fact.value), LONGEST_VALUE).rstrip()
        identity = identity_of(fact.kind, value)
        if value and identity not in known:
            known.add(identity)
            saved.append(_found(ai_session, fact.kind, value, step))
    db_session().add_all(saved)
    db_session().flush()
    for row in saved:
        events.fact_changed(row)
    return saved


def add_fact(ai_session: AiSession, new: NewFact, *, by: User) -> Fact:
    """Add a fact of an engineer's.  If the same fact was dismissed, it is restored.

    Expects the session's row to be locked.  Raises SessionClosed, FactKnown, FactLimit (409).
    """
    ai_session.check_open()
    identity = identity_of(new.kind, new.value)
    known = all_facts_of(ai_session)
    same = [fact for fact in known if fact.identity == identity]
    _check_none_current(same)
    if same:
        return restore_fact(ai_session, same[-1])
    if len(known) >= MOST:
        raise FactLimit
    fact = Fact(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        kind=kind_of(new.kind),
        value=value_of(new.value),
        source=FactSource.ENGINEER,
        step_id=new.step_id,
        created_by_id=by.id,
    )
    db_session().add(fact)
    return _changed(ai_session, fact)


def edit_fact(ai_session: AiSession, fact: Fact, changed: Mapping[str, Any], *, by: User) -> Fact:
    """Change the kind or value of a fact, or pin it; `changed` has the new values.

    Expects the session's row to be locked.  Raises SessionClosed, FactDismissed, FactKnown (409).
    """
    ai_session.check_open()
    if fact.is_dismissed:
        raise FactDismissed
    kind, value = kind_of(changed.get("kind", fact.kind)), value_of(changed.get("value", fact.value))
    pinned = changed.get("pinned", fact.pinned)
    if (kind, value, pinned) == (fact.kind, fact.value, fact.pinned):
        return fact
    identity = identity_of(kind, value)
    _check_none_current([one for one in all_facts_of(ai_session) if one is not fact and one.identity == identity])
    fact.pinned = pinned
    if (kind, value) != (fact.kind, fact.value):
        fact.reword(kind=kind, value=value, by=by)
    return _changed(ai_session, fact)


def dismiss_fact(ai_session: AiSession, fact: Fact, *, by: User) -> Fact:
    """Dismiss a fact that is wrong or does not matter.  A repeated call changes nothing.

    Expects the session's row to be locked.  Raises SessionClosed (409).
    """
    ai_session.check_open()
    if fact.is_dismissed:
        return fact
    fact.dismiss()
    changed = _changed(ai_session, fact)
    recheck_support(ai_session, (EvidenceKind.FACT, str(fact.id)), by=by)
    return changed


def restore_fact(ai_session: AiSession, fact: Fact) -> Fact:
    """Restore a dismissed fact, in a closed session too.  A repeated call changes nothing.

    Expects the session's row to be locked.  Raises FactKnown (409, another fact says the same by now).
    """
    if not fact.is_dismissed:
        return fact
    _check_none_current([one for one in all_facts_of(ai_session) if one.identity == fact.identity])
    fact.restore()
    return _changed(ai_session, fact)


def _check_none_current(same: Sequence[Fact]) -> None:
    for fact in same:
        if not fact.is_dismissed:
            raise FactKnown(detail={"fact_id": str(fact.id)})


def _changed(ai_session: AiSession, fact: Fact) -> Fact:
    db_session().flush()
    db_session().refresh(fact, ["created_by", "edited_by"])
    ai_session.bump_state_version()
    update_confidence(ai_session)
    events.fact_changed(fact)
    return fact


def _found(ai_session: AiSession, kind: str, value: str, step: Step) -> Fact:
    return Fact(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        kind=kind_of(kind),
        value=value,
        source=FactSource.COPILOT,
        step_id=step.id,
    )
