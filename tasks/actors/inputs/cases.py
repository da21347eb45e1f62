"""What the assistant needs to write the case of a session, and the names that the case must not have."""

from __future__ import annotations

from sqlalchemy import select

from models.ai_session import AiSession
from models.case_names import Names
from models.core.unit_of_work import db_session
from models.fact import FactKind
from models.operations.documentation_record import verification_of
from models.queries.facts import facts_of
from models.user import User
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import CaseInput

_MOST_PEOPLE = 500
_NAME_PEOPLE = frozenset({FactKind.USER, "caller", "account", "contact"})


def case_input(ai_session: AiSession) -> CaseInput:
    return CaseInput(
        **session_fields(ai_session), resolution=ai_session.resolution, verification=verification_of(ai_session)
    )


def names_in(ai_session: AiSession) -> Names:
    """The client, the account's people, and the people whom the facts name."""
    facts = facts_of(ai_session)
    clients = [fact.value for fact in facts if fact.kind == FactKind.CLIENT]
    people = [
        *db_session().scalars(select(User.name).where(User.account_id == ai_session.account_id).limit(_MOST_PEOPLE))
    ]
    return Names(
        ai_session.client_name or next(iter(clients), None),
        [*people, *(fact.value for fact in facts if fact.kind in _NAME_PEOPLE)],
    )
