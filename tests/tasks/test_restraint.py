"""An address that fails or does not answer gets one call at a time, at growing distances; no other address waits."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from uuid import UUID, uuid4

import pytest

from tasks.integrations.errors import CallFailed
from tasks.restraint import LONGEST_PAUSE_SECONDS, SLOW_FOR_SECONDS, SLOW_SECONDS, Hold, Place, Restraint

ACCOUNT = uuid4()


class Desk:
    """Calls addresses at a time of the test's own."""

    def __init__(self) -> None:
        self.now = 0.0
        self._restraint = Restraint(clock=lambda: self.now)

    def place(self) -> AbstractContextManager[Place]:
        return self._restraint.place()

    def calls(self, recipient: str, *, fails: bool = False, by_hand: bool = False) -> Hold | None:
        """A call that takes no time, if it may be made."""
        with self.place() as place:
            hold = place.take("mail", recipient, account_id=ACCOUNT, although_it_rests=by_hand)
            if hold is None and fails:
                place.note_failure(CallFailed())
            return hold


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_address_that_works_never_waits(desk: Desk) -> None:
    with ExitStack() as calls:
        for _ in range(8):
            assert calls.enter_context(desk.place()).take("mail", "priya@acme.test", account_id=ACCOUNT) is None


def test_after_a_failure_the_address_rests_longer_each_time_and_says_why(desk: Desk) -> None:
    pauses = []
    for _ in range(8):
        assert desk.calls("full@acme.test", fails=True) is None
        hold = desk.calls("full@acme.test")
        assert hold is not None
        assert isinstance(hold.error, CallFailed)
        assert desk.calls("priya@acme.test") is None
        pauses.append(hold.seconds)
        desk.now += hold.seconds
    assert pauses[0] < 4 < pauses[2]
    assert max(pauses) <= 1.5 * LONGEST_PAUSE_SECONDS


def test_a_failing_address_is_tried_by_one_at_a_time(desk: Desk) -> None:
    desk.calls("full@acme.test", fails=True)
    desk.now += LONGEST_PAUSE_SECONDS
    with desk.place() as first:
        assert first.take("mail", "full@acme.test", account_id=ACCOUNT) is None
        assert desk.calls("full@acme.test") is not None
    assert desk.calls("full@acme.test") is None


def test_what_somebody_asks_for_is_tried_although_the_address_rests_but_not_beside_another_call(desk: Desk) -> None:
    desk.calls("full@acme.test", fails=True)
    with desk.place() as first:
        assert first.take("mail", "full@acme.test", account_id=ACCOUNT, although_it_rests=True) is None
        assert desk.calls("full@acme.test", by_hand=True) is not None
    assert desk.calls("full@acme.test") is None


def test_a_call_that_is_not_answered_gets_no_second_one_beside_it(desk: Desk) -> None:
    with desk.place() as silent:
        assert silent.take("mail", "silent@acme.test", account_id=ACCOUNT) is None
        desk.now += SLOW_SECONDS + 0.1
        hold = desk.calls("silent@acme.test")
        assert hold is not None
        assert hold.error is None
        assert desk.calls("priya@acme.test") is None


def test_a_success_forgets_the_failures(desk: Desk) -> None:
    desk.calls("full@acme.test", fails=True)
    desk.now += LONGEST_PAUSE_SECONDS
    assert desk.calls("full@acme.test") is None
    assert desk.calls("full@acme.test") is None


def test_an_address_that_was_slow_gets_one_call_at_a_time_for_a_while(desk: Desk) -> None:
    def is_alone() -> bool:
        with desk.place() as first:
            assert first.take("mail", "slow@acme.test", account_id=ACCOUNT) is None
            return desk.calls("slow@acme.test") is not None

    with desk.place() as slow:
        assert slow.take("mail", "slow@acme.test", account_id=ACCOUNT) is None
        desk.now += SLOW_SECONDS + 0.1
    assert is_alone()
    desk.now += SLOW_FOR_SECONDS
    assert not is_alone()


def test_one_account_does_not_take_all_threads_however_many_channels_it_has(desk: Desk) -> None:
    greedy, other, late = uuid4(), uuid4(), uuid4()
    with ExitStack() as calls:

        def starts(account_id: UUID, channel: str) -> Hold | None:
            return calls.enter_context(desk.place()).take("webhook", channel, account_id=account_id)

        with desk.place() as first:
            assert first.take("webhook", "0", account_id=greedy) is None
            for number in range(1, 20):
                hold = starts(greedy, str(number))
                assert (hold is None) == (number == 1)
            assert hold is not None and hold.error is None
            assert starts(other, "20") is None
            assert starts(late, "21") is not None
        # The place that is free now is for who has waited for one.
        assert starts(greedy, "22") is not None
        assert starts(late, "21") is None
