"""What somebody sends who means ill, on every route: nothing but a clear 4xx in the one error shape."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.contracts.test_routes import Samples, samples_of
from tests.support.desk import API, Person, open_desk
from tests.support.routes import Route, declared_routes
from web.edge.application import FlowPilot

HALF_A_MEGABYTE = 524_288
BODIES: dict[str, bytes] = {
    "nothing that is JSON": b"\x00\x01\x02\xff\xfe",
    "half a megabyte of brackets": b"[" * HALF_A_MEGABYTE,
    "half a megabyte of closed brackets": b"[" * (HALF_A_MEGABYTE // 2) + b"]" * (HALF_A_MEGABYTE // 2),
    "half a megabyte of objects": b'{"a":' * (HALF_A_MEGABYTE // 5),
    "not a number": b'{"content": NaN, "name": NaN, "limit": Infinity}',
    "a lone surrogate": b'{"content": "\\ud800", "name": "\\udfff", "problem": "\\ud800x"}',
    "NUL": b'{"content": "a\\u0000b", "name": "a\\u0000b", "problem": "a\\u0000b", "email": "a\\u0000@b.test"}',
    "a number": b"1" * 5_000,
    "null": b"null",
    "a list": b'["content"]',
    "a text": b'"content"',
    "unknown fields": b'{"__proto__": {}, "constructor": 1, "account_id": "0", "is_admin": true}',
    "the wrong kinds": b'{"content": {}, "name": [], "problem": 1, "role": {}, "email": false, "outcome": [1]}',
    "broken UTF-8": b'{"content": "\xc3\x28"}',
}
QUERIES = [
    *("limit=0", "limit=-1", "limit=1e9", "limit=NaN", "limit=99999999999999999999", "limit=%00", "cursor=%00"),
    *("cursor=%F0%9F%92%A9", "cursor=" + "A" * 300, "status=%27%3B--", "sort=newest%00", "q=%00", "nothing=1"),
]
PATHS = [
    *("/ai-sessions/%00", "/ai-sessions/..%2f..%2fetc%2fpasswd", "/ai-sessions/1%27%20or%201=1"),
    *("/ai-sessions/" + "9" * 2_000, "/ai-sessions/{id}%0d%0aX: y", "/%ff%fe", "/account/members/None"),
    *("/psa/tickets/%00", "/psa/tickets/4%008210", "/psa/lookups/%00"),
]
COOKIES = ["", "made-up", "A" * 4_000, "\x7f", "'; drop table logins; --", "eyJhbGciOiJub25lIn0.e30."]


@pytest.fixture(scope="module")
def samples(app: FlowPilot) -> Samples:
    return samples_of(open_desk(app))


def clear(response: TestResponse) -> bool:
    """A refusal as the contract tells it: a 4xx, in our shape, without a trace of what is inside."""
    error = response.get_json(silent=True)
    shape = {"status", "code", "message", "detail", "request_id"}
    return 400 <= response.status_code < 500 and isinstance(error, dict) and set(error) == shape


def takes_json(app: FlowPilot, route: Route) -> bool:
    view = app.view_functions[route.endpoint]
    arguments = getattr(view, "_apidoc", {}).get("arguments", {})
    return any(one["in"] == "json" for one in arguments.get("parameters", []))


def sends(person: Person, route: Route, ids: dict[str, str], body: bytes) -> TestResponse:
    return person.send(route.method, route.filled(ids), data=body, content_type="application/json")


@pytest.mark.parametrize("name", BODIES)
def test_a_nasty_body_is_refused_by_every_route_that_takes_one(app: FlowPilot, samples: Samples, name: str) -> None:
    routes = [route for route in declared_routes(app) if takes_json(app, route)]
    # A PATCH whose body names none of its fields changes nothing and may say so.
    answers = {str(route): sends(samples.desk.owner, route, samples.ids, BODIES[name]) for route in routes}
    assert len(routes) > 15
    assert {route: one.status_code for route, one in answers.items() if not clear(one)} == {}


def test_a_route_that_takes_no_body_is_not_hurt_by_one(
    app: FlowPilot, samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calls of the model are not counted here: their limit would answer in place of the routes."""
    monkeypatch.setattr(app.extensions["model_calls"], "count", lambda user: None)
    routes = [route for route in declared_routes(app) if route.is_unsafe and not takes_json(app, route)]
    # The other tests of this module need the login, the channel, which a GET of its calls names, and the PSA.
    ending = {"auth.log_out", "notification_channels.delete_channel", "psa_connection.delete_connection"}
    routes = [route for route in routes if route.endpoint not in ending]
    statuses = [
        sends(samples.desk.owner, route, samples.ids, body).status_code for route in routes for body in BODIES.values()
    ]
    assert [status for status in statuses if status >= 500] == []


