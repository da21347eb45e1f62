"""The lists that were read from the PSA, and who is who there; nothing is called here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.operations.psa_lookups import note_failed
from models.psa_kinds import LookupKind
from models.psa_lookup import MOST_LISTS, PsaLookup
from models.psa_person import PsaPerson
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.psa_settings import (
    connects,
    keeps_list,
    lookup_row,
    psa_row,
    puts,
)


def jobs(desk: Desk, name: str) -> list[dict[str, Any]]:
    return [row.args for row in desk.rows(select(OutboxRow).where(OutboxRow.name == name).order_by(OutboxRow.id))]


def audited(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """The newest lines first."""
    lines = expect(desk.owner.get("/account/audit-log"), 200)["items"]
    return [(line["action"], line["detail"]) for line in lines if line["action"].startswith("psa.")]


def looks_up(person: Person, kind: str = "boards", **query: Any) -> dict[str, Any]:
    return expect(person.get(f"/psa/lookups/{kind}", **query), 200)


def test_a_list_is_read_once_kept_and_read_again_when_it_is_old(desk: Desk) -> None:
    connects(desk.owner)
    pending = looks_up(desk.junior)
    assert pending == {"items": [], "has_more": False, "status": "pending", "fetched_at": None, "error": None}
    looks_up(desk.senior)
    (job,) = jobs(desk, "psa_lookup.fetch")
    assert set(lookup_row(desk, LookupKind.BOARDS).waiting) == {desk.junior.id, desk.senior.id}
    keeps_list(desk, LookupKind.BOARDS, "Service", "alerts\x00", "Help desk ÄÖ")
    read = looks_up(desk.junior)
    assert [item["name"] for item in read["items"]] == ["alerts", "Help desk ÄÖ", "Service"]
    assert read["items"][0] == {
        "id": "2",
        "name": "alerts",
        "parent_id": None,
        "is_closed": False,
        "forbids_time": False,
    }
    assert (read["status"], lookup_row(desk, LookupKind.BOARDS).waiting) == ("ready", [])
    narrowed = looks_up(desk.junior, q="äö help", limit=1)
    assert ([item["id"] for item in narrowed["items"]], narrowed["has_more"]) == (["3"], False)
    assert looks_up(desk.junior, limit=2)["has_more"] is True
    with desk.unit() as unit:
        unit.db_session.execute(update(PsaLookup).values(fetched_at=clock.now() - timedelta(minutes=11)))
    assert looks_up(desk.junior)["items"] == read["items"]
    assert jobs(desk, "psa_lookup.fetch") == [job, job]
    with desk.unit():
        note_failed(lookup_row(desk, LookupKind.BOARDS).id, code="psa_unavailable", message="It has a fault.")
    failed = looks_up(desk.junior)
    assert (failed["status"], failed["items"]) == ("failed", read["items"])
    assert failed["error"] == {"code": "psa_unavailable", "message": "It has a fault."}
    assert len(jobs(desk, "psa_lookup.fetch")) == 2


def test_lists_of_the_settings_are_for_admins_and_an_unknown_list_is_not_found(desk: Desk) -> None:
    connects(desk.owner)
    for kind in ("agents", "note_types", "publish_levels", "work_types", "roles"):
        refuse(desk.junior.get(f"/psa/lookups/{kind}"), 403, "forbidden")
        assert looks_up(desk.owner, kind)["status"] == "pending"
    assert looks_up(desk.junior, "contacts", parent_id="250")["status"] == "pending"
    assert lookup_row(desk, LookupKind.CONTACTS).parent_id == "250"
    refuse(desk.owner.get("/psa/lookups/passwords"), 404, "not_found")


def test_a_connection_keeps_so_many_lists(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_LISTS >= 1_000
    monkeypatch.setattr("models.operations.psa_lookups.MOST_LISTS", 10)
    connects(desk.owner)
    for number in range(10):
        looks_up(desk.junior, "contacts", parent_id=str(number))
    refuse(desk.junior.get("/psa/lookups/contacts", parent_id="11"), 429, "too_many_requests")
    with desk.unit() as unit:
        unit.db_session.execute(update(PsaLookup).values(requested_at=None, ended_at=clock.now()))
    looks_up(desk.junior, "contacts", parent_id="11")
    assert len(desk.rows(select(PsaLookup))) == 10


def test_people_are_found_by_mail_or_name_and_kept_for_the_connection(desk: Desk) -> None:
    connects(desk.owner)
    keeps_list(desk, LookupKind.AGENTS, "Olga", "Priya", "Priya", "Sam")
    with desk.unit() as unit:
        lookup = unit.db_session.scalars(select(PsaLookup)).one()
        lookup.items = [
            item | {"email": desk.senior.email.upper()} if item["id"] == "3" else item for item in lookup.items
        ]
    people = {person["name"]: person for person in expect(desk.owner.get("/psa/people"), 200)["items"]}
    suggested = {name: person["suggested_agent_id"] for name, person in people.items()}
    assert suggested == {"Olga": "1", "Priya": "3", "Sam": "4"}
    assert [person["agent_id"] for person in people.values()] == [None] * 3
    items = [{"user_id": desk.senior.id, "agent_id": "3"}, {"user_id": desk.junior.id, "agent_id": None}]
    answer = expect(puts(desk.owner, "/psa/people", items=items), 200)["items"]
    assert {person["name"]: person["agent_id"] for person in answer} == {"Olga": None, "Priya": "3", "Sam": None}
    assert audited(desk)[0] == ("psa.people_changed", {"changed": [desk.senior.id]})
    for user_id, agent_id in ((desk.junior.id, "99"), (str(psa_row(desk).id), "1")):
        wrong = [{"user_id": user_id, "agent_id": agent_id}]
        refuse(puts(desk.owner, "/psa/people", items=wrong), 422, "validation_failed")
    expect(puts(desk.owner, "/psa/people", items=[]), 200)
    assert desk.rows(select(PsaPerson)) == []
