"""An open stream ends at once when whoever listens is let go or loses the right to it; the others go on.

The streams are spread over several web processes, and nobody waits for the next regular check: a reader's patience
ends long before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.support.desk import PASSWORD, Desk, Person, expect
from tests.support.fleet import Fleet
from tests.support.http_client import HttpClient
from tests.support.sse import SseReader

ESCALATIONS = "/ai-sessions/escalations/stream"
OF_EACH = 4

Opens = Callable[..., list[SseReader]]
Act = Callable[[Desk, Person], object]


@pytest.fixture
def opens(web: Fleet) -> Iterator[Opens]:
    """Some streams of a person, so many that each web process is likely to have one."""
    with ExitStack() as stack:

        def some(person: Person, path: str = ESCALATIONS, *, browser: HttpClient | None = None) -> list[SseReader]:
            browser = browser or HttpClient(web.port(), person)
            streams = [stack.enter_context(browser.opens(path)) for _ in range(OF_EACH)]
            assert [stream.next().type for stream in streams] == ["ready"] * OF_EACH
            return streams

        yield some


def end_with_bye(streams: list[SseReader]) -> bool:
    """And tell nothing but `bye`."""
    assert [stream.next().type for stream in streams] == ["bye"] * len(streams)
    return all(stream.has_ended() for stream in streams)


def hear_the_next_escalation(desk: Desk, streams: list[SseReader]) -> bool:
    handoff = desk.owner.escalates(desk.owner.opens_session())
    heard = [stream.until("handoff_created")[-1].data["handoff_id"] for stream in streams]
    return heard == [handoff["id"]] * len(streams)


def deactivate(desk: Desk, person: Person) -> None:
    expect(desk.owner.patch(f"/account/members/{person.id}", is_active=False), 200)


def delete(desk: Desk, person: Person) -> None:
    expect(desk.owner.send("DELETE", f"/account/members/{person.id}"), 204)


def make_viewer(desk: Desk, person: Person) -> None:
    expect(desk.owner.patch(f"/account/members/{person.id}", role="viewer"), 200)


def log_out(desk: Desk, person: Person) -> None:
    expect(person.post("/auth/logout"), 204)


@pytest.mark.parametrize("act", [deactivate, delete, make_viewer, log_out])
def test_streams_of_whoever_is_let_go_end_and_others_go_on(desk: Desk, opens: Opens, act: Act) -> None:
    theirs, others = opens(desk.senior), opens(desk.junior)
    act(desk, desk.senior)
    assert end_with_bye(theirs)
    assert hear_the_next_escalation(desk, others)


def test_changed_password_ends_the_streams_of_all_other_logins(desk: Desk, opens: Opens, web: Fleet) -> None:
    elsewhere = desk.app.test_client()
    signed_in = expect(
        elsewhere.post("/api/v1/auth/login", json={"email": desk.senior.email, "password": PASSWORD}), 200
    )
    other_login = Person(elsewhere, signed_in, desk.senior.email)
    theirs, own = opens(other_login), opens(desk.senior)
    expect(desk.senior.post("/auth/password", current=PASSWORD, new="another horse battery"), 204)
    assert end_with_bye(theirs)
    assert hear_the_next_escalation(desk, own)


def test_deleted_token_ends_the_streams_of_its_program(desk: Desk, opens: Opens, web: Fleet) -> None:
    made = expect(desk.senior.post("/auth/tokens", name="Wallboard"), 201)
    programs = opens(desk.senior, browser=HttpClient.of_a_program(web.port(), made["token"]))
    browsers = opens(desk.senior)
    expect(desk.senior.send("DELETE", f"/auth/tokens/{made['id']}"), 204)
    assert end_with_bye(programs)
    assert hear_the_next_escalation(desk, browsers)


def test_claim_ends_the_streams_of_bystanders_once_they_know_who_took_it(desk: Desk, opens: Opens) -> None:
    bystander = desk.joins("Noor", "engineer")
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    path = f"/ai-sessions/{ai_session['id']}/stream"
    theirs, owners = opens(bystander, path), opens(desk.junior, path)
    expect(desk.senior.claims(handoff), 200)
    for stream in theirs:
        told = [event.type for event in stream.until("bye")]
        assert "handoff_claimed" in told
        assert told[-2:] == ["session_changed", "bye"]
        assert stream.has_ended()
    expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/notes", content="Only for those who may read it"), 201)
    for stream in owners:
        assert [event.type for event in stream.until("session_changed")][-1] == "session_changed"
        stream.until("step_created")
