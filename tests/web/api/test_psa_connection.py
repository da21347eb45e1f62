"""The connection to the PSA as admins see and change it, its lists, and who is who; nothing is called here."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.operations.psa_connections import delete_leftovers
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind
from models.psa_lookup import PsaLookup
from models.psa_person import PsaPerson
from models.psa_ticket import PsaTicket
from tests.support.desk import Desk, expect, refuse
from tests.support.psa import push_of
from tests.support.psa_settings import (
    ADDRESS,
    PRIVATE_KEY,
    PUBLIC_KEY,
    connection_of,
    connects,
    keeps_list,
    psa_body,
    psa_row,
    puts,
)

SECRET_TEXTS = (PRIVATE_KEY, PUBLIC_KEY)


def jobs(desk: Desk, name: str) -> list[dict[str, Any]]:
    return [row.args for row in desk.rows(select(OutboxRow).where(OutboxRow.name == name).order_by(OutboxRow.id))]


def audited(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """The newest lines first."""
    lines = expect(desk.owner.get("/account/audit-log"), 200)["items"]
    return [(line["action"], line["detail"]) for line in lines if line["action"].startswith("psa.")]


def test_an_admin_connects_and_the_credentials_are_never_told(desk: Desk) -> None:
    assert connection_of(desk.owner)["state"] == "none"
    made = connects(desk.owner)
    assert made == connection_of(desk.owner)
    assert made == {
        "state": "untested",
        "provider": "connectwise",
        "base_url": ADDRESS,
        "is_simulated": False,
        "credentials": {"company_id": "acme", "public_key": None, "private_key": None},
        "options": {},
        "missing_options": {"notes": [], "public_notes": []},
        "webhook": {
            "url": f"http://127.0.0.1:8000/api/v1/psa/webhooks/{psa_row(desk).webhook_id}",
            "has_secret": False,
        },
        "last_error": None,
        "failing_since": None,
        "tested_at": None,
        "synced_at": None,
        "pending_pushes": 0,
    }
    secret = expect(desk.owner.post("/psa/connection/webhook-secret"), 200)["secret"]
    again = expect(desk.owner.post("/psa/connection/webhook-secret"), 200)["secret"]
    assert len(secret) == len(again) == 32 and secret != again
    assert connection_of(desk.owner)["webhook"]["has_secret"] is True
    told = json.dumps([connection_of(desk.owner), expect(desk.owner.get("/account/audit-log"), 200)])
    with desk.unit() as unit:
        kept = unit.db_session.scalars(select(func.row_to_json(PsaConnection.__table__.table_valued()))).all()
        queued = [row.args for row in unit.db_session.scalars(select(OutboxRow))]
    stored = json.dumps([kept, queued], default=str)
    assert [text for text in (*SECRET_TEXTS, secret, again) if text in told or text in stored] == []
    assert PRIVATE_KEY not in repr(psa_row(desk))


def test_what_is_left_out_is_kept_but_never_for_another_address_company_or_provider(desk: Desk) -> None:
    connects(desk.owner)
    kept = psa_row(desk)
    changed = puts(desk.owner, provider="connectwise", base_url=f"{ADDRESS}/psa/", credentials={})
    assert expect(changed, 200)["base_url"] == f"{ADDRESS}/psa"
    newer = puts(desk.owner, provider="connectwise", base_url=ADDRESS, credentials={"private_key": "another-key"})
    assert expect(newer, 200)["credentials"] == {"company_id": "acme", "public_key": None, "private_key": None}
    assert psa_row(desk).id == kept.id and psa_row(desk).sealed_credentials != kept.sealed_credentials
    assert audited(desk)[:2] == [
        ("psa.changed", {"changed": ["credentials.private_key", "base_url"]}),
        ("psa.changed", {"changed": ["base_url"]}),
    ]
    elsewhere: list[dict[str, Any]] = [
        {"provider": "connectwise", "base_url": "https://evil.test"},
        {"provider": "connectwise", "base_url": f"{ADDRESS}:8443"},
        {"provider": "connectwise", "base_url": ADDRESS, "credentials": {"company_id": "other"}},
        {"provider": "halopsa", "base_url": ADDRESS},
        {"provider": "autotask"},
    ]
    for body in elsewhere:
        refused = refuse(puts(desk.owner, **body), 422, "credentials_needed")
        assert any(name.startswith("credentials.") for name in refused)
    assert psa_row(desk).id == kept.id
    moved = connects(desk.owner, company_id="other")
    assert moved["credentials"]["company_id"] == "other" and psa_row(desk).id != kept.id
    (former,) = desk.rows(select(PsaConnection).where(PsaConnection.id == kept.id))
    assert (former.sealed_credentials, former.credential_hints, former.is_connected) == (None, {}, False)
    assert [action for action, _ in audited(desk)[:2]] == ["psa.connected", "psa.disconnected"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"base_url": "http://psa.acme.test"}, "forbidden_address", None),
        ({"base_url": "https://10.0.0.7"}, "forbidden_address", None),
        ({"base_url": "https://user:pw@psa.acme.test"}, "forbidden_address", None),
        ({"base_url": "https://psa.acme.test/?to=evil"}, "forbidden_address", None),
        ({"base_url": ""}, "validation_failed", "base_url"),
        ({"provider": "jira"}, "validation_failed", "provider"),
        ({"credentials": {"company_id": "acme", "public_key": "p"}}, "credentials_needed", "credentials.private_key"),
        ({"credentials": {"secret": "x"}}, "validation_failed", "credentials.secret"),
        ({"credentials": {"company_id": "ac\r\nme"}}, "validation_failed", "credentials"),
        ({"options": {"colour": "1"}}, "validation_failed", "options.colour"),
        ({"options": {"board_id:1": "1"}}, "validation_failed", "options.board_id:1"),
        ({"provider": "autotask", "base_url": "https://autotask.net.evil.test"}, "forbidden_address", None),
    ],
)
def test_what_cannot_be_a_connection_is_refused(
    shared_desk: Desk, body: dict[str, Any], code: str, field: str | None
) -> None:
    refused = body
    if body.get("provider") == "autotask":
        refused = body | {"credentials": {"username": "a@b.c", "secret": "s", "integration_code": "i"}}
    answer = refuse(puts(shared_desk.owner, **psa_body() | refused), 422, code)
    assert field is None or field in answer
    assert connection_of(shared_desk.owner)["state"] == "none"


@pytest.mark.parametrize(
    ("provider", "given", "kept"),
    [
        ("connectwise", "https://eu.myconnectwise.net/v4_6_release/", "https://api-eu.myconnectwise.net"),
        ("connectwise", "https://api-na.myconnectwise.net", "https://api-na.myconnectwise.net"),
        ("connectwise", "https://CW.acme.test:443/", "https://cw.acme.test"),
        ("halopsa", "https://acme.halopsa.com/", "https://acme.halopsa.com"),
        ("autotask", "", "https://webservices.autotask.net"),
        ("autotask", "https://webservices5.autotask.net/atservicesrest/", "https://webservices5.autotask.net"),
    ],
)
def test_an_address_is_kept_in_one_form(desk: Desk, provider: str, given: str, kept: str) -> None:
    credentials = {
        "connectwise": psa_body()["credentials"],
        "halopsa": {"client_id": "c", "client_secret": "s"},
        "autotask": {"username": "api@acme.test", "secret": "s", "integration_code": "i"},
    }
    body = {"provider": provider, "base_url": given, "credentials": credentials[provider]}
    assert expect(puts(desk.owner, **body), 200)["base_url"] == kept


def test_an_option_has_to_be_in_a_list_that_was_read_from_the_tenant(desk: Desk) -> None:
    credentials = {"username": "api@acme.test", "secret": "s3cret-at", "integration_code": "code-at"}
    body = {"provider": "autotask", "credentials": credentials}
    refused = refuse(puts(desk.owner, **body, options={"publish_id": "1"}), 422, "validation_failed")
    assert "options.publish_id" in refused
    made = expect(puts(desk.owner, **body, options={"board_id": "29683"}), 200)
    assert made["missing_options"]["notes"] == ["note_type_id", "publish_id"]
    keeps_list(desk, LookupKind.PUBLISH_LEVELS, "All Autotask users", "Internal users only")
    keeps_list(desk, LookupKind.BOARDS, "Service desk")
    keeps_list(desk, LookupKind.STATUSES, "New", "Complete")
    for options in ({"publish_id": "3"}, {"publish_id": "1", "public_publish_id": "1"}, {"board_id": "2"}):
        refuse(puts(desk.owner, provider="autotask", options=options), 422, "validation_failed")
    picked = {"publish_id": "2", "public_publish_id": "1", "board_id": "29683", "resolved_status_id:1": "2"}
    now = expect(puts(desk.owner, provider="autotask", options=picked), 200)
    assert (now["options"], now["missing_options"]["notes"]) == (picked, ["note_type_id"])
    changed = ["options.public_publish_id", "options.publish_id", "options.resolved_status_id:1"]
    assert audited(desk)[0] == ("psa.changed", {"changed": changed})
    expect(puts(desk.owner, provider="autotask", options={"board_id": ""}), 200)
    assert connection_of(desk.owner)["options"] == {}


def test_a_disconnected_connection_loses_all_that_was_read_through_it(desk: Desk) -> None:
    connects(desk.owner)
    keeps_list(desk, LookupKind.BOARDS, "Help desk")
    people = [{"user_id": desk.senior.id, "agent_id": "151"}]
    expect(puts(desk.owner, "/psa/people", items=people), 200)
    connection = psa_row(desk)
    with desk.unit() as unit:
        now = clock.now()
        ids = {"account_id": desk.account_id, "connection_id": connection.id}
        about = {"number": "4711", "title": "Printer", "remote_updated_at": now, "synced_at": now}
        unit.db_session.add(PsaTicket(**ids, remote_id="4711", **about))
    with desk.unit():
        assert delete_leftovers(connection.id) is False
    ai_session = desk.junior.opens_session(psa_ticket_id="4711")
    about = {"documentation": {"sections": {"resolution": "Cleared the token."}}}
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", **about), 200)
    assert connection_of(desk.owner)["pending_pushes"] == 1
    expect(desk.owner.send("DELETE", "/psa/connection"), 204)
    expect(desk.owner.send("DELETE", "/psa/connection"), 204)
    assert connection_of(desk.owner)["state"] == "none"
    refuse(desk.junior.get("/psa/lookups/boards"), 409, "psa_not_connected")
    refuse(desk.owner.get("/psa/people"), 409, "psa_not_connected")
    refuse(desk.owner.post("/psa/connection/test"), 409, "psa_not_connected")
    assert jobs(desk, "psa_connection.clear") == [{"connection_id": str(connection.id)}]
    with desk.unit():
        assert delete_leftovers(connection.id) is False
    assert [desk.rows(select(table)) for table in (PsaTicket, PsaLookup, PsaPerson)] == [[], [], []]
    pushed = push_of(desk.junior, ai_session)
    assert (pushed["status"], pushed["error"]) == ("failed", "psa_disconnected")
    (row,) = desk.rows(select(PsaConnection))
    assert (row.sealed_credentials, row.sealed_webhook_secret, row.credential_hints) == (None, None, {})


def test_an_account_does_not_fill_the_queue_with_tests(desk: Desk) -> None:
    connects(desk.owner)
    answers = [desk.owner.post("/psa/connection/test") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [202] * 10 + [429]
    assert len(jobs(desk, "psa_connection.test")) == 10
    refuse(answers[-1], 429, "too_many_requests")
