"""The Demo AI's case of a session, made from the record by code."""

from __future__ import annotations

import re

from models.case_words import codes_in
from models.core.graphemes import cut
from models.core.markdown import escaped
from models.titles import summary_of
from prompts.case.inputs import CaseInput
from prompts.case.results import CaseNotes
from prompts.outcomes import leading_fix, outcome_of
from prompts.session import AttemptIn, FixIn, SessionInput
from prompts.untrusted import neutralise, without_refs
from tasks.integrations.assistant.demo.assessment import LONGEST_PROBLEM, one_sentence

_CLIENT_KIND = re.compile(
    r"\b(?:(?:an?|the) )?(?P<kind>(?:small |large )?(?:dental|medical|law|legal|accounting|architects?|veterinary"
    r"|insurance|real estate|engineering|construction|retail|manufacturing|logistics|tax)"
    r" (?:practice|office|firm|clinic|agency|company|chain|shop))\b",
    re.IGNORECASE,
)
_SEATS = re.compile(r"\b(?P<seats>\d{1,4}) (?:seats|users|staff|employees|people|workstations)\b", re.IGNORECASE)
_SHOWED = {
    "did_not_work": "did not help",
    "partly": "helped in part",
    "pending": "not verified yet",
    "verifying": "result not known",
    "dismissed": "not done",
    "done": "done",
}


_FIX_CHARACTERS = 2_000
_TIMES = ("", "once", "twice", "three times", "four times", "five times")


def solved_here(context: SessionInput) -> str | None:
    """The sentence with which a reply names what solved this problem before, with its citation; None without a case.

    Only of a case that is close, whose fix was not tried in this session and has not failed more often than it worked;
    once in a conversation, and not when the problem is solved.
    """
    if any(fix.status == "applied_success" for fix in context.fixes):
        return None
    close = (one for one in context.cases if one.is_close and not one.tried_here and not one.was_reopened)
    case = next((one for one in close if one.failed <= one.worked - 1), None)
    if case is None:
        return None
    times = _TIMES[case.worked] if case.worked < len(_TIMES) else f"{case.worked} times"
    fix = _quoted(case.fix)
    if not fix:
        return None
    said = f"Solved {times} here: {fix}"
    was_said = any(said in turn.content for turn in context.turns if turn.role == "copilot")
    return None if was_said else f"{said} [{case.ref}]."


def _quoted(fix: str) -> str:
    """The first words of a case's fix as plain text: another session's words may not format or cite in this one."""
    words = neutralise(without_refs(fix[:_FIX_CHARACTERS])).replace("`", "'").replace("![", "[")
    return escaped(one_sentence(words).rstrip("."))


def case_notes_of(context: CaseInput) -> CaseNotes:
    """What the next engineer needs; `fix` is empty unless a person recorded what solved it."""
    fix = leading_fix(context.fixes)
    worked = fix if outcome_of(fix) == "success" else None
    problem = one_sentence(summary_of(context.problem, LONGEST_PROBLEM))
    return CaseNotes(
        signals=codes_in(_engineers_text(context)),
        tried=[_line(attempt) for attempt in context.attempts if _is_dead_end(attempt, worked)][-12:],
        problem=problem,
        client_kind=_client_kind(context),
        cause=_cause(context, worked),
        fix=_fix(context, worked),
        verification=context.verification or (worked.notes if worked else None) or None,
        title=cut(context.title or summary_of(context.problem, 80), 120),
    )


def _engineers_text(context: SessionInput) -> str:
    return "\n".join([context.problem, *(turn.content for turn in context.turns if turn.role == "engineer")])


def _is_dead_end(attempt: AttemptIn, worked: FixIn | None) -> bool:
    return attempt.outcome not in (None, "worked", "dismissed") and (worked is None or attempt.what != worked.title)


def _line(attempt: AttemptIn) -> str:
    said = " ".join((attempt.notes or "").split())
    showed = _SHOWED.get(attempt.outcome or "", "recorded")
    return f"{cut(attempt.what, 150)}: {cut(said, 120) if said else showed}"


def _client_kind(context: SessionInput) -> str | None:
    """Only what somebody wrote: the trade, and how many seats."""
    text = _engineers_text(context)[:20_000]
    kind, seats = _CLIENT_KIND.search(text), _SEATS.search(text)
    if kind is None:
        return None
    return kind.group("kind").lower() + (f", about {seats.group('seats')} seats" if seats else "")


def _cause(context: CaseInput, worked: FixIn | None) -> str:
    supported = next((one.cause for one in context.hypotheses if one.state == "supported"), None)
    if supported:
        return one_sentence(supported)
    if worked and worked.rationale.strip():
        return f"Nobody recorded it by name. The fix that worked points to it: {one_sentence(worked.rationale)}"
    return "Not known."


def _fix(context: CaseInput, worked: FixIn | None) -> str:
    said = " ".join((context.resolution or "").split())
    if worked is None:
        return one_sentence(said, 600) if said else ""
    steps = "; ".join(step.rstrip(".") for step in worked.steps[:6])
    parts = [f"{worked.title.rstrip('.')}.", f"{steps}." if steps else "", one_sentence(said, 400) if said else ""]
    return " ".join(filter(None, parts))
