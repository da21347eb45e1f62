"""Tickets that FlowPilot creates: once, whatever is lost, and linked to what asked for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from models.psa_kinds import Provider
from settings import Settings
from tests.outside.psa import Fault, Kind
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.psa import connects_to, hastens
from tests.support.workers import Workers
from tests.tasks.integrations.psa.bench import Bench, Written
from tests.tasks.integrations.psa.benches import BENCHES
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench


@pytest.fixture(scope="module")
def worker_settings(settings: Settings) -> Settings:
    """Tenants that take many calls."""
    return replace(settings, psa_paces=tuple((str(provider), (100_000, 60)) for provider in Provider))


@pytest.fixture(scope="module")
def running() -> Iterator[ConnectWiseBench]:
    with (bench := ConnectWiseBench()).simulator:
        yield bench


@pytest.fixture
def bench(running: ConnectWiseBench, desk: Desk) -> Bench:
    running.simulator.reset()
    connects_to(desk, running)
    return running


def body(bench: Bench, **more: Any) -> dict[str, Any]:
    about = {"title": "Backup of FS01 fails", "description": "Since Monday.", "client_id": bench.company_id}
    return about | {"board_id": bench.board_id} | more


def number_told(heard: EventListener, asked: dict[str, str]) -> str:
    event = heard.wait_for("psa_ticket_created", request_id=asked["request_id"])
    assert event["data"]["code"] is None, event
    return str(event["data"]["number"])


def test_a_ticket_is_created_for_a_session_and_linked(
    desk: Desk, bench: Bench, workers: Workers, heard: EventListener
) -> None:
    ai_session = desk.junior.opens_session()
    words = {"session_id": ai_session["id"], "description": "Since Monday. password: Winter-2026"}
    asked = expect(desk.junior.post("/psa/tickets", **body(bench, **words)), 202)
    number = number_told(heard, asked)
    assert not any("Winter-2026" in note.text for note in bench.notes(number))
    assert list(bench.titles()) == ["Backup of FS01 fails"]
    assert eventually(lambda: desk.junior.reads(ai_session)["psa_ticket_id"] == number)
    assert desk.junior.reads(ai_session)["client_name"]
    assert expect(desk.junior.get(f"/psa/tickets/{number}"), 200)["title"] == "Backup of FS01 fails"
    # Another session can be linked to it, but not to what is not there.
    path = f"/ai-sessions/{desk.junior.opens_session()['id']}/ticket"
    assert expect(desk.junior.post(path, psa_ticket_id=f"#{number}"), 200)["psa_ticket_id"] == number
    refuse(desk.junior.post(path, psa_ticket_id="999999"), 404, "ticket_not_found")


def test_a_second_problem_gets_its_ticket_and_both_name_each_other(
    desk: Desk, bench: Bench, workers: Workers, heard: EventListener
) -> None:
    first = bench.add_ticket("No mail")
    ai_session = desk.junior.opens_session("No mail. password: Winter-2026", psa_ticket_id=first)
    (step, *_) = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    path = f"/ai-sessions/{ai_session['id']}/spin-off-ticket"
    refuse(desk.junior.post(path, **body(bench, step_ids=[desk.junior.id])), 404, "not_found")
    asked = expect(desk.junior.post(path, **body(bench, step_ids=[step["id"]])), 202)
    second = number_told(heard, asked)

    def added(ticket: str) -> list[Written]:
        """Without the description, which ConnectWise has among the notes."""
        return [note for note in bench.notes(ticket) if note.text.startswith("Added from FlowPilot by Sam.")]

    assert eventually(lambda: added(first) and added(second))
    (here,), (there,) = added(first), added(second)
    assert f"#{second}" in here.text and f"#{first}" in there.text and "No mail." in there.text
    assert not (here.is_public or there.is_public) and "Winter-2026" not in there.text
    assert f"/pilot/{ai_session['id']}" in there.text
    assert desk.junior.reads(ai_session)["psa_ticket_id"] == first


@pytest.mark.parametrize("kind", BENCHES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("fault", [Kind.APPLY_THEN_CLOSE, Kind.CLOSE_BEFORE_REPLY])
def test_a_lost_answer_makes_no_second_ticket(
    desk: Desk, workers: Workers, heard: EventListener, kind: type[Bench], fault: Kind
) -> None:
    with (bench := kind()).simulator:
        connects_to(desk, bench)
        before = len(bench.titles())
        bench.simulator.fail(Fault(fault), route=bench.create_route)
        asked = expect(desk.junior.post("/psa/tickets", **body(bench)), 202)
        bench.simulator.wait_for(1, route=bench.create_route)

        def is_told() -> bool:
            hastens(desk)
            return "psa_ticket_created" in [event["type"] for event in heard.drain()]

        assert eventually(is_told)
        (event,) = [event for event in heard.all if event["type"] == "psa_ticket_created"]
        assert event["data"]["request_id"] == asked["request_id"] and event["data"]["number"]
        assert len(bench.titles()) == before + 1


def test_what_the_psa_refuses_is_told(desk: Desk, bench: Bench, workers: Workers, heard: EventListener) -> None:
    asked = expect(desk.junior.post("/psa/tickets", **body(bench, client_id="87654321")), 202)
    event = heard.wait_for("psa_ticket_created", request_id=asked["request_id"])
    assert (event["data"]["number"], event["data"]["code"]) == (None, "psa_refused") and event["data"]["message"]


def test_without_a_psa_nothing_is_created(desk: Desk) -> None:
    about = {"title": "x", "client_id": "1"}
    refuse(desk.junior.post("/psa/tickets", **about), 409, "psa_not_connected")
    ai_session = desk.junior.opens_session()
    for path, more in (("spin-off-ticket", about), ("ticket", {"psa_ticket_id": "1"})):
        refuse(desk.junior.post(f"/ai-sessions/{ai_session['id']}/{path}", **more), 409, "psa_not_connected")
