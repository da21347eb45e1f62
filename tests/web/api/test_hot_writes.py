"""How many times a hot write asks the database: each is a round trip that a person waits for.

The login is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.desk import Desk, expect
from tests.support.psa import connects
from tests.support.statements import Statements, noted_statements


@pytest.fixture
def statements() -> Iterator[Statements]:
    with noted_statements() as noted:
        yield noted


def test_an_escalation_writes_all_it_adds_in_one_statement(desk: Desk, statements: Statements) -> None:
    """The handoff, its step, its line in the audit log, bells and their deliveries, events and jobs."""
    ai_session = desk.junior.opens_session()
    statements.clear()
    desk.junior.escalates(ai_session)
    assert (statements.inserts, len(statements)) == (1, 7)


def test_what_goes_to_a_ticket_costs_an_escalation_only_the_tickets_row(desk: Desk, statements: Statements) -> None:
    """The push and its job are written with the rest."""
    connects(desk)
    ai_session = desk.junior.opens_session(psa_ticket_id="48210")
    statements.clear()
    assert desk.junior.escalates(ai_session)["psa_push"] == {"status": "queued"}
    assert (statements.inserts, len(statements)) == (1, 8)


def test_a_message_too(desk: Desk, statements: Statements) -> None:
    ai_session = desk.junior.opens_session()
    statements.clear()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="And now?"), 202)
    assert (statements.inserts, len(statements)) == (1, 5)


def test_a_claim_wins_in_one_and_changes_the_notifications_in_another(desk: Desk, statements: Statements) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    statements.clear()
    expect(desk.senior.claims(handoff), 200)
    assert (statements.inserts, len(statements)) == (3, 6)
