"""Whatever is sent, the answer is a 4xx with a code in the one error shape, and the server is none the worse."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any
from uuid import UUID

import orjson
import pytest
from werkzeug.test import TestResponse

from tests.support.desk import API, Desk, Person, expect, refuse
from web.edge.application import FlowPilot
from web.edge.parsing import LARGEST_BODY_BYTES

JSON = "application/json"


@pytest.fixture(scope="module")
def sam(shared_desk: Desk) -> Person:
    return shared_desk.junior


def send(person: Person, body: bytes, *, path: str = "/ai-sessions", content_type: str | None = JSON) -> TestResponse:
    return person.send("POST", path, data=body, content_type=content_type)


def field(name: str, value: Any) -> dict[str, Any]:
    return {"problem": "No mail"} | {name: value}


MALFORMED = {
    "half an object": b'{"problem": "No mail"',
    "a word": b"problem",
    "single quotes": b"{'problem': 'No mail'}",
    "NaN": b'{"problem": NaN}',
    "Infinity": b'{"problem": "No mail", "client_name": -Infinity}',
    "a lone surrogate": b'{"problem": "\\ud800"}',
    "a lone low surrogate": b'{"problem": "\\udc00 mail"}',
    "not UTF-8": b'{"problem": "\xff\xfe"}',
    "a surrogate in raw bytes": b'{"problem": "\xed\xa0\x80"}',
    "a raw NUL": b'{"problem": "\x00"}',
    "a raw control character": b'{"problem": "a\x01"}',
    "two byte order marks": b'\xef\xbb\xbf\xef\xbb\xbf{"problem": "No mail"}',
    "two values": b'{"problem": "No mail"} {"problem": "No mail"}',
    "200,000 open brackets": b"[" * 200_000,
    "200,000 deep arrays": b"[" * 200_000 + b"]" * 200_000,
    "200,000 deep objects": b'{"problem":' * 80_000 + b"1" + b"}" * 80_000,
    "half a megabyte of brackets": b"[]" * 262_144,
    "white space alone": b"  \n ",
}


@pytest.mark.parametrize("what", MALFORMED)
def test_malformed_json_is_400(sam: Person, what: str) -> None:
    refuse(send(sam, MALFORMED[what]), 400, "malformed_request")


def test_a_byte_order_mark_is_no_part_of_the_json(sam: Person) -> None:
    """Windows PowerShell writes one."""
    made = expect(send(sam, b'\xef\xbb\xbf{"problem": "Gr\xc3\xb6\xc3\x9fe"}'), 201)
    assert made["problem"] == "Größe"


@pytest.mark.parametrize("content_type", [JSON, f"{JSON}; charset=iso-8859-1", f"{JSON}; charset=utf-8"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_body_in_another_encoding_is_told_to_be_so(sam: Person, encoding: str, content_type: str) -> None:
    refused = send(sam, '{"problem": "Größe"}'.encode(encoding), content_type=content_type)
    refuse(refused, 400, "malformed_request")
    assert "not UTF-8" in refused.get_json()["message"]


def test_text_is_kept_in_its_composed_form(sam: Person) -> None:
    made = sam.opens_session(problem="Gro\u0308\u00dfe.xlsx", client_name="Mu\u0308ller")
    assert (made["problem"], made["client_name"]) == ("Gr\u00f6\u00dfe.xlsx", "M\u00fcller")


INVALID = {
    "an array": [],
    "a number": 1,
    "a string": "No mail",
    "null": None,
    "true": True,
    "nothing of it": {},
    "a missing field": {"client_name": "Contoso"},
    "an unknown field": field("status", "resolved"),
    "somebody else's account": field("account_id", "00000000-0000-0000-0000-000000000000"),
    "NUL": {"problem": "No\x00mail"},
    "NUL in an optional field": field("client_name", "\x00"),
    "a number for text": {"problem": 1},
    "a huge number for text": {"problem": 10**18},
    "an object for text": {"problem": {"text": "No mail"}},
    "a list for text": {"problem": ["No mail"]},
    "null for a required field": {"problem": None},
    "an empty required field": {"problem": ""},
    "a blank required field": {"problem": " \n\t "},
    "a problem over 32,000 characters": {"problem": "x" * 32_001},
    "a client over 200 characters": field("client_name", "x" * 201),
    "a ticket over 64 characters": field("psa_ticket_id", "1" * 65),
    "a number for a ticket": field("psa_ticket_id", 48210),
}


@pytest.mark.parametrize("what", INVALID)
def test_a_body_that_does_not_fit_is_422_and_says_where(sam: Person, what: str) -> None:
    detail = refuse(send(sam, orjson.dumps(INVALID[what])), 422, "validation_failed")
    assert detail
    assert all(messages and all(isinstance(one, str) for one in messages) for messages in detail.values())


def test_an_integer_beyond_64_bits_is_no_text(sam: Person) -> None:
    response = send(sam, b'{"problem": ' + b"9" * 400 + b"}")
    assert response.status_code in {400, 422}


def test_an_empty_body_is_422(sam: Person) -> None:
    assert refuse(send(sam, b""), 422, "validation_failed").keys() == {"problem"}


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded", "text/html", "x"])
def test_another_content_type_is_415(sam: Person, content_type: str | None) -> None:
    refuse(send(sam, b'{"problem": "No mail"}', content_type=content_type), 415, "unsupported_media_type")


def test_a_form_is_415(sam: Person) -> None:
    refuse(sam.send("POST", "/ai-sessions", data={"problem": "No mail"}), 415, "unsupported_media_type")


def test_a_charset_beside_json_is_fine(sam: Person) -> None:
    assert send(sam, b'{"problem": "No mail"}', content_type="application/json; charset=utf-8").status_code == 201


def test_a_problem_of_32000_characters_is_taken(sam: Person) -> None:
    assert send(sam, orjson.dumps({"problem": "ä" * 32_000})).status_code == 201


def test_a_body_over_a_mebibyte_is_413(sam: Person) -> None:
    refuse(send(sam, b'{"problem": "' + b"x" * LARGEST_BODY_BYTES + b'"}'), 413, "too_large")


def test_a_body_over_a_mebibyte_of_untold_length_is_413(sam: Person) -> None:
    body = BytesIO(b'{"problem": "' + b"x" * LARGEST_BODY_BYTES + b'"}')
    untold = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    response = sam.send("POST", "/ai-sessions", input_stream=body, content_type=JSON, environ_overrides=untold)
    refuse(response, 413, "too_large")


@pytest.mark.parametrize("limit", ["0", "-1", "201", "abc", "", "1.5", "1e2", "9" * 5_000, "NaN", "null"])
@pytest.mark.parametrize("path", ["/ai-sessions", "/notifications", "/account/members", "/ai-sessions/escalations"])
def test_a_limit_is_a_number_from_1_to_200(sam: Person, path: str, limit: str) -> None:
    assert refuse(sam.get(path, limit=limit), 422, "validation_failed").keys() == {"limit"}


def made_of(*moments: str) -> str:
    """A cursor of our shape with times that we never write."""
    return base64.urlsafe_b64encode(" ".join([*moments, str(UUID(int=0))]).encode()).decode().rstrip("=")


CURSORS = {
    "a word": "abc",
    "one letter": "x",
    "umlauts": "ä",
    "NUL": "\x00",
    "base64 of rubbish": "cnViYmlzaA",
    "base64 of binary": "__79_A",
    "a time without a zone": "MjAyNi0wMS0wMSAwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA",
    "a time without an id": "MjAyNi0wMS0wMVQwMDowMDowMCswMDowMCBub25l",
    "too long": "a" * 201,
    "an attempt at SQL": "' or 1=1 --",
    "a time before time": made_of("0001-01-01T00:00:00+23:59"),
    "two times before time": made_of("2026-01-01T00:00:00+00:00", "0001-01-01T00:00:00+23:59"),
    "more times than a list has": made_of(*["2026-01-01T00:00:00+00:00"] * 3),
}


@pytest.mark.parametrize("what", CURSORS)
@pytest.mark.parametrize("path", ["/ai-sessions", "/notifications", "/account/members", "/ai-sessions/escalations"])
def test_a_cursor_that_we_did_not_make_is_422(sam: Person, path: str, what: str) -> None:
    assert refuse(sam.get(path, cursor=CURSORS[what]), 422, "validation_failed").keys() == {"cursor"}


@pytest.mark.parametrize(
    ("path", "moments"),
    [("/ai-sessions", 2), ("/notifications", 1), ("/account/members", 1), ("/ai-sessions/escalations", 1)],
)
def test_a_cursor_in_a_zone_that_postgresql_does_not_know_is_read(sam: Person, path: str, moments: int) -> None:
    expect(sam.get(path, cursor=made_of(*["2026-01-01T00:00:00+23:59"] * moments)), 200)


@pytest.mark.parametrize("cursor", ["abc", "-1", "1.5", "9" * 10, "٣" * 10, "²", "1 or 1=1"])
def test_a_cursor_of_steps_is_an_index(sam: Person, cursor: str) -> None:
    path = f"/ai-sessions/{sam.opens_session()['id']}/steps"
    assert refuse(sam.get(path, cursor=cursor), 422, "validation_failed").keys() == {"cursor"}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/ai-sessions", {"page": "2"}),
        ("/ai-sessions", {"status": "closed"}),
        ("/ai-sessions/escalations", {"sort": "best"}),
        ("/notifications", {"unread": "perhaps"}),
        ("/stream", {"topics": ""}),
        ("/stream", {}),
        ("/stream", {"topics": "everything"}),
        ("/stream", {"topics": "session:1"}),
        ("/stream", {"topics": ",".join(f"t{n}" for n in range(11))}),
    ],
)
def test_a_query_that_does_not_fit_is_422(sam: Person, path: str, query: dict[str, str]) -> None:
    refuse(sam.get(path, **query), 422, "validation_failed")


@pytest.mark.parametrize("bad_id", ["1", "abc", "null", "undefined", "00000000-0000-0000-0000-00000000000g", "%00"])
def test_an_id_that_is_none_is_404(sam: Person, bad_id: str) -> None:
    refuse(sam.get(f"/ai-sessions/{bad_id}/steps"), 404, "not_found")
    refuse(sam.post(f"/ai-sessions/{bad_id}/messages", content="Hi"), 404, "not_found")


@pytest.mark.parametrize("target", ["me", 1, [], {}, "00000000", "\x00"])
def test_a_target_that_is_no_id_is_422(sam: Person, target: Any) -> None:
    path = f"/ai-sessions/{sam.opens_session()['id']}/handoff"
    response = sam.post(path, intent="escalate", reason="Stuck", target_user_id=target)
    assert refuse(response, 422, "validation_failed").keys() == {"target_user_id"}


def test_an_address_below_api_that_is_none_is_json_too(sam: Person) -> None:
    for path in ("/nothing", "/ai-sessions/", "/ai-sessions/x/y/z"):
        refuse(sam.get(path), 404, "not_found")
        refuse(sam.post(path), 404, "not_found")


def test_a_method_that_an_address_does_not_take_is_405_and_names_the_others(sam: Person) -> None:
    response = sam.send("DELETE", "/ai-sessions")
    refuse(response, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


HEADERS = ["HTTP_X_CSRF_TOKEN", "HTTP_ORIGIN", "HTTP_COOKIE", "HTTP_LAST_EVENT_ID", "HTTP_ACCEPT", "HTTP_USER_AGENT"]


@pytest.mark.parametrize("value", ["\x00", "a\x1bb", "\x7f", "\xff\xfe", "flowpilot=\x00", 'flowpilot="', "x" * 8_000])
@pytest.mark.parametrize("header", HEADERS)
def test_control_characters_in_a_header_are_never_our_error(sam: Person, header: str, value: str) -> None:
    body = {"json": {"problem": "No mail"}, "environ_overrides": {header: value}}
    assert sam.send("POST", "/ai-sessions", **body).status_code in {201, 401, 403}
    assert sam.client.get(f"{API}/auth/me", environ_overrides={header: value}).status_code in {200, 401}


@pytest.mark.parametrize("host", ["", "a b", "\x00", "evil.test", "[", "localhost:99999999", "ä"])
def test_a_strange_host_is_never_our_error(sam: Person, host: str) -> None:
    response = sam.client.get(f"{API}/auth/me", environ_overrides={"HTTP_HOST": host})
    assert response.status_code in {200, 400, 401, 404}


@pytest.mark.parametrize("path", ["/login", "/register", "/invitations/accept"])
@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"email": {}}', b'{"password": 1}', b"{", b'{"x": NaN}'])
def test_what_needs_no_login_is_as_strict(app: FlowPilot, path: str, body: bytes) -> None:
    response = app.test_client().post(f"{API}/auth{path}", data=body, content_type=JSON)
    assert (response.status_code, response.get_json()["code"]) in {
        (400, "malformed_request"),
        (422, "validation_failed"),
    }
