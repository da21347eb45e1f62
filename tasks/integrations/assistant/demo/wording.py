"""The Demo AI's sentences and markers; `reply` decides which are used."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from prompts.chat_reply.results import FactOut
from prompts.session import FixIn
from tasks.integrations.assistant.demo.outcomes import Said
from tasks.integrations.assistant.demo.playbooks import Check, Playbook, PlaybookFix

BASICS = (
    Check(ask="What exactly does the error message or the log say, word for word?"),
    Check(
        ask="Who is affected: one user, one machine, one site, or everyone?",
        choices=["One user", "One machine", "One site", "Everyone"],
    ),
    Check(ask="When did it start, and did it ever work before?"),
    Check(ask="What changed shortly before: updates, passwords, hardware, network, licences?"),
)
CANNOT_SEE = (
    "I am the Demo AI and cannot see images. Yours is kept with the message, and Claude would see it. Please write what"
    " it shows: the exact words of a message or an error help most."
)
TOO_LITTLE = (
    "I cannot tell yet what this is, and guessing would cost you time. Your answers to the questions beside the chat"
    " narrow it down."
)
VERIFY = (
    "Repeat exactly what failed before, with the same user on the same machine",
    "If it works, wait for one more normal use before you call it solved",
)
ISOLATE = (
    "Reproduce it once with a clock beside you, and read the event logs of that minute",
    "Try the same with another user on this machine, and with this user on another machine",
)
SHOW_ME = "A log excerpt, or the exact steps that lead to the failure, help most."
NO_PLAYBOOK = "None of the built-in playbooks fits what you describe, and I will not invent a fix."
SEPARATE = "Your answers to the questions beside the chat separate them."
STILL = "I would still go ahead with"

_RISK = {
    "low": "It can be undone and interrupts nobody else.",
    "medium": "It can interrupt people for a moment, so agree on the time first.",
    "high": "It can cost data or a service: take a backup and a change window first.",
}


def paragraphs(*parts: str) -> str:
    """The parts that are not empty, with blank lines between them."""
    return "\n\n".join(part for part in parts if part)


def listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def noted(facts: Sequence[FactOut]) -> str:
    return f"Noted: {'; '.join(f'{fact.kind}: {fact.value}' for fact in facts)}." if facts else ""


def diagnosis(playbook: Playbook, *, is_sure: bool) -> str:
    """The pattern that the problem fits, and its usual causes."""
    fits = "This fits a known pattern" if is_sure else "With the little I know, this may be a known pattern"
    opening = f"{fits}: **{playbook.title}**. What usually stands behind it:"
    return paragraphs(opening, listed(playbook.causes[:3]))


def two_patterns(playbook: Playbook, rival: Playbook) -> str:
    return (
        f"Two patterns fit what you describe: **{playbook.title}** and **{rival.title}**."
        " I would not change anything before we know which it is."
    )


def proposal(fix: PlaybookFix, opening: str) -> str:
    """A fix in prose, with its script as a code block; the steps are in the fix itself."""
    script = f"```{fix.shell}\n{fix.script.strip()}\n```" if fix.script else ""
    return paragraphs(f"{opening} **{fix.title}**. {fix.rationale} {_RISK[fix.risk]}", script)


def introduced(checks: Sequence[Check], sentence: str) -> str:
    """The sentence that says what the questions are for; the questions themselves are in the task lane only."""
    return sentence if checks else ""


def meaning_of(label: str, fix: FixIn) -> str:
    """What an outcome means for the cause."""
    notes = f" The note says: “{' '.join(fix.notes.split())}”." if fix.notes else ""
    if label == "Partly worked":
        return f"**{fix.title}** helped in part, so it touched the cause without removing it.{notes} Leave it in place."
    if label == "Dismissed":
        return f"All right, we leave **{fix.title}** aside.{notes}"
    return f"So **{fix.title}** is not the answer, and what it would have cured is unlikely to be the cause.{notes}"


def solved(fix: FixIn) -> str:
    checks = (
        "Let the user repeat what failed, once after a restart or a new sign-in, so that it is not luck.",
        "Ask whether anybody else at the client saw the same; the cause may sit deeper than one machine.",
        "Note cause and fix in the ticket, so that the next engineer finds them.",
    )
    opening = f"Good, **{fix.title}** did it. Before you close this:"
    return paragraphs(opening, listed(checks), "Then resolve the session. If it comes back, tell me when and how.")


def was_solved(fix: FixIn) -> str:
    return (
        f"**{fix.title}** is on record as what solved this, so there is nothing left to try. Resolve the session when"
        " the user agrees. If it comes back, or this is about something else, tell me what you see."
    )


def verify(fix: FixIn) -> str:
    return (
        f"**{fix.title}** is in place. Now find out whether it holds: the checks are beside the chat. If it does not,"
        " note whether the symptom is the same as before or a different one. Tell me the result, or record it on the"
        " fix."
    )


def still(fix: FixIn, *, briefly: bool) -> str:
    if briefly:
        return f"**{fix.title}** is still the next thing to try; nothing you said speaks against it."
    return f"With this {STILL} **{fix.title}**. {fix.rationale} Mark it applied when you have been through its steps."


def exhausted(opening: str, tried: Sequence[FixIn]) -> str:
    names = ", ".join(f"**{fix.title}**" for fix in tried)
    return paragraphs(
        opening,
        f"That was the last of what I would try here. Tried so far: {names}."
        if tried
        else "What I would try here was tried already.",
        "I would escalate now: the cause lies outside the usual ones, and the next engineer sees the facts, the"
        " attempts and their results. Until then, change nothing else and keep what you changed written down.",
    )


def no_playbook(*, briefly: bool) -> str:
    if briefly:
        return "This still matches nothing that I know. Escalate it: everything said here goes with the session."
    return (
        f"{NO_PLAYBOOK} The checks beside the chat decide between account, machine and network; write down what each"
        " result excludes. If that leads nowhere, escalate."
    )


def fix_marker(fix: PlaybookFix | None, cause: str | None = None) -> str:
    if fix is None:
        return ""
    body = {"title": fix.title, "rationale": fix.rationale, "steps": list(fix.steps), "risk": fix.risk}
    return _marker("SUGGEST_FIX", body | {"script_block": 1 if fix.script else None, "for": [cause] if cause else []})


def hypotheses_marker(entry: dict[str, Any] | None) -> str:
    return _marker("HYPOTHESES", {"hypotheses": [entry]}) if entry else ""


def facts_marker(facts: Sequence[FactOut]) -> str:
    return _marker("FACTS", {"facts": [fact.model_dump() for fact in facts]}) if facts else ""


def questions_marker(checks: Sequence[Check]) -> str:
    entries = [{"text": check.ask, "choices": check.choices} for check in checks]
    return _marker("QUESTIONS", {"questions": entries}) if entries else ""


def actions_marker(actions: Sequence[str]) -> str:
    entries = [{"text": action, "command": None} for action in actions]
    return _marker("ACTIONS", {"actions": entries}) if entries else ""


def outcome_marker(said: Said | None) -> str:
    if said is None:
        return ""
    return _marker("FIX_OUTCOME", {"fix_ref": said.fix.ref, "outcome": said.outcome, "quote": said.quote, "note": None})


def title_marker(title: str | None) -> str:
    return _marker("TITLE", {"title": title}) if title else ""


def _marker(tag: str, body: dict[str, Any]) -> str:
    return f"[{tag}] {json.dumps(body, ensure_ascii=False)}"
