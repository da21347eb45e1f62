"""The Demo AI weighs the cause that its fix is for, and goes on to the next one when that is refuted."""

from __future__ import annotations

from tasks.integrations.assistant import ChatReplyInput, Control, HypothesisIn, ReplyDone, stream_reply
from tests.tasks.integrations.assistant.talk import Talk, a_fix, demo_provider

PROBLEM = "VPN drops every hour for three users at the Leeds office"


def answered(session: ChatReplyInput) -> ReplyDone:
    *_, done = stream_reply(demo_provider(), session, Control())
    assert isinstance(done, ReplyDone)
    assert done.dropped == []
    return done


def test_a_fix_names_its_cause_and_a_refuted_cause_does_not_return() -> None:
    first = Talk(PROBLEM).say(PROBLEM)
    assert first.suggest_fix is not None
    (named,) = first.suggest_fix.causes
    cause = next(one for one in first.hypotheses if one.cause == named)
    talk = Talk(PROBLEM, fixes=[a_fix(title=first.suggest_fix.title, status="applied_failed")])
    talk.say(f"Did not work: {first.suggest_fix.title}")
    refuted = HypothesisIn(ref="H1", cause=cause.cause, state="refuted", guide=cause.guide, cause_id=cause.cause_id)
    asked = talk.as_asked().model_copy(update={"hypotheses": [refuted], "turns": talk.turns[:1]})
    after = answered(asked)
    assert cause.cause not in [one.cause for one in after.hypotheses]
    assert after.suggest_fix is not None
    assert cause.cause not in after.suggest_fix.causes
