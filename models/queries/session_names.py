"""The names that a session's case does not keep."""

from __future__ import annotations

from sqlalchemy import select

from models.ai_session import AiSession
from models.case_names import Names
from models.core.unit_of_work import db_session
from models.fact import FactKind
from models.queries.facts import facts_of
from models.user import User

_MOST_PEOPLE = 500
_NAME_PEOPLE = frozenset({FactKind.USER, "caller", "account", "contact"})


def names_in(ai_session: AiSession) -> Names:
    """The client, the account's people, and the people whom the facts name."""
    facts = facts_of(ai_session)
    people = select(User.name).where(User.account_id == ai_session.account_id).limit(_MOST_PEOPLE)
    clients = [ai_session.client_name, *(fact.value for fact in facts if fact.kind == FactKind.CLIENT)]
    return Names(
        [name for name in clients if name and name.strip()],
        colleagues=db_session().scalars(people),
        users=[fact.value for fact in facts if fact.kind in _NAME_PEOPLE],
    )
