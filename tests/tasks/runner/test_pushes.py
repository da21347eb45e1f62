"""A push message to a person with two browsers, of which one's push service answers and the other's does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tasks.actors.sending import PATIENCE
from tests.outside.hook_server import HookServer, raw, reply
from tests.support.browsers import PushedBrowser
from tests.support.desk import Desk, expect
from tests.support.installation import Installation
from tests.tasks.runner.manual_worker import ManualWorker


def run_waiting(installation: Installation, desk: Desk) -> None:
    """Run every push job that waits, each in a process that has not seen the browsers fail."""
    installation.sql("update notice_deliveries set next_attempt_at = now() where state = 'planned'")
    installation.make_due(horizon_seconds=600)
    for row in [job for job in installation.jobs_of(desk, "push.send") if job["state"] == "ready"]:
        with ManualWorker(installation) as worker:
            assert worker.run(row)["state"] == "done"


def test_each_message_reaches_a_browser_once_while_another_one_fails(installation: Installation, desk: Desk) -> None:
    def deliveries() -> list[dict[str, Any]]:
        query = "select * from notice_deliveries where account_id = %(account)s and channel = 'push'"
        return installation.sql(query, account=desk.account_id)

    with HookServer(default=reply(201)) as one, HookServer(default=reply(503)) as other:
        works, fails = PushedBrowser(one), PushedBrowser(other)
        for browser in (works, fails):
            expect(desk.senior.post("/auth/push-subscriptions", **browser.subscription), 204)
        for problem in ("VPN", "Outlook"):
            desk.junior.escalates(desk.junior.opens_session(problem))
        for _ in range(2):
            run_waiting(installation, desk)
        assert {(one["state"], one["attempts"]) for one in deliveries()} == {("planned", 2)}
        installation.sql(
            "update notice_deliveries set created_at = now() - %(age)s", age=PATIENCE + timedelta(seconds=1)
        )
        run_waiting(installation, desk)
        titles = [message["title"] for message in works.received(2)]
        assert sorted(titles) == ["Escalation from Sam: Outlook", "Escalation from Sam: VPN"]
        assert len(fails.received(6)) == 6
    # Somebody saw it, so it was not given up.
    assert {(one["state"], one["last_error"]) for one in deliveries()} == {("sent", None)}


def test_a_message_that_one_browser_took_is_sent_although_another_does_not_confirm_it(
    installation: Installation, desk: Desk
) -> None:
    with HookServer(default=reply(201)) as one, HookServer(default=raw(b"")) as other:
        works, silent = PushedBrowser(one), PushedBrowser(other)
        for browser in (works, silent):
            expect(desk.senior.post("/auth/push-subscriptions", **browser.subscription), 204)
        desk.junior.escalates(desk.junior.opens_session("VPN"))
        for _ in range(2):
            run_waiting(installation, desk)
        assert (len(works.received(1)), len(silent.received(2))) == (1, 2)
    query = "select state, last_error from notice_deliveries where account_id = %(account)s and channel = 'push'"
    assert installation.sql(query, account=desk.account_id) == [{"state": "sent", "last_error": None}]
