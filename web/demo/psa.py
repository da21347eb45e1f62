"""Connects the demo's account to the simulated ticket system that `make run` has started."""

from __future__ import annotations

from sqlalchemy import select

from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.operations import psa_connections, psa_people
from models.operations.notification_channels import Sealing
from models.operations.psa_connections import Wanted
from models.psa_connection import PsaConnection
from models.psa_kinds import Option, Provider
from models.queries import account_lookups
from models.queries.psa_connections import current_connection, needed_connection
from models.user import User
from web.demo import people

# Those of the simulator: public, as the passwords of the demo are.
CREDENTIALS = {
    "company_id": "acme",
    "public_key": "public-key-of-the-member",
    "private_key": "private-key-of-the-member",
    "client_id": "0f3a1c9e-6d7b-4a55-9a3e-2f6f2f1f9b11",
}
OPTIONS = {
    f"{Option.ESCALATED_STATUS}:1": "17",
    f"{Option.RESOLVED_STATUS}:1": "19",
    f"{Option.ESCALATED_STATUS}:2": "31",
    f"{Option.RESOLVED_STATUS}:2": "32",
    Option.WORK_TYPE: "1",
    Option.ROLE: "1",
}
AGENTS = {people.JUNIOR: "152", people.SENIOR: "153"}
"""Morgan has no member there, so that the settings show what that means."""

_HERE = "http://127.0.0.1:"


def connect(url: str, *, sealing: Sealing) -> None:
    """Connect it to the simulator at `url`, unless an admin has disconnected it or connected another system.

    Where the simulator got another port, the account is connected anew.
    """
    found = account_lookups.user_by_address(people.OWNER)
    if found is None:
        return
    current().enter_account(found.account_id)
    morgan = db_session().get_one(User, found.user_id)
    if not _is_to_connect(url):
        return
    options = {str(name): number for name, number in OPTIONS.items()}
    wanted = Wanted(provider=Provider.CONNECTWISE, base_url=url, credentials=CREDENTIALS, options=options)
    psa_connections.put_connection(wanted, by=morgan, sealing=sealing)
    _map_people(morgan)
    psa_connections.request_test(by=morgan)


def _is_to_connect(url: str) -> bool:
    connection = current_connection()
    if connection is None:
        mine = select(PsaConnection.id).where(PsaConnection.account_id == current().account_id)
        return db_session().scalar(mine.limit(1)) is None
    return connection.base_url.startswith(_HERE) and connection.base_url != url


def _map_people(morgan: User) -> None:
    everybody = db_session().scalars(select(User).where(User.account_id == morgan.account_id))
    agents = {user.id: AGENTS[user.email] for user in everybody if user.email in AGENTS}
    psa_people.put_people(locked(PsaConnection, needed_connection().id), agents, by=morgan)
