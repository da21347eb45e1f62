"""What every task is told about a session: its facts, those that an engineer rejected, and the attempt ledger."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from models.ai_session import AiSession
from models.operations.facts import FoundFact, save_facts
from models.queries.steps import all_steps
from tasks.actors.inputs.chat_replies import chat_reply_input
from tasks.integrations.assistant import AttemptIn, ChatReplyInput, EvidenceIn
from tests.support.desk import Desk, expect, path_of_fixes

LOG = "2026-11-28 10:31:40 ERROR PC-14 cannot sign in"


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


def told(desk: Desk, ai_session: dict[str, Any]) -> ChatReplyInput:
    with desk.unit() as unit:
        return chat_reply_input(unit.db_session.get_one(AiSession, UUID(ai_session["id"])))


def copilot_notes(desk: Desk, ai_session: dict[str, Any], *facts: tuple[str, str]) -> list[str]:
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        return [str(fact.id) for fact in save_facts(row, [FoundFact(*fact) for fact in facts], step=all_steps(row)[0])]


def test_a_task_is_told_the_ledger_with_its_evidence(desk: Desk, ai_session: dict[str, Any]) -> None:
    path = f"/ai-sessions/{ai_session['id']}"
    expect(desk.junior.post(f"{path}/facts", kind="device", value="PC-14"), 201)
    fix = desk.proposes(ai_session, "Clear the cache")
    expect(desk.junior.post(f"{path_of_fixes(ai_session)}/{fix['id']}/apply"), 200)
    expect(desk.junior.post(f"{path}/messages", content=LOG), 202)
    outcome = {"outcome": "applied_failed", "notes": "Still asks"}
    expect(desk.junior.patch(f"{path_of_fixes(ai_session)}/{fix['id']}/outcome", **outcome), 200)
    assert told(desk, ai_session).attempts == [
        AttemptIn(
            ref="A1",
            what="Clear the cache",
            by="Sam",
            outcome="did_not_work",
            notes="Still asks",
            evidence=[EvidenceIn(machine="PC-14", excerpt=LOG)],
            id=UUID(fix["id"]),
        )
    ]


def test_a_rejected_fact_is_told_as_one_until_it_is_restored(desk: Desk, ai_session: dict[str, Any]) -> None:
    path = f"/ai-sessions/{ai_session['id']}/facts"
    dismissed, reworded, pinned = copilot_notes(
        desk, ai_session, ("device", "PC-1"), ("user", "J. Roe"), ("scope", "one user")
    )
    expect(desk.junior.send("DELETE", f"{path}/{dismissed}"), 200)
    expect(desk.junior.patch(f"{path}/{reworded}", value="Jane Roe"), 200)
    expect(desk.junior.patch(f"{path}/{pinned}", pinned=True), 200)
    now = told(desk, ai_session)
    assert [fact.value for fact in now.facts] == ["one user", "Jane Roe"]
    assert [fact.value for fact in now.rejected_facts] == ["PC-1", "J. Roe"]
    assert copilot_notes(desk, ai_session, ("device", " pc-1"), ("user", "j.  ROE")) == []
    expect(desk.junior.post(f"{path}/{dismissed}/restore"), 200)
    assert [fact.value for fact in told(desk, ai_session).rejected_facts] == ["J. Roe"]


def test_a_task_is_told_what_the_codes_mean_that_people_wrote(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("The update fails with 0x8007\n0005 and then error 53")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="error", value="E_FAIL"), 201)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content="5 users, room 1326, 0x80070005"), 201)
    denied, share, failed = told(desk, ai_session).signals
    assert (denied.ref, denied.means[0].code, denied.steps) == ("0x8007 0005", "0x80070005", ["S1", "S2"])
    assert (share.ref, share.means[0].family) == ("error 53", "Windows system error")
    assert (failed.ref, failed.means[0].code, failed.steps) == ("E_FAIL", "0x80004005", [])
    assert all(meaning.meaning and meaning.first_check for one in (denied, share, failed) for meaning in one.means)
