"""What is special about ConnectWise PSA, against its simulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import redis

from models.core import clock
from models.psa_kinds import LookupKind
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.psa import (
    Connection,
    IncomingWebhook,
    NewTicket,
    OutcomeUnknown,
    Pace,
    PermissionMissing,
    Psa,
    RateLimited,
    TicketNotFound,
    ValidationFailed,
    Visibility,
    WebhookNotVerified,
    WrongCredentials,
    WrongRegion,
    connect,
)
from tasks.integrations.psa.cache import RedisCache
from tasks.integrations.psa.connectwise import ConnectWise
from tasks.integrations.psa.connectwise.webhooks import signature_of
from tasks.integrations.psa.gate import RedisGate
from tasks.integrations.psa.http import PsaHttp
from tests.outside.psa import Fault, Kind
from tests.outside.psa.connectwise import Callback, ConnectWiseSimulator
from tests.outside.psa.connectwise.callbacks import KEY_PATH
from tests.outside.psa.connectwise.tenant import CLOSED, LOCKED, NETWORK_NEW
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench
from tests.tasks.integrations.psa.contract import a_note, all_changed, new_marker, write_note, write_ticket, write_time

ROOMY = Pace(calls=100_000, seconds=60)
Connect = Callable[..., Psa]


@pytest.fixture(scope="module")
def running() -> Iterator[ConnectWiseBench]:
    bench = ConnectWiseBench()
    with bench.simulator:
        yield bench


@pytest.fixture
def bench(running: ConnectWiseBench) -> Iterator[ConnectWiseBench]:
    running.simulator.reset()
    yield running
    assert running.simulator.crashes == []


@pytest.fixture
def connected(redis_client: redis.Redis) -> Connect:
    def make(connection: Connection, client_id: str = "") -> Psa:
        return connect(
            connection,
            client=OutgoingClient(allow_hosts={"127.0.0.1"}),
            redis=redis_client,
            seal=lambda value: value[::-1],
            unseal=lambda value: value[::-1],
            connectwise_client_id=client_id,
            paces={connection.provider: ROOMY},
        )

    return make


@pytest.fixture
def psa(bench: ConnectWiseBench, connected: Connect) -> Psa:
    return connected(bench.changed())


@pytest.fixture
def ticket(bench: ConnectWiseBench) -> str:
    return bench.add_ticket("Printer offline")


def test_a_tenant_that_moved_to_another_code_base_is_found_again(
    psa: Psa, bench: ConnectWiseBench, ticket: str
) -> None:
    psa.get_ticket(ticket)
    bench.simulator.tenant.codebase = "v2026_2/"
    assert psa.find_note(ticket, marker := new_marker()) is None
    bench.simulator.tenant.codebase = "v2026_3/"
    assert psa.add_note(ticket, a_note(marker)) == psa.find_note(ticket, marker)
    assert len(bench.simulator.calls("GET /login/companyinfo/*")) == 3


def test_a_site_without_companyinfo_is_reached_through_the_router(psa: Psa, bench: ConnectWiseBench) -> None:
    bench.simulator.fail(Fault(Kind.NOT_FOUND), route="GET /login/*", times=10)
    psa.test()
    assert bench.simulator.calls("GET /v4_6_release/apis/3.0/system/info")


def test_our_client_id_is_used_where_the_connection_has_none(bench: ConnectWiseBench, connected: Connect) -> None:
    without = bench.changed(client_id="")
    connected(without, bench.simulator.tenant.client_id).test()
    for wrong in ("", "ours-is-not-registered"):
        with pytest.raises(WrongCredentials, match=r"client[Ii]d"):
            connected(without, wrong).test()


def test_keys_that_are_answered_with_404_do_not_make_tickets_vanish(
    bench: ConnectWiseBench, connected: Connect, ticket: str
) -> None:
    bench.simulator.tenant.hides_bad_keys = True
    locked_out = connected(bench.wrong_credentials())
    for call in (locked_out.test, lambda: locked_out.get_ticket(ticket)):
        with pytest.raises(WrongCredentials):
            call()
    with pytest.raises(TicketNotFound):
        connected(bench.changed()).get_ticket("999999")


def test_a_company_of_another_region(bench: ConnectWiseBench, redis_client: redis.Redis) -> None:
    """Two sites of a cloud: one does not know the company, or names another site, and the other knows it."""

    def at(*regions: str) -> ConnectWise:
        connection = bench.changed()
        cache = RedisCache(redis_client, connection.key, seal=bytes, unseal=bytes)
        gate = RedisGate(redis_client, connection.key, ROOMY)
        http = PsaHttp(OutgoingClient(allow_hosts={"127.0.0.1"}), gate, connection.credentials)
        return ConnectWise(replace(connection, base_url=regions[0]), http, cache, client_id="", regions=regions)

    with ConnectWiseSimulator() as other:
        other.tenant.company_id = "somebody-else"
        with pytest.raises(WrongRegion, match=bench.simulator.url.removeprefix("http://")):
            at(other.url, "http://127.0.0.1:1", bench.simulator.url).test()
    at(bench.simulator.url, "http://127.0.0.1:1").test()


def test_moments_that_a_server_misreads_leave_nothing_out(psa: Psa, bench: ConnectWiseBench) -> None:
    now = clock.now()
    new, old = (bench.add_ticket("T", changed=now - timedelta(minutes=minutes)) for minutes in (5, 30))
    for hours in (-12, 0, 14):
        bench.simulator.tenant.date_shift = timedelta(hours=hours)
        assert [found.id for found in all_changed(psa, now - timedelta(minutes=10))] == [new], old


def test_at_first_all_open_and_recent_tickets_are_read(psa: Psa, bench: ConnectWiseBench) -> None:
    tenant, long_ago = bench.simulator.tenant, clock.now() - timedelta(days=400)
    open_one = tenant.add_ticket("Open", changed=long_ago)
    tenant.add_ticket("Closed long ago", changed=long_ago, status=CLOSED)
    recent = tenant.add_ticket("Closed now", status=CLOSED)
    assert [found.id for found in all_changed(psa)] == [str(open_one), str(recent)]


def test_a_merged_ticket_names_the_other(psa: Psa, bench: ConnectWiseBench, ticket: str) -> None:
    other = bench.add_ticket("The same")
    bench.simulator.tenant.merge(int(ticket), into=int(other))
    assert psa.get_ticket(ticket).merged_into == other


def test_contacts_get_a_mail_for_a_public_note_only(psa: Psa, bench: ConnectWiseBench, ticket: str) -> None:
    ids = {visibility: psa.add_note(ticket, a_note(new_marker(), visibility)) for visibility in Visibility}
    assert bench.simulator.tenant.notified == [int(ids[Visibility.PUBLIC])]
    flags = {note["id"]: note for note in bench.simulator.tenant.notes_of(int(ticket))}
    for visibility in (Visibility.INTERNAL, Visibility.RESOLUTION):
        note = flags[int(ids[visibility])]
        assert note["internalAnalysisFlag"] and not (note["detailDescriptionFlag"] or note["resolutionFlag"])


def test_a_status_belongs_to_the_boards_tickets(psa: Psa, bench: ConnectWiseBench, ticket: str) -> None:
    with pytest.raises(ValidationFailed, match="board") as refused:
        psa.set_status(ticket, str(NETWORK_NEW))
    assert refused.value.fields == ("status/id",)
    by_board = {item.id: item.parent_id for item in psa.lookup(LookupKind.STATUSES)}
    assert by_board[str(NETWORK_NEW)] == "2" and "3" not in by_board.values()


def test_members_have_the_addresses_by_which_people_are_found(psa: Psa) -> None:
    emails = {item.name: item.email for item in psa.lookup(LookupKind.AGENTS)}
    assert (emails["Sam Keller"], emails["J Doe"]) == ("sam@demo.test", None)


def test_time_that_cannot_be_entered(psa: Psa, bench: ConnectWiseBench, ticket: str) -> None:
    tenant = bench.simulator.tenant
    tenant.members_without_time.add(int(bench.agent_id))
    with pytest.raises(PermissionMissing):
        write_time(psa, bench, ticket, new_marker())
    tenant.members_without_time.clear()
    psa.set_status(ticket, str(LOCKED))
    with pytest.raises(ValidationFailed, match="not allowed"):
        write_time(psa, bench, ticket, new_marker())
    forbidding = [item.id for item in psa.lookup(LookupKind.STATUSES) if item.forbids_time]
    assert forbidding == [str(LOCKED)]


def test_a_title_that_is_too_long_continues_in_the_description(psa: Psa, bench: ConnectWiseBench) -> None:
    title = "The printer on the second floor " * 5
    new = NewTicket(title=title, description="It blinks.", company_id=bench.company_id, marker=new_marker())
    created = psa.create_ticket(new)
    assert len(created.title) == 100 and created.title.endswith("…")
    assert psa.get_ticket(created.id).description == f"{title.strip()}\n\nIt blinks."


def test_texts_with_quotation_marks_can_be_searched_for(psa: Psa, bench: ConnectWiseBench) -> None:
    ticket = bench.add_ticket('The "blue" printer')
    for text in ('"blue" printer', "BLUE", 'The "'):
        assert [one.id for one in psa.search_tickets(text)] == [ticket], text
    for text in (" and id>0", 'x" or id>0 or summary contains "'):
        assert psa.search_tickets(text) == [], text
    assert psa.search_tickets('""') == ()


@pytest.mark.parametrize(
    "field", ["status", "company", "priority", "summary", "_info", "closedFlag", "mergedParentTicket"]
)
def test_what_is_null_is_just_not_known(psa: Psa, bench: ConnectWiseBench, ticket: str, field: str) -> None:
    bench.simulator.fail(Fault(Kind.NULL_FIELD, field=field), route=bench.read_route)
    assert psa.get_ticket(ticket).id == ticket


def test_a_created_ticket_whose_id_is_not_said_is_not_created_again(psa: Psa, bench: ConnectWiseBench) -> None:
    bench.simulator.fail(Fault(Kind.NULL_FIELD, field="id"), route=bench.create_route)
    with pytest.raises(OutcomeUnknown):
        write_ticket(psa, bench, "", marker := new_marker())
    found = psa.find_created_ticket(marker)
    assert found and found.title == "Second problem"


def test_a_note_can_be_refused_for_a_right(psa: Psa, bench: ConnectWiseBench, ticket: str) -> None:
    bench.simulator.tenant.denied.add("/notes")
    with pytest.raises(PermissionMissing):
        write_note(psa, bench, ticket, new_marker())


def test_the_signature_is_that_of_the_vendors_description() -> None:
    body = b'{"Action":"updated","ID":4711,"Type":"ticket"}'
    assert signature_of(body, "abc123") == "fdwZT6z/WuMcYebb18ZPyHvIob2NMG4rRM1KO13ozPg="


def test_a_signing_key_is_read_once_and_strangers_cannot_ask_for_more(psa: Psa, bench: ConnectWiseBench) -> None:
    number, keys = 4711, f"GET {KEY_PATH}"
    for action, is_deleted in (("updated", False), ("deleted", True)):
        callback = bench.simulator.callback(number, action=action)
        hints = psa.verify_webhook(_incoming(callback))
        assert [(hint.ticket_id, hint.is_deleted) for hint in hints] == [("4711", is_deleted)]
    assert psa.verify_webhook(_incoming(bench.simulator.callback(number, kind="company"))) == ()
    assert len(bench.simulator.calls(keys)) == 1
    for stranger in range(5):
        url = bench.simulator.url + KEY_PATH.replace("keys/1", f"keys/stranger{stranger}")
        with pytest.raises(WebhookNotVerified):
            psa.verify_webhook(_incoming(bench.simulator.callback(number, key_url=url)))
    assert len(bench.simulator.calls("GET */keys/stranger*")) == 1
    assert psa.verify_webhook(_incoming(bench.simulator.callback(number)))


def test_an_address_of_a_key_that_we_do_not_call_is_no_fault_of_the_connection(
    bench: ConnectWiseBench, connected: Connect
) -> None:
    url = bench.simulator.url
    for wrong in (url.replace("//", "//user@") + "/key", f"{url}/key#part", f"{url}/a key", f"{url}/\u00e9", url):
        with pytest.raises(WebhookNotVerified):
            connected(bench.changed()).verify_webhook(_incoming(bench.simulator.callback(1, key_url=wrong)))
    genuine = _incoming(bench.simulator.callback(1))
    for signature in ("\u00e9", "\ud800", ""):
        with pytest.raises(WebhookNotVerified):
            connected(bench.changed()).verify_webhook(replace(genuine, headers={"x-content-signature": signature}))


def test_a_pause_of_years_is_not_kept(bench: ConnectWiseBench, psa: Psa, ticket: str) -> None:
    bench.simulator.fail(Fault(Kind.TOO_MANY, retry_after="1e300"), route=bench.read_route)
    with pytest.raises(RateLimited) as refused:
        psa.get_ticket(ticket)
    assert refused.value.after == 3_600


def _incoming(callback: Callback) -> IncomingWebhook:
    return IncomingWebhook(headers=callback.headers, body=callback.body)
