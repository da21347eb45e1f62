"""What the Demo AI says in the chat, through the same filter and collector as a model's answer."""

from __future__ import annotations

import pytest

from models.library import Guide, load_guides
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.marker_tags import TAGS
from tasks.integrations.assistant import Control, ReplyDone, VisibleText, stream_reply
from tasks.integrations.assistant.demo.chat_situation import ChatSituation
from tasks.integrations.assistant.demo.reply import reply_to
from tests.tasks.integrations.assistant.talk import Talk, asked, demo_provider

CLEAR_QUEUE = "Clear the print queue and restart the spooler"
LIKELY = "Outlook keeps asking for a password on Windows 11 since MFA was enabled, error 0x8004010F"
BITLOCKER = "Laptop asks for the BitLocker recovery key at every start since the BIOS update"
PROBLEM = "Outlook keeps asking for the password on LAP-0231 since this morning, only one user"


def two_problems() -> tuple[str, Guide]:
    """A report of two problems at once that fit it nearly alike, and the guide of the first."""
    guides = list(load_guides().values())
    reports = ((f"{one.title}. {other.title}.", one) for one in guides for other in guides[::7])
    return next((report, guide) for report, guide in reports if _are_alike(ChatSituation(asked(report))))


def _are_alike(situation: ChatSituation) -> bool:
    return bool(situation.best and situation.rival and not situation.may_propose)


def test_a_clear_report_gets_a_diagnosis_a_fix_facts_and_questions() -> None:
    done = Talk(PROBLEM).say(PROBLEM)
    assert done.suggest_fix is not None
    assert done.suggest_fix.title in done.text
    assert len(done.suggest_fix.steps) >= 2
    assert ("host", "LAP-0231") in {(fact.kind, fact.value) for fact in done.facts}
    assert not any(question.text in done.text for question in done.questions), "the lane shows them; nothing twice"
    assert 1 <= len(done.questions) <= 2


def test_no_marker_is_visible() -> None:
    done = Talk(PROBLEM).say(PROBLEM)
    assert "SUGGEST_FIX" in reply_to(asked(PROBLEM))
    assert not any(f"[{tag}" in done.text for tag in TAGS)


def test_the_script_of_a_fix_is_the_reply_s_code_block() -> None:
    report = "Print jobs hang in the queue for everybody, the spooler has to be restarted"
    done = Talk(report).say(report)
    assert done.suggest_fix is not None
    assert done.suggest_fix.script
    assert f"```powershell\n{done.suggest_fix.script}\n```" in done.text


def test_a_question_that_a_fact_answers_is_not_asked() -> None:
    with_scope = Talk("It is broken, only one user").say("It is broken, only one user")
    without = Talk("It is broken").say("It is broken")
    scope = "Who is affected: one user, one machine, one site, or everyone?"
    assert scope in [question.text for question in without.questions]
    assert scope not in [question.text for question in with_scope.questions]


@pytest.mark.parametrize("words", ["That didn't work.", "No luck, same error", "Tried it, it still asks"])
def test_words_of_failure_bring_the_outcome_and_another_fix(words: str) -> None:
    talk = Talk(PROBLEM)
    first = talk.say(PROBLEM).suggest_fix
    talk.record("proposed")
    second = talk.say(words)
    assert [(outcome.fix_ref, outcome.outcome) for outcome in second.fix_outcomes] == [("F1", "did_not_work")]
    assert second.suggest_fix is not None
    assert first is not None
    assert second.suggest_fix.title != first.title


@pytest.mark.parametrize(("report", "opening"), [(LIKELY, "may be"), (BITLOCKER, "This fits")])
def test_a_diagnosis_is_worded_as_sure_as_it_is(report: str, opening: str) -> None:
    assert opening in Talk(report).say(report).text


