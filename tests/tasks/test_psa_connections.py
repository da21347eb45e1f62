"""Tests of connections and the lists of a PSA, by real workers against the simulators of all three."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from models.core.outgoing.outbox import OutboxRow
from models.operations.psa_secrets import PsaSecrets
from models.psa_connection import PsaConnection
from models.psa_kinds import Option, Provider
from models.psa_options import missing_options
from models.registry import TABLES
from tasks.integrations.psa import Connection
from tests.outside.psa import Fault, Kind
from tests.support.desk import Desk, Person, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.psa_settings import connection_of, puts
from tests.support.workers import Workers
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.benches import BENCHES


@pytest.fixture(scope="module", params=BENCHES, ids=lambda bench: bench.__name__.removesuffix("Bench"))
def started(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench: Bench = request.param()
    with bench.simulator:
        yield bench


@pytest.fixture
def bench(started: Bench) -> Bench:
    started.simulator.reset()
    return started


def connects_to(person: Person, connection: Connection, **more: Any) -> dict[str, Any]:
    body = {"provider": connection.provider, "base_url": connection.base_url, "credentials": connection.credentials}
    return expect(puts(person, **body | more), 200)


def result_of_test(person: Person, heard: EventListener) -> dict[str, Any]:
    assert expect(person.post("/psa/connection/test"), 202) == {"status": "queued"}
    event = heard.wait_for("psa_connection_tested")
    assert event["topics"] == [f"user:{person.id}"]
    return {name: event["data"][name] for name in ("result", "message")}


def test_a_connection_that_works_is_read(desk: Desk, bench: Bench, heard: EventListener, workers: Workers) -> None:
    made = connects_to(desk.owner, bench.connection)
    assert (made["state"], made["tested_at"]) == ("untested", None)
    bench.add_ticket("Printer offline")
    tested = result_of_test(desk.owner, heard)
    assert tested["result"] == "ok", tested
    now = connection_of(desk.owner)
    assert (now["state"], now["last_error"], now["tested_at"] is not None) == ("ok", None, True)
    for kind in ("boards", "priorities", "companies", "agents"):
        assert eventually(lambda kind=kind: looks_up(desk.owner, kind)["status"] == "ready")
        assert looks_up(desk.owner, kind)["items"]
    assert eventually(lambda: connection_of(desk.owner)["synced_at"] is not None)
    assert expect(desk.junior.get("/psa/tickets", q="printer"), 200)["items"]


def looks_up(person: Person, kind: str, **query: Any) -> dict[str, Any]:
    return expect(person.get(f"/psa/lookups/{kind}", **query), 200)


def test_who_asks_for_a_list_is_told_when_it_was_read(
    desk: Desk, bench: Bench, heard: EventListener, workers: Workers
) -> None:
    connects_to(desk.owner, bench.connection)
    parent = {"parent_id": bench.company_id}
    assert looks_up(desk.junior, "contacts", **parent)["status"] == "pending"
    event = heard.wait_for("psa_lookups_changed", kind="contacts")
    assert event["topics"] == [f"user:{desk.junior.id}"]
    assert (event["data"]["parent_id"], event["data"]["status"]) == (bench.company_id, "ready")
    contacts = looks_up(desk.junior, "contacts", **parent)["items"]
    assert bench.contact_id in [contact["id"] for contact in contacts]
    bench.simulator.fail(Fault(Kind.BAD_GATEWAY))
    looks_up(desk.junior, "priorities")
    assert heard.wait_for("psa_lookups_changed", kind="priorities")["data"]["status"] == "failed"
    assert looks_up(desk.junior, "priorities")["error"]["code"] == "psa_unavailable"
    assert result_of_test(desk.owner, heard)["result"] == "ok"
    assert heard.wait_for("psa_lookups_changed", kind="priorities")["data"]["status"] == "ready"


def test_a_test_says_what_is_wrong_and_tells_no_secret(
    desk: Desk, bench: Bench, heard: EventListener, workers: Workers, capsys: pytest.CaptureFixture[str]
) -> None:
    right = bench.connection
    connects_to(desk.owner, bench.wrong_company())
    assert result_of_test(desk.owner, heard)["result"] in ("wrong_company", "wrong_credentials")
    connects_to(desk.owner, bench.wrong_credentials())
    assert result_of_test(desk.owner, heard)["result"] == "wrong_credentials"
    assert connection_of(desk.owner)["last_error"]["code"] == "wrong_credentials"
    bench.deny()
    connects_to(desk.owner, right)
    assert result_of_test(desk.owner, heard)["result"] == "missing_permission"
    bench.simulator.reset()
    bench.simulator.fail(Fault(Kind.BAD_GATEWAY), times=20)
    assert result_of_test(desk.owner, heard)["result"] == "unreachable"
    bench.simulator.heal()
    bench.simulator.fail(Fault(Kind.CLOSE_BEFORE_REPLY), times=20)
    assert result_of_test(desk.owner, heard)["result"] == "unreachable"
    bench.simulator.heal()
    connects_to(desk.owner, right, base_url="http://127.0.0.1:1")
    assert result_of_test(desk.owner, heard)["result"] == "unreachable"
    assert connection_of(desk.owner)["state"] == "failing"
    connects_to(desk.owner, right)
    assert result_of_test(desk.owner, heard)["result"] == "ok"
    expect(desk.owner.send("DELETE", "/psa/connection"), 204)
    secrets = {*secrets_of(right), *secrets_of(bench.wrong_credentials()), *secrets_of(bench.wrong_company())}
    told = [connection_of(desk.owner), expect(desk.owner.get("/account/audit-log"), 200), heard.drain()]
    seen = json.dumps([told, everything(desk)], default=str) + "".join(capsys.readouterr())
    assert [secret for secret in secrets if secret in seen] == []


def secrets_of(connection: Connection) -> set[str]:
    public = {"company_id", "tenant", "username"}
    return {value for name, value in connection.credentials.items() if name not in public and len(value) > 3}


def everything(desk: Desk) -> list[Any]:
    """All that the account's part of the database holds."""
    with desk.unit() as unit:
        return [
            unit.db_session.scalars(select(func.row_to_json(table.__table__.table_valued()))).all()
            for table in (*TABLES, OutboxRow)
            if "account_id" in table.__table__.columns
        ]


