"""Where the tenant is, and where its credentials go."""

from __future__ import annotations

import pytest

from tasks.integrations.outgoing import AddressForbidden
from tasks.integrations.psa import (
    PermissionMissing,
    RemoteUnavailable,
    WrongAddress,
    WrongCompany,
    WrongCredentials,
)
from tests.outside.psa.autotask import AutotaskSimulator
from tests.tasks.integrations.psa.autotask.given import (
    Make,
    note,
)


@pytest.mark.parametrize("has_slash", [True, False])
@pytest.mark.parametrize("ending", ["", "/", "/atservicesrest", "/ATServicesRest/v1.0/"])
def test_the_zone_is_asked_for_once(
    simulator: AutotaskSimulator, make: Make, ticket: str, ending: str, *, has_slash: bool
) -> None:
    simulator.has_slash = has_slash
    for _ in range(2):
        assert make(url=simulator.url + ending).get_ticket(ticket).id == ticket
    asked = simulator.calls("GET */zoneInformation")
    assert len(asked) == 1
    assert "secret" not in asked[0].request.headers


def test_a_tenant_that_moved_is_found_again_even_in_the_middle_of_a_sync(
    simulator: AutotaskSimulator, make: Make, ticket: str
) -> None:
    simulator.seed("tickets", count=600)
    first = make().changed_tickets(None, None)
    simulator.move()
    with pytest.raises(RemoteUnavailable):
        make().changed_tickets(None, first.next_cursor)
    again = make().changed_tickets(None, first.next_cursor)
    assert [one.id for one in again.tickets] == [one.id for one in first.tickets]
    simulator.move()
    make().add_note(ticket, note())
    assert len(simulator.store.tables["TicketNotes"]) == 1


def test_what_is_wrong_with_the_connection_is_told_apart(simulator: AutotaskSimulator, make: Make) -> None:
    make().test()
    with pytest.raises(WrongCompany):
        make(username="nobody@contoso.test").test()
    with pytest.raises(WrongAddress):
        make(url=f"{simulator.url}/elsewhere", forgetful=True).test()
    for wrong in ({"secret": "not-the-secret"}, {"integration_code": "not-the-code"}):
        with pytest.raises(WrongCredentials):
            make(**wrong).test()
    for denied in (("Companies", "query"), ("TicketNotes", "create")):
        simulator.denied = {denied}
        with pytest.raises(PermissionMissing):
            make().test()


@pytest.mark.parametrize(
    "zone",
    [
        "https://evil.example/atservicesrest/",
        "http://webservices3.autotask.net/atservicesrest/",
        "https://webservices3.autotask.net.evil.example/",
        "https://webservices3.autotask.net@evil.example/",
        "https://webservices3.autotask.net:444/",
        "https://evilautotask.net/",
        "http://127.0.0.1:1/atservicesrest/",
        "https://[/",
    ],
)
def test_the_credentials_go_to_no_zone_that_is_not_the_vendors(
    simulator: AutotaskSimulator, make: Make, zone: str
) -> None:
    simulator.zone_url = zone
    with pytest.raises(AddressForbidden):
        make().get_ticket("1")
    assert len(simulator.received) == 1


def test_the_next_page_is_followed_in_the_zone_only(simulator: AutotaskSimulator, make: Make) -> None:
    simulator.seed("tickets", count=1_200)
    psa, cursor, pages = make(), None, []
    while not pages or cursor:
        page = psa.changed_tickets(None, cursor)
        pages.append([one.id for one in page.tickets])
        cursor = page.next_cursor
    assert [len(page) for page in pages] == [500, 500, 200]
    assert len({one for page in pages for one in page}) == 1_200

    simulator.next_page_verb = "GET"
    second = psa.changed_tickets(None, psa.changed_tickets(None, None).next_cursor)
    assert [one.id for one in second.tickets] == pages[1]

    simulator.next_page_host = "http://127.0.0.1:1"
    with pytest.raises(AddressForbidden):
        psa.changed_tickets(None, None)
