"""Which members of the PSA the account's people are, and who might be who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind
from models.psa_person import PsaPerson
from models.queries.psa_lookups import lookup_of
from models.user import User


@dataclass(frozen=True)
class Person:
    """An active user who can work on sessions, and the PSA's member who they are."""

    user_id: UUID
    name: str
    email: str
    agent_id: str | None
    suggested_agent_id: str | None
    """Has the same mail address, or the same name and nobody else has it; None where an agent is set."""


def people_of(connection: PsaConnection) -> list[Person]:
    """By name."""
    users = select(User).where(
        User.account_id == connection.account_id, User.deleted_at.is_(None), User.is_active.is_(True)
    )
    set_up = agents_of(connection)
    lookup = lookup_of(connection, LookupKind.AGENTS, None)
    taken = set(set_up.values())
    free = [agent for agent in (lookup.items if lookup else []) if agent["id"] not in taken]
    able = sorted((user for user in db_session().scalars(users) if user.can_work), key=lambda user: user.name)
    return list(_people(able, set_up, free))


def agents_of(connection: PsaConnection) -> dict[UUID, str]:
    """The ids of members of the PSA, by user."""
    rows = select(PsaPerson).where(
        PsaPerson.account_id == connection.account_id, PsaPerson.connection_id == connection.id
    )
    return {row.user_id: row.agent_id for row in db_session().scalars(rows)}


def agent_of(connection: PsaConnection, user_id: UUID) -> str | None:
    """The id of the PSA's member who this user is; None if nobody has said."""
    return db_session().scalar(
        select(PsaPerson.agent_id).where(
            PsaPerson.account_id == connection.account_id,
            PsaPerson.connection_id == connection.id,
            PsaPerson.user_id == user_id,
        )
    )


def _people(users: list[User], set_up: dict[UUID, str], free: list[JsonObject]) -> Iterator[Person]:
    for user in users:
        agent_id = set_up.get(user.id)
        suggested = None if agent_id else _match(user, free)
        yield Person(user.id, user.name, user.email, agent_id, suggested)


def _match(user: User, agents: list[JsonObject]) -> str | None:
    by_mail = [agent["id"] for agent in agents if (agent.get("email") or "").casefold() == user.email.casefold()]
    by_name = [agent["id"] for agent in agents if agent["name"].casefold() == user.name.casefold()]
    for found in (by_mail, by_name):
        if len(found) == 1:
            return str(found[0])
    return None
