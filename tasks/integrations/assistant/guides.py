"""Which of the library's guides a session fits: those that a reply may cite, `G1` the likeliest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.library import load_guides
from models.library.matching import Match, rank_text
from prompts.session import FixIn, GuideIn, SessionInput, Turn

LIKELY = 0.5
"""From this probability on, a model is told of a guide."""
WORTH_NAMING = 0.03
"""From this probability on, the Demo AI may name a guide that may fit although none is likely."""
_MOST = 3
_MOST_CHECKS = 3
TURN_CHARACTERS = 2_000
# The line that a session records when a fix changes: a label and the fix's title.
_RECORDED = re.compile(
    r"^(?P<label>Applied|Waiting to verify|Partly worked|Worked|Did not work|Dismissed): (?P<title>.+)$", re.MULTILINE
)


def guides_in(session: SessionInput) -> list[GuideIn]:
    """The guides that a reply to the session may cite, at most three."""
    near = [match for match in matches_of(session)[:_MOST] if match.probability >= WORTH_NAMING]
    return [_guide(f"G{number}", match) for number, match in enumerate(near, start=1)]


def _guide(ref: str, match: Match) -> GuideIn:
    guide = match.guide
    return GuideIn(
        ref=ref,
        title=guide.title,
        checks=[check.text for check in guide.checks[:_MOST_CHECKS]],
        first_do_not=guide.first_do_not[0],
        is_likely=match.probability >= LIKELY,
        id=guide.id,
    )


def matches_of(session: SessionInput) -> list[Match]:
    """The guides that fit what engineers wrote, best first; a guide whose fixes are in use is more likely."""
    spoken = (_spoken(turn, session.fixes)[:TURN_CHARACTERS] for turn in session.turns)
    text = "\n".join(dict.fromkeys([session.problem[:TURN_CHARACTERS], *spoken]))
    return rank_text(text, in_use=_in_use(session.fixes))


def _in_use(fixes: Sequence[FixIn]) -> set[str]:
    titles = {fix.title.casefold() for fix in fixes}
    return {
        guide.id
        for guide in (load_guides().values() if titles else ())
        if any(fix.title.casefold() in titles for fix in guide.fixes)
    }


def _spoken(turn: Turn, fixes: Sequence[FixIn]) -> str:
    return own_words(turn.content, fixes) if turn.role == "engineer" else ""


def recorded_changes(message: str, fixes: Sequence[FixIn]) -> list[tuple[str, FixIn]]:
    """The changes of the session's fixes that a message records, oldest first: label and fix."""
    by_title = {fix.title.casefold(): fix for fix in fixes}
    found = ((match["label"], by_title.get(match["title"].strip().casefold())) for match in _RECORDED.finditer(message))
    return [(label, fix) for label, fix in found if fix is not None]


def own_words(message: str, fixes: Sequence[FixIn]) -> str:
    """The message without the lines that record a change of one of the fixes."""
    return _RECORDED.sub(lambda match: "" if recorded_changes(match.group(), fixes) else match.group(), message).strip()
