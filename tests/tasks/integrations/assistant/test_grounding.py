"""What an answer may name: only what the session named."""

from __future__ import annotations

import pytest

from tasks.integrations.assistant import AssistantError, AssistantErrorCode, FactIn
from tasks.integrations.assistant.assessment import supported_by_session
from tasks.integrations.assistant.grounding import Ground, entities
from tests.support.sample_sessions import OUTLOOK_ASSESSMENT, OUTLOOK_ESCALATION
from tests.tasks.integrations.assistant.talk import asked

SAID = (
    r"PC-14 gets 0x8004010F from mail.acme.example (10.0.0.5), user ACME\anna, see \\fs01\logs\today.log and event 4740"
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ping 10.0.0.5 now", {"10.0.0.5"}),
        ("ping 10.0.0.5.", {"10.0.0.5"}),
        ("reach fe80:1:2:3::1", {"fe80:1:2:3::1"}),
        ("on SRV-DC01 and PC14", {"srv-dc01", "pc14"}),
        ("code 0x80070005", {"0x80070005"}),
        ("AADSTS50076 and KB5034441", {"aadsts50076", "kb5034441"}),
        ("event id 4740", {"4740"}),
        (r"open C:\Users\anna", {r"c:\users\anna"}),
        (r"open \\fs01\share", {r"\\fs01\share"}),
        ("read /var/log/syslog", {"/var/log/syslog"}),
        (r"user ACME\anna", {r"acme\anna"}),
        ("write to anna@acme.example", {"anna@acme.example"}),
        ("browse portal.acme.example", {"portal.acme.example"}),
    ],
)
def test_a_checkable_name_is_seen(text: str, names: set[str]) -> None:
    assert entities(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Restart outlook.exe and read setup.log",
        "Use TLS, WPA2, SHA-256, UTF-8, IPv6, RAID5 or ISO 27001",
        "Either/or, and/or, on/off",
        "It took 3.5 hours at 14:30 on 23.11.",
        "MFA and VPN and DNS",
        "Ask i.e. the user, e.g. by phone",
    ],
)
def test_plain_words_and_standards_are_no_names(text: str) -> None:
    assert entities(text) == set()


@pytest.mark.parametrize(
    "text",
    ["PC-14 fails with 0X8004010F", r"acme\anna reads \\FS01\logs", "event 4740 on MAIL.acme.example", "10.0.0.5"],
)
def test_what_was_said_holds_in_any_case(text: str) -> None:
    assert Ground(asked(SAID)).holds(text)


@pytest.mark.parametrize("text", ["PC-15 fails", "0x80070005", "10.0.0.50", "10.0.0.6", r"C:\Windows", "PC-1"])
def test_what_was_not_said_does_not_hold(text: str) -> None:
    assert not Ground(asked(SAID)).holds(text)


def test_prose_loses_only_the_sentences_that_do_not_hold() -> None:
    ground = Ground(asked(SAID))
    assert ground.grounded_prose("PC-14 is slow. SRV-99 is down! It hangs.") == "PC-14 is slow. It hangs."


def test_an_assessment_that_rests_on_the_session_stays_as_it_is() -> None:
    assert supported_by_session(OUTLOOK_ASSESSMENT, OUTLOOK_ESCALATION) == OUTLOOK_ASSESSMENT


def test_invented_items_are_dropped_and_the_rest_stays() -> None:
    invented = OUTLOOK_ASSESSMENT.model_copy(
        update={
            "facts_used": [*OUTLOOK_ASSESSMENT.facts_used, "SRV-99 is down"],
            "suggested_steps": ["Reboot 10.9.9.9", *OUTLOOK_ASSESSMENT.suggested_steps],
            "open_questions": ["Is KB1234567 installed?"],
        }
    )
    held = supported_by_session(invented, OUTLOOK_ESCALATION)
    assert held.facts_used == OUTLOOK_ASSESSMENT.facts_used
    assert held.suggested_steps == OUTLOOK_ASSESSMENT.suggested_steps
    assert held.open_questions == []


def test_the_cause_is_that_of_the_board_whatever_was_written() -> None:
    claimed = OUTLOOK_ASSESSMENT.model_copy(update={"likely_cause": "SRV-99 is down.", "confidence": "high"})
    assert supported_by_session(claimed, OUTLOOK_ESCALATION).likely_cause == OUTLOOK_ASSESSMENT.likely_cause
    held = supported_by_session(claimed, OUTLOOK_ESCALATION.model_copy(update={"hypotheses": []}))
    assert (held.likely_cause, held.confidence) == ("Not known.", "low")


def test_a_step_that_was_tried_needs_a_reason_to_be_tried_again() -> None:
    tried = ["Clear stored credentials of the user: they are old", "Clear the stored credentials again, because of X"]
    claimed = OUTLOOK_ASSESSMENT.model_copy(update={"suggested_steps": [*tried, "Make a new profile"]})
    held = supported_by_session(claimed, OUTLOOK_ESCALATION)
    assert held.suggested_steps == [tried[1], "Make a new profile"]


def test_without_facts_the_confidence_is_low() -> None:
    told = OUTLOOK_ESCALATION.model_copy(update={"facts": []})
    assert supported_by_session(OUTLOOK_ASSESSMENT, told).confidence == "low"


def test_facts_that_are_not_the_session_s_carry_no_confidence() -> None:
    told = OUTLOOK_ESCALATION.model_copy(update={"facts": [FactIn(kind="scope", value="three users")]})
    claimed = OUTLOOK_ASSESSMENT.model_copy(update={"facts_used": ["The profile is old"]})
    assert supported_by_session(claimed, told).confidence == "low"


def test_a_summary_of_which_nothing_holds_is_no_answer() -> None:
    with pytest.raises(AssistantError) as caught:
        supported_by_session(OUTLOOK_ASSESSMENT.model_copy(update={"summary": "SRV-99 is down."}), OUTLOOK_ESCALATION)
    assert caught.value.code is AssistantErrorCode.INVALID_OUTPUT
