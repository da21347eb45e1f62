"""What the Demo AI reads out of an engineer's words: facts, and what a fix did."""

from __future__ import annotations

import pytest

from tasks.integrations.assistant.demo.facts import find_facts
from tasks.integrations.assistant.demo.outcomes import said_outcome
from tasks.integrations.assistant.demo.reply import reply_to
from tasks.integrations.assistant.guides import own_words
from tests.tasks.integrations.assistant.talk import a_fix, asked


@pytest.mark.parametrize(
    ("message", "kind", "value"),
    [
        ("ping to 10.20.30.40 fails", "address", "10.20.30.40"),
        ("client is on version 7.2.4 since May", "version", "version 7.2.4"),
        (r"cannot open \\fs01\finance\2026", "path", r"\\fs01\finance\2026"),
        ("fails with 0x80070005", "error code", "0x80070005"),
        ("event id 4740 in the log", "event", "event id 4740"),
        ("KB5034441 does not install", "update", "KB5034441"),
        ("it runs Windows Server 2022", "system", "Windows Server 2022"),
        ("on LAP-0231 only", "host", "LAP-0231"),
        ("three users see it", "scope", "three users"),
        ("only one user has it", "scope", "only one user"),
        ("broken since yesterday evening, badly", "since", "yesterday evening"),
        ("it began after the router update", "change", "after the router update"),
        ("She changed her password on Friday.", "change", "changed her password on Friday"),
        ('the error says "Access is denied" now', "error text", "Access is denied"),
        ("user anna@northwind.example cannot sign in", "account", "anna@northwind.example"),
    ],
)
def test_a_fact_is_found_in_its_own_words(message: str, kind: str, value: str) -> None:
    assert (kind, value) in {(fact.kind, fact.value) for fact in find_facts(message)}


def test_an_address_is_no_version_and_words_count_once() -> None:
    facts = find_facts("version 1.2.3 talks to version 192.168.1.10 on SRV-01")
    assert [(fact.kind, fact.value) for fact in facts] == [
        ("address", "192.168.1.10"),
        ("version", "version 1.2.3"),
        ("host", "SRV-01"),
    ]


def test_at_most_five_facts_are_taken_from_one_message() -> None:
    assert len(find_facts(" ".join(f"10.0.0.{number}" for number in range(20)))) == 5


