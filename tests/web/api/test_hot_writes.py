"""How many times a hot write asks the database: each is a round trip that a person waits for.

The login takes three: the account is told, the cookie looked up, the login read with its person and account.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from tests.desk import Desk, expect


class Statements(list[str]):
    """What was sent to the database since the last `clear`."""

    def note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.append(statement.split(maxsplit=1)[0].lower())

    @property
    def inserts(self) -> int:
        return sum(first in ("insert", "with") for first in self)


@pytest.fixture
def statements() -> Iterator[Statements]:
    noted = Statements()
    event.listen(Engine, "before_cursor_execute", noted.note)
    yield noted
    event.remove(Engine, "before_cursor_execute", noted.note)


def test_an_escalation_writes_all_it_adds_in_one_statement(desk: Desk, statements: Statements) -> None:
    """The handoff, its step, its line in the audit log, bells and their deliveries, events and jobs."""
    ai_session = desk.junior.opens_session()
    statements.clear()
    desk.junior.escalates(ai_session)
    assert (statements.inserts, len(statements)) == (1, 9)


def test_a_message_too(desk: Desk, statements: Statements) -> None:
    ai_session = desk.junior.opens_session()
    statements.clear()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="And now?"), 202)
    assert (statements.inserts, len(statements)) == (1, 6)


def test_a_claim_changes_the_bells_in_one_more(desk: Desk, statements: Statements) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    statements.clear()
    expect(desk.senior.claims(handoff), 200)
    assert (statements.inserts, len(statements)) == (2, 8)
