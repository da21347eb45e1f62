"""What we know: an engineer adds to it, changes, dismisses and restores; the copilot repeats nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.ai_session import AiSession
from models.fact import Fact
from models.operations.facts import FoundFact, save_facts
from models.queries.steps import all_steps
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener


def path(ai_session: dict[str, Any], fact: dict[str, Any] | None = None) -> str:
    return f"/ai-sessions/{ai_session['id']}/facts" + (f"/{fact['id']}" if fact else "")


def adds(person: Person, ai_session: dict[str, Any], kind: str, value: str, **more: Any) -> dict[str, Any]:
    return expect(person.post(path(ai_session), kind=kind, value=value, **more), 201)


def edits(person: Person, ai_session: dict[str, Any], fact: dict[str, Any], **what: Any) -> TestResponse:
    return person.patch(path(ai_session, fact), **what)


def dismisses(person: Person, ai_session: dict[str, Any], fact: dict[str, Any]) -> TestResponse:
    return person.send("DELETE", path(ai_session, fact))


def restores(person: Person, ai_session: dict[str, Any], fact: dict[str, Any]) -> TestResponse:
    return person.post(path(ai_session, fact) + "/restore")


def known(person: Person, ai_session: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    return expect(person.get(path(ai_session), **query), 200)["items"]


def said(person: Person, ai_session: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fact["kind"], fact["value"]) for fact in known(person, ai_session)]


def copilot_notes(desk: Desk, ai_session: dict[str, Any], *facts: tuple[str, str]) -> None:
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        save_facts(row, [FoundFact(*fact) for fact in facts], step=all_steps(row)[0])


def test_a_fact_has_the_fields_of_the_contract(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    (step,) = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    fact = adds(desk.junior, ai_session, "device", "  PC-042 ", step_id=step["id"])
    assert fact == {
        "id": fact["id"],
        "kind": "device",
        "value": "PC-042",
        "source": "engineer",
        "step_id": step["id"],
        "pinned": False,
        "created_by": {"id": desk.junior.id, "name": "Sam"},
        "edited_by": None,
        "dismissed_at": None,
        "conflicts_with": [],
        "created_at": fact["created_at"],
    }
    assert known(desk.junior, ai_session) == [fact]


def test_each_change_is_one_version_and_is_told(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    version = ai_session["state_version"]
    fact = adds(desk.junior, ai_session, "user", "Jane")
    assert desk.junior.reads(ai_session)["state_version"] == version + 1
    expect(edits(desk.junior, ai_session, fact, value="Jane Roe"), 200)
    expect(dismisses(desk.junior, ai_session, fact), 200)
    expect(restores(desk.junior, ai_session, fact), 200)
    assert desk.junior.reads(ai_session)["state_version"] == version + 4
    heard.wait_for("fact_changed", fact_id=fact["id"])


def test_what_changes_nothing_is_no_version(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    version = desk.junior.reads(ai_session)["state_version"]
    same = expect(edits(desk.junior, ai_session, fact, kind="User", value=" Jane "), 200)
    assert (same["value"], same["edited_by"]) == ("Jane", None)
    expect(restores(desk.junior, ai_session, fact), 200)
    expect(dismisses(desk.junior, ai_session, fact), 200)
    gone = expect(dismisses(desk.junior, ai_session, fact), 200)
    assert gone["dismissed_at"] is not None
    assert desk.junior.reads(ai_session)["state_version"] == version + 1


def test_an_edit_says_by_whom_and_a_pin_is_none(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    copilot_notes(desk, ai_session, ("device", "PC-042"))
    (fact,) = known(desk.junior, ai_session)
    assert (fact["source"], fact["created_by"]) == ("copilot", None)
    pinned = expect(edits(desk.junior, ai_session, fact, pinned=True), 200)
    assert (pinned["pinned"], pinned["edited_by"]) == (True, None)
    edited = expect(edits(desk.junior, ai_session, fact, value="PC-043"), 200)
    assert (edited["value"], edited["edited_by"]["name"], edited["source"]) == ("PC-043", "Sam", "copilot")


def test_pinned_facts_come_first_also_in_the_handoff(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    facts = [adds(desk.junior, ai_session, "device", value) for value in ("PC-1", "PC-2", "PC-3")]
    expect(edits(desk.junior, ai_session, facts[2], pinned=True), 200)
    order = ["PC-3", "PC-1", "PC-2"]
    assert [fact["value"] for fact in known(desk.junior, ai_session)] == order
    handoff = desk.junior.escalates(ai_session)
    assert [fact["value"] for fact in handoff["snapshot"]["facts"]] == order


def test_a_dismissed_fact_is_off_the_list_until_it_is_restored(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    expect(dismisses(desk.junior, ai_session, fact), 200)
    assert known(desk.junior, ai_session) == []
    assert [one["id"] for one in known(desk.junior, ai_session, dismissed="true")] == [fact["id"]]
    assert expect(restores(desk.junior, ai_session, fact), 200) == fact
    assert known(desk.junior, ai_session) == [fact]


@pytest.mark.parametrize(
    "again",
    [
        ("device", "Büro  PC-042"),
        ("Device", "büro pc-042"),
        ("device", " Büro\r\nPC-042\r\n"),
        ("PC", "Bu\u0308ro PC-042"),
    ],
)
def test_the_copilot_repeats_nothing(desk: Desk, again: tuple[str, str]) -> None:
    ai_session = desk.junior.opens_session()
    copilot_notes(desk, ai_session, ("device", "Büro PC-042"))
    copilot_notes(desk, ai_session, again, again)
    assert said(desk.junior, ai_session) == [("device", "Büro PC-042")]


def test_the_copilot_does_not_bring_back_what_was_changed_or_dismissed(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    copilot_notes(desk, ai_session, ("device", "PC-042"), ("user", "Jane"))
    device, user = known(desk.junior, ai_session)
    expect(edits(desk.junior, ai_session, device, value="PC-043"), 200)
    expect(edits(desk.junior, ai_session, device, value="PC-044"), 200)
    expect(dismisses(desk.junior, ai_session, user), 200)
    copilot_notes(desk, ai_session, ("device", "pc-042"), ("device", "PC-043"), ("user", "JANE"), ("user", "Joe"))
    assert said(desk.junior, ai_session) == [("device", "PC-044"), ("user", "Joe")]


def test_what_contradicts_is_named_on_both_sides_until_it_is_settled(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    one = adds(desk.junior, ai_session, "device", "PC-042")
    other = adds(desk.junior, ai_session, "device", "PC-043")
    assert other["conflicts_with"] == [one["id"]]
    assert [fact["conflicts_with"] for fact in known(desk.junior, ai_session)] == [[other["id"]], [one["id"]]]
    assert expect(dismisses(desk.junior, ai_session, one), 200)["conflicts_with"] == []
    assert known(desk.junior, ai_session)[0]["conflicts_with"] == []


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("error code", "0x80070005", "550 5.7.708"),
        ("host", "ACC-03", "HP-LJ-2"),
        ("path", r"C:\Windows\x.dll", r"C:\agent\sync.py"),
    ],
)
def test_two_of_a_kind_that_a_problem_has_several_of_do_not_contradict_each_other(
    desk: Desk, kind: str, one: str, other: str
) -> None:
    ai_session = desk.junior.opens_session()
    adds(desk.junior, ai_session, kind, one)
    assert adds(desk.junior, ai_session, kind, other)["conflicts_with"] == []


def test_an_engineer_adds_nothing_twice(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    again = desk.junior.post(path(ai_session), kind="user", value="JANE")
    assert refuse(again, 409, "fact_known") == {"fact_id": fact["id"]}
    other = adds(desk.junior, ai_session, "user", "Joe")
    refuse(edits(desk.junior, ai_session, other, value="jane"), 409, "fact_known")


def test_adding_what_was_dismissed_restores_it(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    expect(dismisses(desk.junior, ai_session, fact), 200)
    refuse(edits(desk.junior, ai_session, fact, value="Joe"), 409, "fact_dismissed")
    assert adds(desk.junior, ai_session, "user", "jane") == fact


def test_one_that_another_says_by_now_is_not_restored(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact, other = adds(desk.junior, ai_session, "user", "Jane"), adds(desk.junior, ai_session, "user", "Joe")
    expect(dismisses(desk.junior, ai_session, fact), 200)
    expect(edits(desk.junior, ai_session, other, value="jane"), 200)
    assert refuse(restores(desk.junior, ai_session, fact), 409, "fact_known") == {"fact_id": other["id"]}
    assert said(desk.junior, ai_session) == [("user", "jane")]


def test_a_kind_may_be_any_short_word(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    assert adds(desk.junior, ai_session, "Print  server", "PRN01")["kind"] == "print_server"
    assert expect(desk.junior.post(path(ai_session), value="It is urgent"), 201)["kind"] == "other"


@pytest.mark.parametrize(
    "wrong",
    [{"value": ""}, {"value": " \n"}, {"value": "x" * 501}, {"value": None}, {"kind": " "}, {"kind": "x" * 41}],
)
def test_what_a_fact_may_be(desk: Desk, wrong: dict[str, Any]) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    refuse(desk.junior.post(path(ai_session), **{"kind": "user", "value": "Joe"} | wrong), 422, "validation_failed")
    refuse(edits(desk.junior, ai_session, fact, **wrong), 422, "validation_failed")
    assert len(adds(desk.junior, ai_session, "user", "x" * 500)["value"]) == 500


def test_a_closed_session_takes_no_change(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    for response in (
        desk.junior.post(path(ai_session), value="Late"),
        edits(desk.junior, ai_session, fact, value="Late"),
        dismisses(desk.junior, ai_session, fact),
    ):
        refuse(response, 409, "session_closed")
    assert known(desk.junior, ai_session) == [fact]


def test_a_dismissed_fact_is_restored_at_any_time(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    expect(dismisses(desk.junior, ai_session, fact), 200)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    assert expect(restores(desk.junior, ai_session, fact), 200)["dismissed_at"] is None


def test_owner_and_handler_write_and_nobody_else(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    refuse(desk.owner.post(path(ai_session), value="Mine"), 403, "owner_or_handler_required")
    refuse(edits(desk.owner, ai_session, fact, value="Mine"), 403, "owner_or_handler_required")
    refuse(dismisses(desk.senior, ai_session, fact), 404, "not_found")
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    assert expect(edits(desk.senior, ai_session, fact, value="Joe"), 200)["edited_by"]["name"] == "Priya"


def test_a_fact_or_step_of_another_session_is_not_found(desk: Desk) -> None:
    ai_session, other = desk.junior.opens_session(), desk.junior.opens_session()
    fact = adds(desk.junior, other, "user", "Jane")
    (step,) = expect(desk.junior.get(f"/ai-sessions/{other['id']}/steps"), 200)["items"]
    refuse(edits(desk.junior, ai_session, fact, value="Joe"), 404, "not_found")
    refuse(desk.junior.post(path(ai_session), value="Joe", step_id=step["id"]), 404, "not_found")


def test_what_is_dismissed_is_not_handed_over(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    kept, gone = adds(desk.junior, ai_session, "user", "Jane"), adds(desk.junior, ai_session, "user", "Joe")
    expect(dismisses(desk.junior, ai_session, gone), 200)
    facts = desk.junior.escalates(ai_session)["snapshot"]["facts"]
    assert [fact["value"] for fact in facts] == [kept["value"]]


def test_a_session_keeps_a_bounded_number_of_facts_and_conflicts(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    first = adds(desk.junior, ai_session, "user", "Jane")
    copilot_notes(desk, ai_session, *[("user", f"Jane {number}") for number in range(600)])
    facts = known(desk.junior, ai_session)
    assert len(facts) == 500
    assert {len(fact["conflicts_with"]) for fact in facts} == {10}
    refuse(desk.junior.post(path(ai_session), kind="user", value="Joe"), 409, "fact_limit")
    expect(dismisses(desk.junior, ai_session, first), 200)
    assert adds(desk.junior, ai_session, "user", "Jane")["id"] == first["id"]


def test_changing_a_fact_to_and_fro_keeps_each_wording_once(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fact = adds(desk.junior, ai_session, "user", "Jane")
    for value in ("Joe", "Jane", "Joe", "Jane"):
        expect(edits(desk.junior, ai_session, fact, value=value), 200)
    (row,) = desk.rows(select(Fact))
    assert sorted(one["value"] for one in row.replaced) == ["Jane", "Joe"]
