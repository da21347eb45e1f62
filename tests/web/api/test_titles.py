"""What a session is called on every list: never a raw paste, never half a character."""

from __future__ import annotations

from tests.models.test_titles import EVENT, LOG
from tests.support.desk import Desk, expect

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def test_a_windows_event_is_named_by_source_id_and_message_everywhere(desk: Desk) -> None:
    ai_session = desk.junior.opens_session(EVENT)
    named = "VSS 8194: Volume Shadow Copy Service error: access is denied."
    assert (ai_session["title"], ai_session["problem_summary"], ai_session["problem"]) == (named, named, EVENT)
    desk.junior.escalates(ai_session)
    (row,) = expect(desk.senior.get("/ai-sessions/escalations"), 200)["items"]
    assert row["problem"] == named
    assert desk.senior.bell()[0]["title"] == f"Escalation from Sam: {named}"


def test_beside_a_paste_the_persons_words_are_the_title(desk: Desk) -> None:
    ai_session = desk.junior.opens_session(f"Backup of FS01 fails since Saturday:\n\n{LOG}")
    assert ai_session["title"] == "Backup of FS01 fails since Saturday"


def test_no_list_shows_half_an_emoji(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("x" * 68 + FAMILY + "y" * 100)
    desk.junior.escalates(ai_session)
    assert desk.senior.bell()[0]["title"] == "Escalation from Sam: " + "x" * 68 + FAMILY + "…"
