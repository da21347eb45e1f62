"""From a commit to Redis: what is sent, when, and by whom, whatever happens to Redis."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis import Redis
from sqlalchemy.exc import SQLAlchemyError

from models.core.outgoing import live
from models.core.unit_of_work import db_session
from models.operations import passwords
from models.operations.ai_sessions import Problem, open_session
from models.user import User
from tests.support.desk import Desk, Person, expect
from tests.support.events import EventListener
from tests.support.installation import Installation
from tests.support.workers import Workers
from tests.tasks.runner.manual_worker import ManualWorker
from tests.tasks.runner.providers import PATIENCE_SECONDS

SESSIONS = 20


class SecondThoughts(Exception):
    """Something went wrong after everything was requested."""


def opens_session(worker: ManualWorker, person: Person, *, then_fails: bool) -> None:
    """As the API does it, in one transaction."""
    with worker.context.unit_of_work(person.account_id):
        open_session(Problem(problem="The printer is on fire"), by=db_session().get_one(User, UUID(person.id)))
        if then_fails:
            raise SecondThoughts


def answered(desk: Desk, ai_session: dict[str, Any]) -> int:
    steps = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    return [step["kind"] for step in steps].count("assistant_message")


def test_what_is_rolled_back_is_neither_recorded_nor_sent(
    worker: ManualWorker, desk: Desk, heard: EventListener
) -> None:
    invitations = worker.installation.jobs_of(desk)
    with pytest.raises(SecondThoughts):
        opens_session(worker, desk.junior, then_fails=True)
    assert worker.installation.jobs_of(desk) == invitations and worker.queued("ai") == 0
    worker.end_lease()
    assert heard.drain() == []


def test_what_is_committed_is_sent_at_once(worker: ManualWorker, desk: Desk, heard: EventListener) -> None:
    opens_session(worker, desk.junior, then_fails=False)
    assert worker.queued("ai") == 1
    heard.wait_for("step_created")


@pytest.fixture
def redis_down(installation: Installation) -> Iterator[Installation]:
    """Redis is dead; a test may bring it back, empty."""
    installation.redis.kill()
    yield installation
    installation.redis.kill()
    installation.redis.start()


def test_an_escalation_while_redis_is_down_is_accepted_and_heard_when_it_is_back(
    redis_down: Installation, worker: ManualWorker, desk: Desk
) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    redis_down.redis.start()
    with redis_down.hears(desk) as heard:
        worker.end_lease()
        heard.wait_for("handoff_created", handoff_id=handoff["id"])
    assert (worker.queued("ai"), worker.queued("db")) == (2, 0), "the deadline's job is not due yet"


def test_the_relay_waits_out_a_redis_that_is_down(redis_down: Installation, worker: ManualWorker, desk: Desk) -> None:
    desk.junior.opens_session()
    thread = threading.Thread(target=worker.relay.run)
    thread.start()
    redis_down.redis.start()
    with redis_down.hears(desk) as heard:
        redis_down.make_due()
        heard.wait_for("step_created")
    worker.relay.stop()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_a_request_for_a_password_link_that_fails_holds_nothing_up(
    redis_down: Installation, worker: ManualWorker, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise SQLAlchemyError

    monkeypatch.setattr(passwords, "waiting_requests", lambda most: [uuid4()])
    monkeypatch.setattr(passwords, "answer_request", fails)
    desk.junior.opens_session()
    redis_down.redis.start()
    thread = threading.Thread(target=worker.relay.run)
    with redis_down.hears(desk) as heard:
        redis_down.make_due()
        thread.start()
        heard.wait_for("step_created")
    worker.relay.stop()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_jobs_that_redis_forgot_are_all_done(installation: Installation, desk: Desk) -> None:
    sessions = [desk.junior.opens_session() for _ in range(SESSIONS)]
    installation.forget_redis()
    installation.make_due()
    with Workers(installation.settings), installation.hears(desk) as heard:
        for _ in sessions:
            heard.wait_for("reply_finished")
    assert [answered(desk, ai_session) for ai_session in sessions] == [1] * SESSIONS


def test_two_relays_share_what_is_due_and_each_event_is_heard_once(
    installation: Installation, worker: ManualWorker, desk: Desk, redis_down: Installation
) -> None:
    sessions = [desk.junior.opens_session() for _ in range(SESSIONS)]
    redis_down.redis.start()
    installation.make_due()
    together = threading.Barrier(2)

    def sweep(relay: ManualWorker) -> int:
        together.wait(PATIENCE_SECONDS)
        return relay.relay.sweep()

    with installation.hears(desk) as heard, ManualWorker(installation) as other, ThreadPoolExecutor(2) as relays:
        sent = sum(relays.map(sweep, (worker, other)))
        heard.drain()
    assert sent >= 2 * len(sessions)
    events = [event["data"]["id"] for event in heard.all]
    assert len(events) == len(set(events)) == len(sessions)
    assert worker.queued("ai") == len(sessions)


def test_an_event_that_is_swept_after_its_fast_path_is_heard_once(
    worker: ManualWorker, installation: Installation, desk: Desk, heard: EventListener, redis_client: Redis
) -> None:
    desk.junior.opens_session()
    worker.end_lease()
    worker.end_lease()
    assert len(heard.drain()) == 1
    assert redis_client.xlen(live.replay_key_of(desk.account_id)) == 1
    (row,) = installation.sql(
        "select state from outbox where kind = 'event' and account_id = %(id)s", id=desk.account_id
    )
    assert row["state"] == "done"


def test_a_restarted_redis_that_lost_its_scripts_serves_the_next_request_at_once(
    worker: ManualWorker, installation: Installation, desk: Desk
) -> None:
    desk.junior.opens_session()
    installation.redis.kill()
    installation.redis.start()
    with installation.hears(desk) as heard:
        desk.junior.opens_session()
        heard.wait_for("step_created")
    assert worker.queued("ai") == 1


def test_a_row_of_a_newer_release_stops_no_other(worker: ManualWorker, installation: Installation, desk: Desk) -> None:
    desk.junior.opens_session()
    (row,) = installation.jobs_of(desk, "reply.write")
    unknown = "insert into outbox (id, account_id, kind, name, args, due, created_at)"
    values = "values (gen_random_uuid(), %(account)s, 'job', 'tree.grow', '{}', now(), now())"
    installation.sql(f"{unknown} {values}", account=desk.account_id)
    installation.forget_redis()
    installation.make_due()
    worker.relay.sweep()
    assert worker.queued("ai") == 1
    assert worker.run(row)["state"] == "done"
