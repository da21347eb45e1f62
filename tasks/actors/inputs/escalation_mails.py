"""What the mail of an escalation shows: what the handoff's snapshot holds, and the assessment if it is ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from models.attempt import CLAIMED
from models.attempt_markdown import NOTHING, SAID, SHOWN, WORDS
from models.core.database.tables import JsonObject
from models.core.graphemes import cut
from models.core.redaction import Redactor
from models.handoff import AssessmentStatus, Handoff

LONGEST_TEXT, LONGEST_NOTES, LONGEST_EXCERPT = 4_000, 1_000, 1_500
"""Characters; the rest is behind the link.  Some mail programs cut messages of more than 100 kB."""
MOST_ATTEMPTS, MOST_EVIDENCE, MOST_FACTS = 12, 2, 30

_WRITING = "It is still being written. You find it behind the link below."
_NONE = "There is none: it could not be written in time. The link below offers another try."

Moment = Callable[[datetime], str]


def escalation_context(handoff: Handoff, *, moment: Moment) -> dict[str, Any]:
    """The inputs of `escalation.j2`.  Every text is redacted by one redactor, so the same secret has the same tag."""
    snapshot, redact = handoff.snapshot, Redactor().redact
    attempts, facts = snapshot.get("attempts", []), snapshot.get("facts", [])
    return {
        "escalator": handoff.created_by.name,
        "problem": cut(redact(snapshot["problem"]), LONGEST_TEXT),
        "reason": cut(redact(handoff.reason or "No reason was given."), LONGEST_TEXT),
        "about": _about(snapshot),
        # The newest are shown: they say where the escalator got stuck.
        "attempts": [_attempt(one, redact, moment) for one in attempts[-MOST_ATTEMPTS:]],
        "attempts_note": _attempts_note(len(attempts)),
        "facts": [(_label(fact["kind"]), redact(fact["value"])) for fact in facts[:MOST_FACTS]],
        "facts_note": _facts_note(len(facts)),
        **_assessment(handoff, redact),
    }


def _about(snapshot: JsonObject) -> list[tuple[str, str]]:
    ticket, client = snapshot.get("psa_ticket_id"), snapshot.get("client_name")
    return [(label, text) for label, text in (("Ticket", ticket and f"#{ticket}"), ("Client", client)) if text]


def _attempt(one: JsonObject, redact: Callable[[str], str], moment: Moment) -> dict[str, Any]:
    outcome, evidence = one["outcome"], one["evidence"]
    is_only_said = not evidence and (outcome is None or outcome in CLAIMED)
    at = moment(datetime.fromisoformat(one["at"]))
    return {
        "n": one["n"],
        "title": redact(one["title"]),
        "outcome": _sentence(WORDS[outcome]),
        "by_and_at": f"{one['by']['name']}, {at}" if one["by"] else at,
        "notes": one["notes"] and cut(redact(one["notes"]), LONGEST_NOTES),
        "evidence": [_shown(piece, redact) for piece in evidence[-MOST_EVIDENCE:]],
        "only_said": SAID if is_only_said else None,
    }


def _shown(piece: JsonObject, redact: Callable[[str], str]) -> dict[str, str]:
    where = f"{SHOWN} on {piece['machine']}:" if piece["machine"] else f"{SHOWN}:"
    return {"where": where, "excerpt": cut(redact(piece["excerpt"]), LONGEST_EXCERPT)}


def _attempts_note(count: int) -> str | None:
    if count == 0:
        return NOTHING
    return f"The {count - MOST_ATTEMPTS} before these are behind the link below." if count > MOST_ATTEMPTS else None


def _facts_note(count: int) -> str | None:
    if count == 0:
        return "No facts are on record."
    return f"{count - MOST_FACTS} more are behind the link below." if count > MOST_FACTS else None


def _label(kind: str) -> str:
    return _sentence(kind.replace("_", " "))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _assessment(handoff: Handoff, redact: Callable[[str], str]) -> dict[str, Any]:
    data = handoff.ai_assessment_data
    if handoff.assessment_status != AssessmentStatus.READY or not data:
        is_coming = handoff.assessment_status == AssessmentStatus.PENDING
        return {
            "assessment": None,
            "assessment_heading": "Assessment",
            "assessment_note": _WRITING if is_coming else _NONE,
        }
    shown = {name: redact(data[name]) for name in ("summary", "likely_cause", "confidence")}
    lists = {name: [redact(line) for line in data[name]] for name in ("suggested_steps", "open_questions")}
    label = str(data.get("provider_label", "")).partition(" (")[0]
    return {
        "assessment": {**shown, "confidence": _sentence(shown["confidence"]), **lists},
        "assessment_heading": f"Assessment by {label}" if label else "Assessment",
    }