@pytest.mark.timeout(60)
def test_the_longest_messages_are_answered_at_once() -> None:
    """Work that grows with the square of one of these would take longer than this test may."""
    unbroken = ["a", "-", "_", "1", ".", "1.", "a.", "a@a.", "A-", "AA1-", "www."]
    for text in [*(piece * (32_000 // len(piece)) for piece in unbroken), "A" * 31_999 + "1", "1.1.1.1 " * 4_000]:
        assert reply_to(asked(text))


@pytest.mark.parametrize("message", ["", "hello", "she did not change the plan", "we never moved anything"])
def test_nothing_is_found_where_nothing_is_said(message: str) -> None:
    assert find_facts(message) == []


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("That worked, thanks!", "worked"),
        ("works now", "worked"),
        ("Yes, fixed.", "worked"),
        ("She can print again.", "worked"),
        ("The problem is gone", "worked"),
        ("everything is back to normal", "worked"),
        ("That didn't work.", "did_not_work"),
        ("That didn\u2019t help", "did_not_work"),
        ("no luck", "did_not_work"),
        ("still the same error", "did_not_work"),
        ("Tried it, it still drops", "did_not_work"),
        ("It has not fixed it", "did_not_work"),
        ("It works for some of them", "partially"),
        ("Worked, but only until lunch", "partially"),
        ("a bit better", "partially"),
        ("didnt work", "did_not_work"),
        ("doesnt help", "did_not_work"),
        ("funktioniert nicht", "did_not_work"),
        ("Geht leider immer noch nicht", "did_not_work"),
        ("\u00c7a ne marche toujours pas", "did_not_work"),
        ("no funciona", "did_not_work"),
        ("still broken", "did_not_work"),
        ("worked for five minutes and then died", "did_not_work"),
        ("It worked for an hour, then the prompt came back", "did_not_work"),
        ("Jetzt funktioniert es wieder, hat geholfen", "worked"),
        ("The flush is done and the cache is fixed", "worked"),
        ("She wrote this morning: the prompt again. It still asks.", "did_not_work"),
        ("> is it fixed?\nThat worked.", "worked"),
        ("\u00e7a marche pas", "did_not_work"),
        ("va toujours pas", "did_not_work"),
        ("nope", "did_not_work"),
        ("no, same", "did_not_work"),
        ("Same.", "did_not_work"),
        ("ok updated the driver, now it prints", "worked"),
        ("he can log on again", "worked"),
        ("it works on PC-14 again", "worked"),
    ],
)
def test_an_outcome_is_heard_and_quoted(message: str, outcome: str) -> None:
    said = said_outcome(message, [a_fix()])
    assert said is not None
    assert (said.outcome, said.fix.ref) == (outcome, "F1")
    assert said.quote in message


@pytest.mark.parametrize(
    "message",
    [
        "Will that work?",
        "I hope it worked",
        "Let me know if it worked",
        "I will try it now",
        "It worked before",
        "I haven't tried it yet",
        "OWA works fine for her.",
        "She did not change her password.",
        "The other printer is fine.",
        "What does it do?",
        "the coffee machine is fixed",
        "The coffee machine is still broken.",
        "My chair works now",
        "I can't say that it worked",
        "I cant say that it worked",
        "Too early to tell that it works now",
        "I don't think it worked",
        "I doubt it works now",
        "Tell me whether it works now",
        "> it works",
        "> Hi Sam,\n> it works now, thanks!",
        "From: Jane Roe\nSubject: Printer\n\nit works",
        "Here is her mail.\n\nOn Fri, 27 Nov 2026 at 10:02, Jane Roe wrote:\n\nIt works now.",
        "-----Original Message-----\nIt works again.",
        'Jane mailed: "it works"',
        "She wrote \u201cit works now\u201d",
        "Mail from Jane: it works",
        "wei\u00df nicht, ob es jetzt funktioniert",
        "fixed the typo in the ticket",
        "works on my machine",
        "yes it works in OWA",
        "it worked yesterday",
        "it works only on mobile hotspot",
        "no we did not change anything",
        "> Does anybody else see it?\n\nnope",
    ],
)
def test_questions_doubts_quotations_and_other_news_are_no_outcome(message: str) -> None:
    assert said_outcome(message, [a_fix()]) is None


def test_a_fix_that_nobody_applied_needs_words_about_a_try() -> None:
    proposed = [a_fix(applied=False)]
    for news in (
        "It still asks in the browser.",
        "it failed again tonight",
        "nope",
        "She tried to print, it failed again.",
    ):
        assert said_outcome(news, proposed) is None
    assert said_outcome("Funktioniert nicht.\nIt began on Monday.", proposed) is None
    assert said_outcome("Flushing the cache changed nothing, same error", proposed) is not None
    assert said_outcome("Tried it, no luck.", proposed) is not None


@pytest.mark.parametrize(
    "message", ["didnt work", "still broken", "funktioniert nicht", "worked for five minutes and then died"]
)
def test_a_short_report_counts_even_if_nobody_marked_the_fix_as_applied(message: str) -> None:
    said = said_outcome(message, [a_fix(applied=False)])
    assert said is not None
    assert said.outcome == "did_not_work"


def test_a_word_for_any_thing_does_not_make_another_thing_the_sessions() -> None:
    fixes = [a_fix(title="Restart the machine")]
    assert said_outcome("the coffee machine is fixed", fixes) is None
    assert said_outcome("the machine works now", fixes) is not None


@pytest.mark.parametrize("message", ["The printer works now.", "the PRN-02 printer is fixed"])
def test_a_thing_that_the_session_is_about_is_no_other_thing(message: str) -> None:
    said = said_outcome(message, [a_fix()], about="Printer PRN-02 is offline")
    assert said is not None
    assert said.outcome == "worked"


def test_the_ref_names_the_fix_else_the_applied_one_is_meant() -> None:
    fixes = [a_fix("F1", title="Restart the spooler"), a_fix("F2", applied=False), a_fix("F3", applied=False)]
    by_ref = said_outcome("F3 did not work", fixes)
    by_state = said_outcome("that did not work", fixes)
    assert by_ref is not None
    assert by_state is not None
    assert (by_ref.fix.ref, by_state.fix.ref) == ("F3", "F1")


def test_a_closed_fix_has_no_further_outcome() -> None:
    assert said_outcome("that did not work", [a_fix(status="applied_failed")]) is None


def test_a_recorded_change_is_nobodys_words() -> None:
    fix = a_fix(status="applied_failed")
    assert own_words(f"Did not work: {fix.title}\n\nWhat now?", [fix]) == "What now?"
    assert own_words("Did not work: rebooting", [fix]) == "Did not work: rebooting"
