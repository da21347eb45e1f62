"""What of a reply's markers the session takes over, and what not, with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.integrations.assistant import FactIn, FixIn
from tasks.integrations.assistant.collector import Collected, Collector
from tasks.integrations.assistant.marker_filter import Dropped, DropReason
from tests.tasks.integrations.assistant.talk import a_fix, asked

FIX = {"title": "Restart it", "rationale": "It hangs", "steps": ["Stop", "Start"], "risk": "low"}
MESSAGE = "Printer PRN-07 at 10.1.2.3 is offline.  That didn\u2019t work."


def collect(
    *bodies: tuple[str, dict[str, Any]],
    reply: str = "",
    fixes: list[FixIn] | None = None,
    facts: list[FactIn] | None = None,
) -> Collected:
    collector = Collector(asked(MESSAGE, fixes=fixes, facts=facts))
    for tag, body in bodies:
        collector.take_body(tag, body)
    return collector.collected(reply)


def reasons(collected: Collected) -> list[DropReason]:
    return [dropped.reason for dropped in collected.dropped]


def outcome(**changes: Any) -> tuple[str, dict[str, Any]]:
    body = {"fix_ref": "F1", "outcome": "did_not_work", "quote": "That didn't work.", "note": None}
    return "FIX_OUTCOME", body | changes


def test_the_newest_fix_counts() -> None:
    collected = collect(("SUGGEST_FIX", FIX), ("SUGGEST_FIX", FIX | {"title": "Replace it"}))
    assert collected.suggest_fix is not None
    assert collected.suggest_fix.title == "Replace it"


def test_a_fix_takes_the_code_block_that_it_points_to() -> None:
    reply = "One:\n```bash\nls\n```\nTwo:\n```powershell\nGet-Item C:\\new\n```\n"
    collected = collect(("SUGGEST_FIX", FIX | {"script_block": 2}), reply=reply)
    assert collected.suggest_fix is not None
    assert collected.suggest_fix.script == "Get-Item C:\\new"


@pytest.mark.parametrize("number", [None, 2, 99])
def test_a_code_block_that_is_not_there_is_no_script(number: int | None) -> None:
    collected = collect(("SUGGEST_FIX", FIX | {"script_block": number}), reply="```\nls\n```")
    assert collected.suggest_fix is not None
    assert collected.suggest_fix.script is None


def test_a_dangerous_script_raises_the_risk_whatever_was_claimed() -> None:
    reply = "```powershell\nRemove-Item C:\\Data -Recurse -Force\n```"
    collected = collect(("SUGGEST_FIX", FIX | {"script_block": 1}), reply=reply)
    assert collected.suggest_fix is not None
    assert collected.suggest_fix.risk == "high"


@pytest.mark.parametrize(
    "body",
    [
        FIX | {"risk": "none"},
        FIX | {"steps": []},
        FIX | {"title": ""},
        FIX | {"extra": 1},
        {key: value for key, value in FIX.items() if key != "rationale"},
        FIX | {"script_block": 0},
    ],
)
def test_a_fix_of_the_wrong_shape_is_dropped(body: dict[str, Any]) -> None:
    collected = collect(("SUGGEST_FIX", body))
    assert collected.suggest_fix is None
    assert reasons(collected) == [DropReason.INVALID]


def test_long_texts_are_cut_and_blank_steps_left_out() -> None:
    collected = collect(("SUGGEST_FIX", FIX | {"title": "x" * 900, "steps": ["", "Go", *["More"] * 40]}))
    assert collected.suggest_fix is not None
    assert len(collected.suggest_fix.title) == 300
    assert len(collected.suggest_fix.steps) == 12
    assert collected.suggest_fix.steps[0] == "Go"


def test_facts_come_once_and_only_if_new() -> None:
    facts = [
        {"kind": "host", "value": "PRN-07"},
        {"kind": "name", "value": "prn-07"},
        {"kind": "ip", "value": "10.1.2.3"},
    ]
    collected = collect(("FACTS", {"facts": facts}), facts=[FactIn(kind="ip", value="10.1.2.3")])
    assert [fact.value for fact in collected.facts] == ["PRN-07"]
    assert collected.dropped == []


def test_a_fact_that_nobody_mentioned_is_dropped() -> None:
    facts = [{"kind": "host", "value": "SRV-99"}, {"kind": "state", "value": "The printer is offline"}]
    collected = collect(("FACTS", {"facts": facts}))
    assert [fact.kind for fact in collected.facts] == ["state"]
    assert reasons(collected) == [DropReason.UNGROUNDED]


def test_questions_and_actions_are_collected_once_each() -> None:
    question, action = {"text": "Which one?", "choices": ["A", "B"]}, {"text": "Ping it", "command": "ping prn"}
    collected = collect(
        ("QUESTIONS", {"questions": [question, {"text": "which  one?"}]}), ("ACTIONS", {"actions": [action, action]})
    )
    assert [(asked_for.text, asked_for.choices) for asked_for in collected.questions] == [("Which one?", ["A", "B"])]
    assert [(to_do.text, to_do.command) for to_do in collected.actions] == [("Ping it", "ping prn")]


def test_an_outcome_with_the_engineer_s_words_is_accepted() -> None:
    collected = collect(outcome(), fixes=[a_fix()])
    assert [(accepted.fix_ref, accepted.outcome) for accepted in collected.fix_outcomes] == [("F1", "did_not_work")]


@pytest.mark.parametrize("status", ["applied_success", "applied_failed", "dismissed"])
def test_an_outcome_of_a_closed_fix_is_dropped(status: str) -> None:
    assert reasons(collect(outcome(), fixes=[a_fix(status=status)])) == [DropReason.FIX_NOT_OPEN]


def test_an_outcome_of_a_fix_that_does_not_exist_is_dropped() -> None:
    assert reasons(collect(outcome(fix_ref="F7"), fixes=[a_fix()])) == [DropReason.NO_SUCH_FIX]


@pytest.mark.parametrize("quote", ["It worked.", "That did work", "printer PRN-08"])
def test_an_outcome_with_words_that_nobody_said_is_dropped(quote: str) -> None:
    collected = collect(outcome(quote=quote), fixes=[a_fix()])
    assert collected.fix_outcomes == []
    assert reasons(collected) == [DropReason.QUOTE_NOT_FOUND]


@pytest.mark.parametrize("quote", ["", "   "])
def test_an_outcome_without_a_quote_is_dropped(quote: str) -> None:
    assert reasons(collect(outcome(quote=quote), fixes=[a_fix()])) == [DropReason.INVALID]


def test_the_same_outcome_twice_is_one() -> None:
    collected = collect(outcome(), outcome(), fixes=[a_fix()])
    assert len(collected.fix_outcomes) == 1
    assert collected.dropped == []


@pytest.mark.parametrize("order", [["worked", "did_not_work"], ["worked", "did_not_work", "worked"]])
def test_outcomes_that_contradict_each_other_cancel_each_other(order: list[str]) -> None:
    collected = collect(*(outcome(outcome=said) for said in order), fixes=[a_fix()])
    assert collected.fix_outcomes == []
    assert DropReason.CONTRADICTORY in reasons(collected)


def test_a_contradiction_about_one_fix_leaves_another_alone() -> None:
    bodies = [outcome(), outcome(outcome="worked"), outcome(fix_ref="F2")]
    collected = collect(*bodies, fixes=[a_fix("F1"), a_fix("F2")])
    assert [accepted.fix_ref for accepted in collected.fix_outcomes] == ["F2"]


def test_a_tool_call_named_in_small_letters_means_the_same() -> None:
    assert collect(("suggest_fix", FIX)).suggest_fix is not None


def test_an_unknown_tool_is_dropped() -> None:
    assert reasons(collect(("delete_everything", {}))) == [DropReason.UNKNOWN]


def test_what_the_filter_dropped_is_kept_for_the_log() -> None:
    collector = Collector(asked(MESSAGE))
    collector.take(Dropped("FACTS", DropReason.CUT))
    collected = collector.collected("")
    assert reasons(collected) == [DropReason.CUT]
    assert collected.is_empty()


def title(text: str) -> tuple[str, dict[str, Any]]:
    return "TITLE", {"title": text}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Printer PRN-07 offline", "Printer PRN-07 offline"),
        ('**"Printer offline".**', "Printer offline"),
        ("Printer\nPRN-07   offline.", "Printer PRN-07 offline"),
        ("Printer PRN-07 goes offline again on the third floor", "Printer PRN-07 goes offline again"),
    ],
)
def test_a_title_is_one_short_line(written: str, kept: str) -> None:
    assert collect(title(written)).title == kept


def test_the_newest_title_counts() -> None:
    assert collect(title("Printer offline"), title("Spooler stopped")).title == "Spooler stopped"


@pytest.mark.parametrize("written", ["Printer PRN-08 offline", "Sign-in fails with [password-1 redacted]"])
def test_a_title_names_nothing_that_nobody_mentioned_and_nothing_redacted(written: str) -> None:
    collected = collect(title(written))
    assert (collected.title, reasons(collected)) == (None, [DropReason.UNGROUNDED])


@pytest.mark.parametrize("body", [{}, {"title": ""}, {"title": 7}, {"title": "x", "more": 1}])
def test_a_title_of_another_shape_is_dropped(body: dict[str, Any]) -> None:
    collected = collect(("TITLE", body))
    assert (collected.title, reasons(collected)) == (None, [DropReason.INVALID])


def test_the_script_of_a_fix_may_hold_fences_where_its_own_are_longer() -> None:
    reply = "````markdown\n# How\n```powershell\nGet-Date\n```\n````\n"
    collected = collect(("SUGGEST_FIX", FIX | {"script_block": 1}), reply=reply)
    assert collected.suggest_fix is not None
    assert collected.suggest_fix.script == "# How\n```powershell\nGet-Date\n```"
