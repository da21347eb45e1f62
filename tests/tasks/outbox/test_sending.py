"""From a commit to Redis: what is sent, when, and by whom, whatever happens to Redis."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from redis import Redis

from models.core import live
from models.core.unit_of_work import db_session
from models.operations.ai_sessions import Problem, open_session
from models.user import User
from tests.desk import Desk, Person, expect
from tests.events import Heard
from tests.jobs import Jobs
from tests.tasks.house import House
from tests.tasks.outbox.bench import Bench
from tests.tasks.outbox.providers import PATIENCE_SECONDS

SESSIONS = 20


class SecondThoughts(Exception):
    """Something went wrong after everything was requested."""


def opens_session(bench: Bench, person: Person, *, then_fails: bool) -> None:
    """As the API does it, in one transaction."""
    with bench.context.unit_of_work(person.account_id):
        open_session(Problem(problem="The printer is on fire"), by=db_session().get_one(User, UUID(person.id)))
        if then_fails:
            raise SecondThoughts


def answered(desk: Desk, ai_session: dict[str, Any]) -> int:
    steps = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    return [step["kind"] for step in steps].count("assistant_message")


def test_what_is_rolled_back_is_neither_recorded_nor_sent(bench: Bench, desk: Desk, heard: Heard) -> None:
    with pytest.raises(SecondThoughts):
        opens_session(bench, desk.junior, then_fails=True)
    assert bench.house.jobs_of(desk) == [] and bench.queued("ai") == 0
    bench.end_lease()
    assert heard.drain() == []


def test_what_is_committed_is_sent_at_once(bench: Bench, desk: Desk, heard: Heard) -> None:
    opens_session(bench, desk.junior, then_fails=False)
    assert bench.queued("ai") == 1
    heard.wait_for("step_created")


@pytest.fixture
def redis_down(house: House) -> Iterator[House]:
    """Redis is dead; a test may bring it back, empty."""
    house.redis.kill()
    yield house
    house.redis.kill()
    house.redis.start()


def test_an_escalation_while_redis_is_down_is_accepted_and_heard_when_it_is_back(
    redis_down: House, bench: Bench, desk: Desk
) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    redis_down.redis.start()
    with redis_down.hears(desk) as heard:
        bench.end_lease()
        heard.wait_for("handoff_created", handoff_id=handoff["id"])
    assert (bench.queued("ai"), bench.queued("db")) == (2, 0), "the deadline's job is not due yet"


def test_the_relay_waits_out_a_redis_that_is_down(redis_down: House, bench: Bench, desk: Desk) -> None:
    desk.junior.opens_session()
    thread = threading.Thread(target=bench.relay.run)
    thread.start()
    redis_down.redis.start()
    with redis_down.hears(desk) as heard:
        redis_down.make_due()
        heard.wait_for("step_created")
    bench.relay.stop()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_jobs_that_redis_forgot_are_all_done(house: House, desk: Desk) -> None:
    sessions = [desk.junior.opens_session() for _ in range(SESSIONS)]
    house.forget_redis()
    house.make_due()
    with Jobs(house.settings), house.hears(desk) as heard:
        for _ in sessions:
            heard.wait_for("reply_finished")
    assert [answered(desk, ai_session) for ai_session in sessions] == [1] * SESSIONS


def test_two_relays_share_what_is_due_and_each_event_is_heard_once(
    house: House, bench: Bench, desk: Desk, redis_down: House
) -> None:
    sessions = [desk.junior.opens_session() for _ in range(SESSIONS)]
    redis_down.redis.start()
    house.make_due()
    together = threading.Barrier(2)

    def sweep(relay: Bench) -> int:
        together.wait(PATIENCE_SECONDS)
        return relay.relay.sweep()

    with house.hears(desk) as heard, Bench(house) as other, ThreadPoolExecutor(2) as relays:
        sent = sum(relays.map(sweep, (bench, other)))
        heard.drain()
    assert sent >= 2 * len(sessions)
    events = [event["data"]["id"] for event in heard.all]
    assert len(events) == len(set(events)) == len(sessions)
    assert bench.queued("ai") == len(sessions)


def test_an_event_that_is_swept_after_its_fast_path_is_heard_once(
    bench: Bench, house: House, desk: Desk, heard: Heard, redis_client: Redis
) -> None:
    desk.junior.opens_session()
    bench.end_lease()
    bench.end_lease()
    assert len(heard.drain()) == 1
    assert redis_client.xlen(live.replay_key_of(desk.account_id)) == 1
    (row,) = house.sql("select state from outbox where kind = 'event' and account_id = %(id)s", id=desk.account_id)
    assert row["state"] == "done"


def test_a_restarted_redis_that_lost_its_scripts_serves_the_next_request_at_once(
    bench: Bench, house: House, desk: Desk
) -> None:
    desk.junior.opens_session()
    house.redis.kill()
    house.redis.start()
    with house.hears(desk) as heard:
        desk.junior.opens_session()
        heard.wait_for("step_created")
    assert bench.queued("ai") == 1


def test_a_row_of_a_newer_release_stops_no_other(bench: Bench, house: House, desk: Desk) -> None:
    desk.junior.opens_session()
    (row,) = house.jobs_of(desk, "reply.write")
    unknown = "insert into outbox (id, account_id, kind, name, args, due, created_at)"
    values = "values (gen_random_uuid(), %(account)s, 'job', 'tree.grow', '{}', now(), now())"
    house.sql(f"{unknown} {values}", account=desk.account_id)
    house.forget_redis()
    house.make_due()
    bench.relay.sweep()
    assert bench.queued("ai") == 1
    assert bench.run(row)["state"] == "done"
