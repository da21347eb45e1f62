"""The sections of a text that come from the session's record and not from a model, as Markdown.

The outcome is among them, so the text states it even if the model does not.  Each task has its own sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from models.core import markdown
from models.script_use import words_of
from models.titles import summary_of
from prompts.outcomes import Outcome, leading_fix, outcome_of
from prompts.session import FixIn, HypothesisIn, SessionInput

LONGEST_PROBLEM = 1_000
MOST_FACTS = 30


def outcome_sentence(session: SessionInput, sentences: Mapping[Outcome, str]) -> str:
    """What is on record about the leading fix.  A sentence may contain `{fix}`, `{at}`, `{notes}`, `{said}`.

    `{said}` ends a sentence, with the notes behind a colon if there are any; `{notes}` are the notes alone.
    """
    fix = leading_fix(session.fixes)
    outcome = outcome_of(fix)
    if fix is None:
        return sentences[outcome]
    sentence = sentences[outcome].format(
        fix=f"**{markdown.escaped(fix.title)}**",
        at=_moment(fix.verified_at or fix.applied_at),
        notes=_sentence(fix.notes or ""),
        said=f": {_sentence(fix.notes)}" if fix.notes else ".",
    )
    return " ".join([sentence.strip(), markdown.escaped(_script_words(fix))]).strip()


def _script_words(fix: FixIn) -> str:
    return words_of(fix.decision, template=fix.template)


def problem_section(session: SessionInput) -> str:
    """The problem, with the client and the ticket."""
    about = [
        f"Client: {markdown.escaped(session.client_name)}." if session.client_name else "",
        f"Ticket: #{markdown.escaped(session.psa_ticket_id)}." if session.psa_ticket_id else "",
    ]
    problem = markdown.escaped(summary_of(session.problem, LONGEST_PROBLEM))
    return markdown.section("Problem", problem, " ".join(part for part in about if part))


_STATES = {
    "supported": "Supported",
    "investigating": "Being checked",
    "proposed": "Suspected",
    "refuted": "Refuted",
}


def causes_section(session: SessionInput) -> str:
    """What was made of each possible cause, and by what: "Refuted: stuck jobs, by attempt 2"."""
    in_order = sorted(session.hypotheses, key=lambda one: list(_STATES).index(one.state))
    return markdown.section("Possible causes", markdown.bullets(map(_cause, in_order)))


def _cause(one: HypothesisIn) -> str:
    weighs = "against" if one.state == "refuted" else "for"
    basis = ", ".join(piece.label or piece.ref for piece in one.evidence if piece.weighs == weighs)
    return f"{_STATES[one.state]}: {markdown.escaped(one.cause)}" + (f", by {markdown.escaped(basis)}" if basis else "")


def facts_section(session: SessionInput) -> str:
    """The facts, in the order in which they were found."""
    shown = session.facts[:MOST_FACTS]
    lines = [f"{markdown.escaped(fact.kind.replace('_', ' '))}: {markdown.escaped(fact.value)}" for fact in shown]
    more = len(session.facts) - len(lines)
    return markdown.section("Facts", markdown.bullets([*lines, f"and {more} more"] if more else lines))


def _sentence(text: str) -> str:
    line = markdown.escaped(text)
    return line if not line or line.endswith((".", "!", "?", "…")) else f"{line}."


def _moment(at: datetime | None) -> str:
    return f" on {at.day} {at:%B %Y, %H:%M} UTC" if at else ""
