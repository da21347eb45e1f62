"""Browsers that receive a user's push messages: recorded, handed over, forgotten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from models.core import curve
from models.core.crypto import KeyRing
from models.operations.push_keys import push_public_key
from models.push_subscription import MOST_PER_USER, PushSubscription
from models.server_key import ServerKey
from models.user import User
from tests.support.desk import API, PASSWORD, Desk, Person, expect, refuse
from web.edge.application import FlowPilot

PATH = "/auth/push-subscriptions"
P256DH = curve.to_text(curve.public_key_of(curve.new_private_key()))
AUTH = curve.to_text(bytes(range(16)))


def subscription(name: str = "a", **more: Any) -> dict[str, Any]:
    keys = {"p256dh": P256DH, "auth": AUTH}
    return {"endpoint": f"https://push.example.com/send/{name}", "keys": keys} | more


def subscribes(person: Person, name: str = "a") -> None:
    expect(person.post(PATH, **subscription(name)), 204)


def reached(desk: Desk) -> dict[str, int]:
    """How many browsers of each person push messages go to; those who have none are left out."""
    rows = desk.rows(select(PushSubscription))
    counts = {person.name: sum(row.user_id == UUID(person.id) for row in rows) for person in (desk.junior, desk.senior)}
    have = {user.name for user in desk.rows(select(User).where(User.has_push))}
    found = {name: count for name, count in counts.items() if count}
    assert have == found.keys()
    return found


def test_there_is_one_key_for_everybody(desk: Desk, other_desk: Desk) -> None:
    people = (desk.viewer, desk.viewer, other_desk.owner)
    (key,) = {expect(person.get("/auth/push-key"), 200)["key"] for person in people}
    assert curve.is_public_key(curve.from_text(key))


def test_the_key_outlives_the_one_that_encrypts_it_and_is_replaced_if_it_cannot(desk: Desk) -> None:
    def key_with(*names: str) -> str:
        with desk.unit():
            return push_public_key(KeyRing({name: name.ljust(32).encode() for name in names}))

    with desk.unit() as unit:
        unit.db_session.execute(delete(ServerKey))
    first = key_with("a")
    assert [key_with("b", "a"), key_with("b")] == [first, first]
    replaced = key_with("c")
    assert replaced != first and key_with("c") == replaced
    with desk.unit() as unit:
        unit.db_session.execute(delete(ServerKey))


def test_a_browser_is_recorded_once_encrypted_and_until_it_says_so(desk: Desk) -> None:
    for _ in range(2):
        subscribes(desk.senior)
    (row,) = desk.rows(select(PushSubscription))
    assert b"push.example.com" not in row.sealed_address and AUTH.encode() not in row.sealed_address
    expect(desk.junior.send("DELETE", PATH, json=subscription()), 204)
    assert reached(desk) == {"Priya": 1}
    for _ in range(2):
        expect(desk.senior.send("DELETE", PATH, json={"endpoint": subscription()["endpoint"]}), 204)
    assert reached(desk) == {}


def test_a_browser_belongs_to_whoever_subscribed_last(desk: Desk) -> None:
    subscribes(desk.junior)
    subscribes(desk.junior, "phone")
    subscribes(desk.senior)
    assert reached(desk) == {"Sam": 1, "Priya": 1}


def test_it_ends_with_its_login(desk: Desk, app: FlowPilot) -> None:
    subscribes(desk.senior)
    client = app.test_client()
    signed_in = expect(client.post(f"{API}/auth/login", json={"email": desk.senior.email, "password": PASSWORD}), 200)
    phone = Person(client, signed_in, desk.senior.email)
    subscribes(phone, "phone")
    expect(phone.post("/auth/logout"), 204)
    assert reached(desk) == {"Priya": 1}
    expect(desk.senior.post("/auth/logout"), 204)
    assert reached(desk) == {}


def test_the_oldest_browser_is_forgotten_for_one_too_many(desk: Desk) -> None:
    for number in range(MOST_PER_USER + 1):
        subscribes(desk.senior, str(number))
    assert reached(desk) == {"Priya": MOST_PER_USER}
    expect(desk.senior.send("DELETE", PATH, json={"endpoint": subscription("0")["endpoint"]}), 204)
    assert reached(desk) == {"Priya": MOST_PER_USER}


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("", "validation_failed"),
        ("http://push.example.com/send/a", "forbidden_address"),
        ("https://10.0.0.1/send/a", "forbidden_address"),
        ("https://me@push.example.com/send/a", "forbidden_address"),
    ],
)
def test_an_address_that_may_not_be_called_is_not_kept(desk: Desk, endpoint: str, code: str) -> None:
    refuse(desk.senior.post(PATH, **subscription(endpoint=endpoint)), 422, code)
    assert reached(desk) == {}


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": P256DH},
        {"p256dh": P256DH, "auth": "YQ"},
        {"p256dh": P256DH, "auth": "ä"},
        {"p256dh": AUTH, "auth": AUTH},
        {"p256dh": curve.to_text(b"\x04" + bytes(64)), "auth": AUTH},
    ],
)
def test_keys_that_cannot_encrypt_are_refused(desk: Desk, keys: dict[str, str]) -> None:
    refuse(desk.senior.post(PATH, **subscription(keys=keys)), 422, "validation_failed")


def test_a_program_does_not_subscribe(desk: Desk, app: FlowPilot) -> None:
    token = expect(desk.senior.post("/auth/tokens", name="Reports"), 201)["token"]
    headers = {"Authorization": f"Bearer {token}"}
    refuse(app.test_client().post(API + PATH, headers=headers, json=subscription()), 403, "login_required")
