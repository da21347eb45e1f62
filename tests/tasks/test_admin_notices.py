"""What admins are told of their account: its AI budget and its subscription."""

from __future__ import annotations

from uuid import UUID

from models.account import SubscriptionStatus
from models.core import clock
from models.operations import accounts
from models.operations.ai_usage import record_calls
from settings import Settings
from tests.support.desk import Desk, expect
from tests.support.eventually import eventually
from tests.support.mails import mails_to, text_of
from tests.support.workers import Workers

CALL = {
    **dict.fromkeys(("task", "provider", "model", "prompt_id", "prompt_version", "prompt_hash"), "of the test"),
    **dict.fromkeys(("input_tokens", "cache_write_tokens", "cache_read_tokens", "output_tokens", "duration_ms"), 1),
}


def spends(desk: Desk, micros: int) -> None:
    ai_session = desk.junior.opens_session()
    with desk.unit():
        record_calls([CALL | {"cost_micros": micros}], ai_session_id=UUID(ai_session["id"]))


def subjects(settings: Settings, desk: Desk) -> set[str]:
    """What was mailed to the owner of the account."""
    return {str(mail["Subject"]) for mail in mails_to(settings, desk.owner.email)}


def bell(desk: Desk) -> list[str]:
    return [entry["title"] for entry in desk.owner.bell() if entry["kind"].startswith(("ai_budget", "subscription"))]


def budget(desk: Desk, monthly_micros: int, *, hard_stop: bool) -> None:
    body = {"monthly_micros": monthly_micros, "hard_stop": hard_stop}
    expect(desk.owner.send("PUT", "/account/ai-budget", json=body), 200)


def test_admins_are_told_once_that_the_budget_is_nearly_used_up_and_once_that_it_is(
    desk: Desk, settings: Settings, workers: Workers
) -> None:
    budget(desk, 10_000_000, hard_stop=True)
    spends(desk, 7_900_000)
    for _ in range(2):
        spends(desk, 200_000)
    near, reached = "81 % of this month's AI budget is used up", "This month's AI budget is used up"
    assert eventually(lambda: subjects(settings, desk) == {near})
    for _ in range(2):
        spends(desk, 2_000_000)
    assert eventually(lambda: subjects(settings, desk) == {near, reached})
    told = next(mail for mail in mails_to(settings, desk.owner.email) if mail["Subject"] == reached)
    text = " ".join(text_of(told).split())
    assert f"Month: {clock.now():%B %Y}" in text and "Budget: $10.00" in text
    assert "The copilot answers again when the month ends, or when an owner raises the budget." in text
    assert sorted(bell(desk)) == sorted([near, reached])
    assert mails_to(settings, desk.senior.email) == []

    budget(desk, 12_500_000, hard_stop=False)
    spends(desk, 0)
    again = "98 % of this month's AI budget is used up"
    assert eventually(lambda: subjects(settings, desk) == {near, reached, again})


def test_admins_are_told_of_a_changed_subscription(desk: Desk, settings: Settings, workers: Workers) -> None:
    for _ in range(2):
        with desk.unit():
            accounts.set_subscription(desk.account_id, plan="pro", status=SubscriptionStatus.PAST_DUE)
    title = "Your subscription is now pro, past due"
    assert eventually(lambda: subjects(settings, desk) == {title})
    (mail,) = mails_to(settings, desk.owner.email)
    assert "Everything works for 7 more days." in text_of(mail)
    assert bell(desk) == [title]
