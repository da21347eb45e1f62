"""Connections to a PSA, for tests that need one and for those that look at it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.operations import psa_lookups
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind
from models.psa_lookup import PsaLookup
from tests.support.desk import Desk, Person, expect

ADDRESS = "https://psa.acme.test"
PRIVATE_KEY = "private-key-Xq81"
PUBLIC_KEY = "public-key-Zr55"


def psa_body(*, base_url: str = ADDRESS, company_id: str = "acme", **more: Any) -> dict[str, Any]:
    keys = {"public_key": PUBLIC_KEY, "private_key": PRIVATE_KEY}
    return {
        "provider": "connectwise",
        "base_url": base_url,
        "credentials": {"company_id": company_id, **keys},
        **more,
    }


def connects(person: Person, **about: Any) -> dict[str, Any]:
    """The account's ConnectWise, at a host that nobody finds unless another `base_url` is given."""
    return expect(puts(person, **psa_body(**about)), 200)


def puts(person: Person, path: str = "/psa/connection", **body: Any) -> Any:
    return person.send("PUT", path, json=body)


def connection_of(person: Person) -> dict[str, Any]:
    return expect(person.get("/psa/connection"), 200)


def psa_row(desk: Desk) -> PsaConnection:
    """The account's connection that is not disconnected."""
    (row,) = desk.rows(select(PsaConnection).where(PsaConnection.disconnected_at.is_(None)))
    return row


def keeps_list(desk: Desk, kind: LookupKind, *names: str, parent_id: str | None = None, **more: Any) -> list[str]:
    """A list as if it had just been read: items with the ids 1, 2, …, which are returned."""
    with desk.unit() as unit:
        connection = unit.db_session.get_one(PsaConnection, psa_row(desk).id)
        lookup = psa_lookups.look_up(connection, kind, parent_id=parent_id)
        items = [_item(number, name, parent_id) | more for number, name in enumerate(names, start=1)]
        psa_lookups.note_read(lookup.id, items)
    return [item["id"] for item in items]


def lookup_row(desk: Desk, kind: LookupKind) -> PsaLookup:
    (row,) = desk.rows(select(PsaLookup).where(PsaLookup.kind == kind))
    return row


def _item(number: int, name: str, parent_id: str | None) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": name,
        "parent_id": parent_id,
        "is_closed": False,
        "forbids_time": False,
        "email": None,
    }