def test_a_recorded_failure_brings_another_fix_and_quotes_the_note() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("applied_failed", notes="the prompt came back at once")
    done = talk.say(f"Did not work: {talk.fixes[0].title}")
    assert done.suggest_fix is not None
    assert done.suggest_fix.title != talk.fixes[0].title
    assert "the prompt came back at once" in done.text
    assert done.fix_outcomes == []


def test_every_fix_is_offered_once_and_then_escalating() -> None:
    talk, offered = Talk(PROBLEM), []
    done = talk.say(PROBLEM)
    while done.suggest_fix:
        offered.append(done.suggest_fix.title)
        talk.record("applied_failed")
        done = talk.say(f"Did not work: {offered[-1]}")
    assert set(offered) == {fix.title for fix in load_guides()["outlook-password-prompts"].fixes}
    assert len(offered) == len(set(offered))
    assert "escalate" in done.text


def test_success_brings_the_outcome_and_no_further_fix() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("proposed")
    done = talk.say("That worked, thanks!")
    assert [outcome.outcome for outcome in done.fix_outcomes] == ["worked"]
    assert done.suggest_fix is None
    assert "resolve" in done.text


def test_an_applied_fix_is_to_be_verified_first() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("proposed")
    done = talk.say(f"Applied: {talk.fixes[0].title}")
    assert done.suggest_fix is None
    assert "holds" in done.text


def test_more_news_keeps_the_open_fix_and_the_facts() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    done = talk.say("OWA works fine for her. She changed her password on Friday.")
    assert done.suggest_fix is None
    assert done.fix_outcomes == []
    assert talk.fixes[0].title in done.text
    assert [fact.value for fact in done.facts] == ["changed her password on Friday"]


def test_the_next_idea_comes_when_it_is_asked_for() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    done = talk.say("What else could we do?")
    assert done.suggest_fix is not None
    assert done.suggest_fix.title != talk.fixes[0].title


def test_a_dismissed_fix_does_not_come_back() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("dismissed", applied=False)
    done = talk.say("I would rather not do that")
    assert done.suggest_fix is not None
    assert done.suggest_fix.title != talk.fixes[0].title


def test_too_little_is_answered_by_questions_then_by_isolating_then_by_escalating() -> None:
    talk = Talk("Hello")
    first, second, third = talk.say("Hello"), talk.say("it is broken"), talk.say("really broken")
    assert len(first.questions) == 4
    assert {first.suggest_fix, second.suggest_fix, third.suggest_fix} == {None}
    assert len({first.text, second.text, third.text}) == 3
    assert "scalate" in third.text


def test_a_vague_start_leads_to_a_fix_once_more_is_known() -> None:
    talk = Talk("Hello")
    talk.say("Hello")
    done = talk.say("Print jobs are stuck in the queue and cannot be deleted, the spooler has to be restarted")
    assert done.suggest_fix is not None


def test_two_patterns_that_fit_alike_are_told_apart_before_anything_is_changed() -> None:
    report, guide = two_problems()
    talk = Talk(report)
    done = talk.say(report)
    assert "Two patterns" in done.text
    assert done.suggest_fix is None
    assert done.title is None
    assert done.questions or done.actions
    assert talk.say(f"It is only this: {guide.title}. {guide.symptoms[0]}").suggest_fix is not None


def test_every_guide_answers_in_a_few_sentences_with_nothing_dropped() -> None:
    for guide in load_guides().values():
        report = f"{guide.title}. {guide.symptoms[0]}. {guide.symptoms[1]}"
        done = Talk(report).say(report)
        assert 200 < len(done.text) < 5_000, guide.id
        assert done.suggest_fix or done.questions or done.actions, guide.id


def test_the_same_session_gets_the_same_events() -> None:
    def events() -> list[VisibleText | ReplyDone]:
        pieces = list(stream_reply(demo_provider(), asked(PROBLEM), Control()))
        return [piece if isinstance(piece, VisibleText) else (piece.text, piece.done.request_id) for piece in pieces]

    assert events() == events()


