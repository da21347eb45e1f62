"""A call whose answer was lost is sent again with its key, and happens once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from models.ai_session import AiSession
from models.core import clock
from models.core.crypto import CannotOpen, KeyRing
from models.idempotency_key import IdempotencyKey
from settings import Settings
from tasks.schedule import Schedule
from tests.support.desk import Desk, Person, address, expect, refuse
from web.edge.application import FlowPilot


def opens(person: Person, key: str, problem: str = "Printer offline", **more: Any) -> TestResponse:
    body = {"problem": problem}
    return person.send("POST", "/ai-sessions", json=body, headers={"Idempotency-Key": key}, **more)


def sessions_of(desk: Desk) -> int:
    return len(desk.rows(select(AiSession.id)))


def test_the_same_key_gives_the_first_answer_again(desk: Desk) -> None:
    first = opens(desk.junior, "k1")
    again = opens(desk.junior, "k1")
    assert expect(again, 201) == expect(first, 201)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert sessions_of(desk) == 1


def test_another_key_is_another_call(desk: Desk) -> None:
    opens(desk.junior, "k1")
    opens(desk.junior, "k2")
    assert sessions_of(desk) == 2


def test_another_body_or_address_with_that_key_is_a_conflict(desk: Desk) -> None:
    ai_session = expect(opens(desk.junior, "k1"), 201)
    refuse(opens(desk.junior, "k1", "Another problem"), 409, "idempotency_conflict")
    path = f"/ai-sessions/{ai_session['id']}/abandon"
    refuse(desk.junior.send("POST", path, headers={"Idempotency-Key": "k1"}), 409, "idempotency_conflict")
    assert desk.junior.reads(ai_session)["status"] == "active"


def test_a_key_is_its_persons_own(desk: Desk, other_desk: Desk) -> None:
    for person in (desk.junior, desk.senior, other_desk.junior):
        assert "Idempotency-Replayed" not in opens(person, "k1").headers


def test_a_refused_call_is_not_remembered(desk: Desk) -> None:
    refuse(opens(desk.junior, "k1", problem=" "), 422, "validation_failed")
    expect(opens(desk.junior, "k1"), 201)


def test_while_the_first_still_runs_the_second_is_told_to_come_back(desk: Desk) -> None:
    with desk.unit() as unit:
        turn = f"{desk.account_id}:{desk.junior.id}:k1"
        unit.db_session.execute(text("select pg_advisory_xact_lock(hashtextextended(:turn, 0))"), {"turn": turn})
        found: list[TestResponse] = []
        other = threading.Thread(target=lambda: found.append(opens(desk.junior, "k1")))
        other.start()
        other.join()
    refuse(found[0], 409, "idempotency_conflict")
    assert found[0].headers["Retry-After"] == "1"
    expect(opens(desk.junior, "k1"), 201)


def test_after_a_day_the_key_is_free_again(desk: Desk) -> None:
    opens(desk.junior, "k1")
    with desk.unit() as unit:
        unit.db_session.execute(update(IdempotencyKey).values(created_at=clock.now() - timedelta(hours=25)))
    assert "Idempotency-Replayed" not in opens(desk.junior, "k1", "Another problem").headers
    assert sessions_of(desk) == 2


def test_old_keys_are_thrown_away(desk: Desk, app: FlowPilot) -> None:
    opens(desk.junior, "old")
    with desk.unit() as unit:
        unit.db_session.execute(update(IdempotencyKey).values(created_at=clock.now() - timedelta(hours=25)))
    opens(desk.junior, "new")
    with app.app_context():
        from models.core.database.flask_db import db  # noqa: PLC0415 -- needs the app

        Schedule(db.engine).purge()
    assert len(desk.rows(select(IdempotencyKey.id))) == 1


@pytest.mark.parametrize("key", ["", " ", "ä", "a b", "x" * 256])
def test_a_key_is_visible_ascii(desk: Desk, key: str) -> None:
    assert refuse(opens(desk.junior, key), 422, "validation_failed").keys() == {"Idempotency-Key"}


def test_a_secret_in_an_answer_is_given_again_and_not_kept_in_the_clear(desk: Desk) -> None:
    body = {"email": address("new"), "role": "viewer"}
    first, again = (
        expect(desk.owner.send("POST", "/account/invitations", json=body, headers={"Idempotency-Key": "k1"}), 201)
        for _ in range(2)
    )
    assert first == again
    (sealed,) = desk.rows(select(IdempotencyKey.sealed_body))
    assert first["accept_url"].encode() not in sealed


def test_a_sealed_value_opens_in_its_own_place_alone(desk: Desk, other_desk: Desk, settings: Settings) -> None:
    ring = KeyRing.from_setting(settings.encryption_keys)
    sealed = ring.seal(b"secret", account_id=desk.account_id, column="a.b")
    assert ring.open(sealed, account_id=desk.account_id, column="a.b") == b"secret"
    for place in (
        {"account_id": other_desk.account_id, "column": "a.b"},
        {"account_id": desk.account_id, "column": "c"},
    ):
        with pytest.raises(CannotOpen):
            ring.open(sealed, **place)
    with pytest.raises(CannotOpen):
        ring.open(sealed[:-6] + b"AAAAAA", account_id=desk.account_id, column="a.b")


def test_keys_rotate(desk: Desk) -> None:
    old, new = KeyRing({"k1": b"1" * 32}), KeyRing({"k2": b"2" * 32, "k1": b"1" * 32})
    sealed = old.seal(b"secret", account_id=desk.account_id, column="a.b")
    assert new.open(sealed, account_id=desk.account_id, column="a.b") == b"secret"
    assert new.seal(b"secret", account_id=desk.account_id, column="a.b").split(b".")[1] == b"k2"
    with pytest.raises(CannotOpen):
        KeyRing({"k2": b"2" * 32}).open(sealed, account_id=desk.account_id, column="a.b")
