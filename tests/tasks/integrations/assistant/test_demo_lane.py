"""What the Demo AI asks for in the task lane: its guides' checks, each only as long as it is needed."""

from __future__ import annotations

from tasks.integrations.assistant import Turn
from tasks.integrations.assistant.demo.wording import VERIFY
from tests.tasks.integrations.assistant.talk import Talk

PROBLEM = "Outlook keeps asking for the password on LAP-0231 since this morning, only one user"


def test_an_open_question_is_repeated_and_an_answered_one_is_not() -> None:
    talk = Talk("Outlook keeps asking for the password")
    first = [question.text for question in talk.say(talk.problem).questions]
    assert len(first) == 2
    second = [question.text for question in talk.answer(first[0], "Yes").questions]
    assert first[0] not in second
    assert second[0] == first[1], "it is still open"
    third = [question.text for question in talk.say("She is back at her desk now").questions]
    assert set(third) >= set(second)


def test_an_answer_becomes_a_fact_unless_nobody_knows() -> None:
    talk = Talk("Hello")
    first, second, third, _ = (question.text for question in talk.say("Hello").questions)
    assert talk.answer(first, "not known").facts == []
    assert [(fact.kind, fact.value) for fact in talk.answer(second, "One site").facts] == [("scope", "One site")]
    assert [(fact.kind, fact.value) for fact in talk.answer(third, "Monday 9:00").facts] == [("since", "Monday 9:00")]


def test_verifying_is_a_list_of_actions_until_they_are_done() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("proposed")
    done = talk.say(f"Applied: {talk.fixes[0].title}")
    assert {action.text for action in done.actions} >= set(VERIFY)
    first, second = VERIFY
    assert first not in done.text
    talk.turns.append(Turn(role="engineer", author="Sam", heading=f"Done: {first}", content="No prompt so far"))
    left = {action.text for action in talk.say("Going on").actions}
    assert second in left
    assert first not in left


def test_what_was_skipped_is_not_asked_again() -> None:
    talk = Talk("Hello")
    asked_first = [question.text for question in talk.say("Hello").questions]
    talk.lane = [item.model_copy(update={"state": "skipped"}) for item in talk.lane]
    done = talk.say("it is broken")
    assert not {question.text for question in done.questions} & set(asked_first)


def test_when_it_is_solved_nothing_is_open_any_more() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("proposed")
    done = talk.say("That worked, thanks!")
    assert (done.questions, done.actions) == ([], [])
