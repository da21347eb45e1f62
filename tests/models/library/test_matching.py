"""Which guide is found for what engineers write."""

from __future__ import annotations

import pytest

from models.library.matching import rank_text
from tasks.integrations.assistant.demo.situation import OPENS
from tests.evals.reports import REPORTS

MOST_WRONG = 6
"""Of the plain reports, which are close to neighbouring guides."""


def test_a_report_leads_to_its_guide() -> None:
    found = {report: rank_text(report)[:1] for reports in REPORTS.values() for report in reports}
    expected = {report: guide for guide, reports in REPORTS.items() for report in reports}
    wrong = {
        report: (matches[0].guide.id, expected[report])
        for report, matches in found.items()
        if matches and matches[0].guide.id != expected[report]
    }
    assert len(wrong) <= MOST_WRONG, wrong
    assert all(found.values())


@pytest.mark.parametrize(
    "report",
    [
        "Hello",
        "It does not work",
        "The customer is angry",
        "Need help with a thing at the client",
        "The coffee machine leaks",
        "test",
        "Something is wrong since Monday",
        "Please look at this ticket",
        "Es geht nicht mehr",
        "",
    ],
)
def test_a_report_that_says_too_little_leads_nowhere(report: str) -> None:
    assert all(match.probability < OPENS for match in rank_text(report))


def test_the_same_words_rank_the_same_and_more_of_them_higher() -> None:
    once, more = rank_text("print job stuck"), rank_text("print job stuck in the queue, spooler stops, restart helps")
    assert once == rank_text("print job stuck")
    assert once[0].guide.id == more[0].guide.id == "printer-queue-stuck"
    assert once[0].probability < more[0].probability


def test_a_log_is_searched_for_codes_and_not_for_its_topic() -> None:
    log = "\n".join(
        f"2026-02-03 09:{n:02} INFO bitlocker drive encryption recovery key protector {n}" for n in range(40)
    )
    words = "Print jobs hang in the queue for all users"
    assert rank_text(f"{log}\n{words}")[0].guide.id == "printer-queue-stuck"


@pytest.mark.parametrize(
    "words", ["print jbos stuck in the queu", "prnit job stcuk in queue", "printjobs stuck in que"]
)
def test_a_typing_error_in_a_word_is_put_right(words: str) -> None:
    assert rank_text(words)[0].guide.id == "printer-queue-stuck"