def test_it_comes_word_by_word_and_adds_up() -> None:
    *pieces, done = stream_reply(demo_provider(), asked(PROBLEM), Control())
    assert isinstance(done, ReplyDone)
    assert len(pieces) > 50
    assert "".join(piece.text for piece in pieces if isinstance(piece, VisibleText)).strip() == done.text


def test_a_secret_is_not_repeated() -> None:
    message = r"Outlook keeps asking, the error says \"password: Winter2026! rejected\" since today"
    done = Talk(message).say(message)
    assert "redacted" in done.text
    assert "Winter2026!" not in f"{done.text} {done.facts}"


def test_a_session_without_turns_is_answered_too() -> None:
    told = ChatReplyInput(problem="", client_name=None, psa_ticket_id=None, turns=[], facts=[], fixes=[])
    assert "narrow it down" in reply_to(told)


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        (PROBLEM, "Outlook asks for password on LAP-0231"),
        ("Backup of FS01 fails: VSS writer timed out, event 8194", "VSS writer failed on FS01"),
        ("The VPN connects and drops every few minutes for three users", "VPN drops for three users"),
        ("Laptop BitLocker recovery key prompt at boot after firmware update", "BitLocker recovery"),
    ],
)
def test_the_title_is_the_problem_and_the_thing(problem: str, title: str) -> None:
    assert Talk(problem).say(problem).title == title


def test_what_has_a_title_gets_no_other_and_what_is_unclear_gets_none() -> None:
    told = asked(PROBLEM).model_copy(update={"title": "Jane cannot sign in"})
    assert "[TITLE]" not in reply_to(told)
    assert Talk("Hello").say("Hello").title is None


@pytest.mark.parametrize("words", ["Thanks!", "She confirmed it, calling it a day."])
def test_after_a_fix_that_worked_nothing_further_is_suggested(words: str) -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("applied_success")
    talk.say(f"Worked: {talk.fixes[0].title}")
    done = talk.say(words)
    assert done.suggest_fix is None
    assert f"**{talk.fixes[0].title}** is on record as what solved this" in done.text


def test_when_it_comes_back_another_fix_is_suggested() -> None:
    talk = Talk(PROBLEM)
    first = talk.say(PROBLEM).suggest_fix
    talk.record("applied_success")
    done = talk.say("The prompt came back after an hour.")
    assert first is not None
    assert done.suggest_fix is not None
    assert done.suggest_fix.title != first.title


def test_a_fix_that_worked_in_part_is_neither_tried_nor_verified_again() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("applied_partial", notes="only on the laptop")
    done = talk.say("The phone is a newer model")
    assert "find out whether it holds" not in done.text
    assert "go ahead with" not in done.text
    assert done.suggest_fix is not None
    assert done.suggest_fix.title != talk.fixes[0].title


@pytest.mark.parametrize("message", ["{0} cannot sign in. Outlook asks {0} again.", "{0} is locked again\r\n{0}\r\n"])
def test_a_value_that_is_said_twice_is_noted_once(message: str) -> None:
    address = "jane@contoso.test"
    done = Talk(message.format(address)).say(message.format(address))
    assert [fact.value for fact in done.facts].count(address) == 1
    assert done.text.count(address) == 1


def test_a_code_answers_the_check_that_asks_for_it_and_speaks_for_its_cause() -> None:
    done = Talk("VPN does not connect, error 809").say("VPN does not connect, error 809")
    assert "UDP 500 and 4500" in done.text.partition("Mind this first")[0].split("\n- ")[1]
    assert not any("error number" in question.text.casefold() for question in done.questions)


def test_a_message_that_only_says_thanks_brings_nothing_new() -> None:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    done = talk.say("ok thanks a lot!")
    assert (done.suggest_fix, done.questions, done.hypotheses) == (None, [], [])
    assert talk.fixes[0].title in done.text
