"""A ticket or a client that the first message names is offered; a person links it or declines."""

from __future__ import annotations

from typing import Any

import pytest

from models.mentions import client_in, ticket_in
from tests.models.test_titles import EVENT, LOG
from tests.support.desk import Desk, expect, open_desk
from tests.support.events import EventListener

NOTHING = {"psa_ticket_id": None, "client_name": None}


def describes(desk: Desk, ai_session: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return expect(desk.junior.patch(f"/ai-sessions/{ai_session['id']}", **changed), 200)


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    desk.junior.opens_session("No mail", client_name="Contoso Dental")
    return desk.junior.opens_session("Ticket #52010: Outlook at contoso  dental asks for a password")


def test_what_the_message_names_is_offered_and_not_linked(desk: Desk, ai_session: dict[str, Any]) -> None:
    assert ai_session["offers"] == {"psa_ticket_id": "52010", "client_name": "Contoso Dental"}
    assert (ai_session["psa_ticket_id"], ai_session["client_name"]) == (None, None)
    assert desk.junior.reads(ai_session)["offers"] == ai_session["offers"]


def test_linking_ends_the_offer(desk: Desk, ai_session: dict[str, Any]) -> None:
    linked = describes(desk, ai_session, psa_ticket_id="52010")
    assert linked["psa_ticket_id"] == "52010"
    assert linked["offers"] == {"psa_ticket_id": None, "client_name": "Contoso Dental"}


def test_another_value_ends_the_offer_too(desk: Desk, ai_session: dict[str, Any]) -> None:
    assert describes(desk, ai_session, psa_ticket_id="1", client_name="Fabrikam")["offers"] == NOTHING


def test_declining_is_kept_and_told_to_other_screens(
    desk: Desk, ai_session: dict[str, Any], heard: EventListener
) -> None:
    declined = describes(desk, ai_session, psa_ticket_id=None, client_name=None)
    assert (declined["offers"], declined["psa_ticket_id"]) == (NOTHING, None)
    assert desk.junior.reads(ai_session)["offers"] == NOTHING
    heard.wait_for("session_changed", session_id=ai_session["id"])


def test_what_was_given_is_not_offered(desk: Desk, ai_session: dict[str, Any]) -> None:
    given = desk.junior.opens_session("#52010 at Contoso Dental", client_name="Contoso Dental", psa_ticket_id="7")
    assert given["offers"] == NOTHING


def test_another_accounts_clients_are_unknown(desk: Desk, app: Any, ai_session: dict[str, Any]) -> None:
    assert open_desk(app).junior.opens_session("Contoso Dental has no mail")["offers"] == NOTHING


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("#52010", "52010"),
        ("Outlook fails, see ticket 52010.", "52010"),
        ("Ticket no. 52010: Outlook fails", "52010"),
        ("case #48211 and #48212", "48211"),
        ("(#48211)", "48211"),
        ("Ticket T20261128.0012 is about VPN", "T20261128.0012"),
        ("INCIDENT INC-004711", "INC-004711"),
        ("error #52010 after the update", None),
        ("event id #4740", None),
        ("the colour #336699ff", None),
        ("52010 users", None),
        ("Zelle &#8217; und", None),
        ("#52", None),
        ("ticket printer 400 is offline", None),
        (f"It fails.\n\n{EVENT}\n{LOG}", None),
    ],
)
def test_ticket_numbers_are_told_from_other_numbers(message: str, number: str | None) -> None:
    assert ticket_in(message) == number


@pytest.mark.parametrize(
    ("message", "client"),
    [
        ("The backup at FABRIKAM fails", "Fabrikam"),
        ("Fabrikam Logistics: label printer offline", "Fabrikam Logistics"),
        ("Fabrikams' printer", None),
        ("Prefabrikam", None),
        ("ABC", None),
    ],
)
def test_clients_are_named_as_a_whole_the_longest_first(message: str, client: str | None) -> None:
    assert client_in(message, ["Fabrikam", "Fabrikam Logistics", "AB"]) == client


def test_a_thousand_names_that_nearly_match_are_looked_for_at_once() -> None:
    """Looking for each at every place of the text would take longer than a test may."""
    names = ["a" * length for length in range(3, 201)] * 20
    assert client_in("a" * 32_000, names) is None
    assert client_in("a " * 16_000, [f"{'a ' * 90}{number}" for number in range(1_000)]) is None