@pytest.mark.parametrize("query", QUERIES)
def test_a_nasty_query_is_refused_by_every_list(app: FlowPilot, samples: Samples, query: str) -> None:
    routes = [r for r in declared_routes(app) if not r.is_unsafe and not r.endpoint.startswith("stream.")]
    answers = [samples.desk.owner.client.get(f"{API}{route.filled(samples.ids)}?{query}") for route in routes]
    statuses = {str(route): one.status_code for route, one in zip(routes, answers, strict=True)}
    assert {route: status for route, status in statuses.items() if status not in (200, 422)} == {}
    if query == "limit=0":
        assert sum(clear(one) for one in answers) >= 5


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_a_nasty_path_is_not_found(samples: Samples, path: str, method: str) -> None:
    response = samples.desk.owner.send(method, path, json={} if method != "GET" else None)
    assert clear(response), response.get_data(as_text=True)[:300]


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_forged_cookie_lets_nobody_in(app: FlowPilot, samples: Samples, cookie: str) -> None:
    header = {"Cookie": f"flowpilot={cookie}", "X-CSRF-Token": samples.desk.owner.csrf_token}
    routes = [route for route in declared_routes(app) if route.access and route.access.roles is not None]
    client = app.test_client(use_cookies=False)
    answers = [client.open(API + r.filled(samples.ids), method=r.method, headers=header) for r in routes]
    assert {(one.status_code, clear(one)) for one in answers} == {(401, True)}


def test_more_than_a_megabyte_is_too_large(samples: Samples) -> None:
    response = samples.desk.owner.send("POST", "/ai-sessions", data=b"x" * 1_200_000, content_type="application/json")
    assert (response.status_code, clear(response)) == (413, True)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_what_is_not_sent_as_json_is_not_read_as_json(samples: Samples, kind: str) -> None:
    response = samples.desk.owner.send("POST", "/ai-sessions", data=b'{"problem": "x"}', content_type=kind)
    assert (response.status_code, clear(response)) == (415, True)


def foreign(theirs: Samples) -> list[tuple[str, str, dict[str, Any]]]:
    """Another account's ids where a body takes one."""
    senior = theirs.desk.senior.id
    return [
        ("POST", "/ai-sessions/{session}/handoff", {"intent": "escalate", "reason": "x", "target_user_id": senior}),
        ("POST", "/ai-sessions/{session}/escalate", {"escalation_reason": "x", "escalated_to_id": senior}),
    ]


def test_another_accounts_id_in_a_body_or_a_topic_is_not_found(app: FlowPilot, samples: Samples) -> None:
    theirs = samples_of(open_desk(app))
    mine = samples.desk.junior.opens_session()
    for method, path, body in foreign(theirs):
        response = samples.desk.junior.send(method, path.format(session=mine["id"]), json=body)
        assert (response.status_code, clear(response)) == (404, True)
    topic = samples.desk.junior.get("/stream", topics=f"session:{theirs.ids['session_id']}")
    assert (topic.status_code, clear(topic)) == (404, True)
    assert samples.desk.junior.reads(mine)["status"] == "active"


def test_another_accounts_cursor_shows_nothing_of_it(app: FlowPilot, samples: Samples) -> None:
    strangers = open_desk(app)
    for number in range(3):
        strangers.junior.opens_session(f"Theirs {number}")
        samples.desk.senior.opens_session(f"Ours {number}")
    cursor = strangers.junior.get("/ai-sessions", limit=1).get_json()["next_cursor"]
    shown = samples.desk.senior.get("/ai-sessions", cursor=cursor).get_json()["items"]
    assert all(item["problem"].startswith("Ours") for item in shown)
