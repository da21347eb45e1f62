"""What was tried is not suggested again, however it is worded."""

from __future__ import annotations

import pytest

from models.library import load_guides
from tasks.integrations.assistant.demo.tried import Tried
from tests.tasks.integrations.assistant.talk import Talk, a_fix, asked

CLEAR_QUEUE = "Clear the print queue and restart the spooler"


@pytest.mark.parametrize(
    "problem",
    [
        "Jobs are stuck in the print queue. I already cleared the print queue and restarted the spooler, no change.",
        "Jobs are stuck in the queue, nothing prints.\nCleared the print queue, restarted the spooler\u2019s service.",
    ],
)
def test_what_the_engineer_has_tried_is_not_the_first_suggestion(problem: str) -> None:
    fix = Talk(problem).say(problem).suggest_fix
    assert fix is not None
    assert fix.title != CLEAR_QUEUE


@pytest.mark.parametrize(
    "tried",
    ["Restart the writer\u2019s service", "Restart the VSS service and its failed writer", "Restart failed writer"],
)
def test_what_failed_under_another_name_is_not_suggested_again(tried: str) -> None:
    problem = "Nightly backup of FS01 fails since Saturday: VSS writer timed out, event 8194."
    talk = Talk(problem, fixes=[a_fix(title=tried, status="applied_failed")])
    done = talk.say(f"{problem}\n\nDid not work: {tried}")
    assert done.suggest_fix is not None
    assert done.suggest_fix.title == "Give the shadow copies enough space"


def test_a_wish_is_no_try() -> None:
    problem = "Jobs are stuck in the queue. Should I have cleared the print queue and restarted the spooler?"
    fix = Talk(problem).say(problem).suggest_fix
    assert fix is not None
    assert fix.title == CLEAR_QUEUE


def test_every_fix_of_a_guide_is_one_of_its_own() -> None:
    """However alike the words are: that one failed says nothing about the next."""
    for guide in load_guides().values():
        for fix in guide.fixes:
            tried = Tried.by(asked(guide.title), [a_fix(title=fix.title, status="applied_failed")])
            assert [other.title for other in guide.fixes if tried.has(other.title)] == [fix.title], guide.id