def test_a_result_of_former_credentials_is_told_and_not_kept(
    desk: Desk, bench: Bench, heard: EventListener, workers: Workers
) -> None:
    connects_to(desk.owner, bench.wrong_credentials())
    with bench.simulator.hold():
        expect(desk.owner.post("/psa/connection/test"), 202)
        bench.simulator.wait_for_in_flight(1)
        connects_to(desk.owner, bench.connection)
    assert heard.wait_for("psa_connection_tested")["data"]["result"] == "wrong_credentials"
    assert connection_of(desk.owner)["state"] == "untested"


def test_disconnecting_removes_the_copy(desk: Desk, bench: Bench, heard: EventListener, workers: Workers) -> None:
    connects_to(desk.owner, bench.connection)
    bench.add_tickets(3)
    result_of_test(desk.owner, heard)
    assert eventually(lambda: len(expect(desk.owner.get("/psa/tickets"), 200)["items"]) >= 3)
    expect(desk.owner.send("DELETE", "/psa/connection"), 204)
    left = ("psa_tickets", "psa_lookups", "psa_people")
    tables = [table for table in TABLES if table.__tablename__ in left]
    assert eventually(lambda: all(desk.rows(select(table)) == [] for table in tables))


def test_the_settings_name_the_options_without_which_the_adapter_refuses(bench: Bench, workers: Workers) -> None:
    connection = bench.connection
    all_picked = dict.fromkeys(map(str, Option), "1") | dict(connection.options)
    for options in ({}, dict(connection.options), all_picked):
        row = PsaConnection(id=uuid4(), account_id=uuid4(), provider=connection.provider, base_url=connection.base_url)
        row.options = options
        psa = workers.context.psa(row, PsaSecrets(dict(connection.credentials), None))
        needed = {"notes": psa.missing_options(public=False), "public_notes": psa.missing_options(public=True)}
        told = missing_options(Provider(connection.provider), options)
        assert {name: set(options) for name, options in told.items()} == {
            name: set(one) for name, one in needed.items()
        }
