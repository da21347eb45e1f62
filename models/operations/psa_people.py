"""Says which members of the PSA the account's people are."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from models.audit_entry import AuditAction
from models.core.errors import Invalid
from models.core.unit_of_work import db_session
from models.operations import audit
from models.operations.account_lock import lock_account
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind
from models.psa_person import PsaPerson
from models.queries.psa_lookups import known_ids
from models.queries.psa_people import agents_of
from models.user import User


def put_people(connection: PsaConnection, agents: Mapping[UUID, str | None], *, by: User) -> None:
    """Replace what was set; None and whoever is left out have no member.  Raises Invalid (422)."""
    lock_account(by=by)
    wanted = {user_id: agent_id for user_id, agent_id in agents.items() if agent_id}
    _check(connection, wanted)
    rows = {
        row.user_id: row
        for row in db_session().scalars(
            select(PsaPerson).where(
                PsaPerson.account_id == connection.account_id, PsaPerson.connection_id == connection.id
            )
        )
    }
    changed = [user_id for user_id in rows.keys() | wanted.keys() if _agent(rows.get(user_id)) != wanted.get(user_id)]
    for user_id in changed:
        _set(connection, user_id, rows.get(user_id), wanted.get(user_id))
    db_session().flush()
    if changed:
        audit.record(AuditAction.PSA_PEOPLE_CHANGED, connection, by=by, changed=sorted(map(str, changed)))


def _check(connection: PsaConnection, wanted: Mapping[UUID, str]) -> None:
    here = set(
        db_session().scalars(select(User.id).where(User.account_id == connection.account_id, User.deleted_at.is_(None)))
    )
    if not wanted.keys() <= here:
        raise Invalid(detail={"items": ["Nobody here has this id."]})
    known = known_ids(connection, LookupKind.AGENTS)
    if known is not None and not set(wanted.values()) <= known | set(agents_of(connection).values()):
        raise Invalid(detail={"items": ["The ticket system has no such member. Pick one from the list."]})


def _agent(row: PsaPerson | None) -> str | None:
    return row.agent_id if row else None


def _set(connection: PsaConnection, user_id: UUID, row: PsaPerson | None, agent_id: str | None) -> None:
    if row is None and agent_id:
        db_session().add(
            PsaPerson(account_id=connection.account_id, connection_id=connection.id, user_id=user_id, agent_id=agent_id)
        )
    elif row is not None and agent_id:
        row.agent_id = agent_id
    elif row is not None:
        db_session().delete(row)
