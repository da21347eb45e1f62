"""The Demo AI's sentences; `reply` decides which are used, and `markers` has what they add to the session."""

from __future__ import annotations

from collections.abc import Sequence

from models.library import Check, Choice, Fix, Guide
from models.library.areas import Area
from prompts.chat_reply.results import FactOut
from prompts.session import FixIn, GuideIn, TreeIn
from tasks.integrations.assistant.demo.suspects import Suspect

BASICS = (
    Check(id="words", ask="What exactly does the error message or the log say, word for word?", separates=()),
    Check(
        id="scope",
        ask="Who is affected: one user, one machine, one site, or everyone?",
        choices=tuple(Choice(label=label) for label in ("One user", "One machine", "One site", "Everyone")),
        separates=(),
    ),
    Check(id="start", ask="When did it start, and did it ever work before?", separates=()),
    Check(
        id="change",
        ask="What changed shortly before: updates, passwords, hardware, network, licences?",
        separates=(),
    ),
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
DO_NOT_KNOW = "I do not know yet what this is."
_MOST_CAUSES = 3
SHOW_ME = "A log excerpt, or the exact steps that lead to the failure, help most."
NO_GUIDE = "None of the built-in guides fits what you describe, and I will not invent a fix."
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


def diagnosis(guide: Guide, suspects: Sequence[Suspect], *, is_sure: bool) -> str:
    """The pattern that the problem fits, its possible causes, what is ruled out, and what makes it worse."""
    fits = "This fits a known pattern" if is_sure else "This is probably a known pattern, though it may be another"
    possible = [suspect for suspect in suspects if not suspect.is_refuted][:_MOST_CAUSES]
    return paragraphs(
        f"{fits}: **{guide.title}**. What usually stands behind it:",
        listed([_cause_with_signs(suspect) for suspect in possible]),
        ruled_out(suspects),
        f"Mind this first: {guide.first_do_not[0]}",
    )


def _cause_with_signs(suspect: Suspect) -> str:
    """The cause, with the evidence that the session has for it."""
    seen = "; ".join(f"{sign.note}{_cited(sign.ref)}" for sign in suspect.signs_for)
    return f"{suspect.cause.text} (for it: {seen})" if seen else suspect.cause.text


def _cited(ref: str) -> str:
    """A code, which stands for itself, is no citation."""
    return f" [{ref}]" if ref[:1].isalpha() and ref[1:].isdigit() else ""


def ruled_out(suspects: Sequence[Suspect]) -> str:
    """The refuted causes, each with what refuted it; empty if there are none."""
    refuted = [suspect for suspect in suspects if suspect.is_refuted]
    lines = [
        f"{suspect.cause.text}: {'; '.join(f'{sign.note}{_cited(sign.ref)}' for sign in suspect.signs_against)}".rstrip(
            ": "
        )
        for suspect in refuted
    ]
    return paragraphs("Ruled out:", listed(lines)) if lines else ""


def two_patterns(guide: Guide, rival: Guide) -> str:
    return (
        f"Two patterns fit what you describe: **{guide.title}** and **{rival.title}**."
        " I would not change anything before we know which it is."
    )


def not_sure_yet(guide: Guide, suspects: Sequence[Suspect]) -> str:
    """The guide is likely, but not so likely that a fix would be more than a guess."""
    causes = [suspect.cause.text for suspect in suspects if not suspect.is_refuted][:_MOST_CAUSES]
    opening = f"This may be **{guide.title}**, but I am not sure enough to propose a change. It would be one of these:"
    return paragraphs(opening, listed(causes))


def nearest(guides: Sequence[Guide]) -> str:
    """That no guide is likely enough, and which areas and guides come nearest."""
    named = [f"**{guide.title}** ({Area(guide.area).label})" for guide in guides]
    return f"{DO_NOT_KNOW} What comes nearest to your words is {_either(named)}, but a fix would be a guess."


def with_guides_cited(prose: str, guides: Sequence[GuideIn]) -> str:
    """The prose with the ref of each guide behind the first mention of its title."""
    for guide in guides:
        prose = prose.replace(f"**{guide.title}**", f"**{guide.title}** [{guide.ref}]", 1)
    return prose


def tree_for_this(tree: TreeIn) -> str:
    return f"There is a tree for this: **{tree.title}** [{tree.ref}]. It takes you through the checks one at a time."


def _either(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def proposal(fix: Fix, opening: str) -> str:
    """A fix in prose, with its script as a code block; the steps are in the fix itself."""
    script = f"```{fix.script.language}\n{fix.script.body.strip()}\n```" if fix.script else ""
    undo = f"To take it back: {fix.undo}" if fix.undo else ""
    return paragraphs(f"{opening} **{fix.title}**. {fix.rationale} {_RISK[fix.risk]}", undo, script)


def introduced(checks: Sequence[Check], sentence: str) -> str:
    """The sentence that says what the questions are for; the questions themselves are in the task lane only."""
    return sentence if checks else ""


def meaning_of(label: str, fix: FixIn, suspects: Sequence[Suspect]) -> str:
    """What an outcome means for the causes that the fix is for."""
    notes = f" The note says: “{' '.join(fix.notes.split())}”." if fix.notes else ""
    if label == "Partly worked":
        return f"**{fix.title}** helped in part, so it touched the cause without removing it.{notes} Leave it in place."
    if label == "Dismissed":
        return f"All right, we leave **{fix.title}** aside.{notes}"
    weaker = [suspect.cause.text for suspect in suspects if any(sign.ref == fix.ref for sign in suspect.signs_against)]
    against = (
        f"that speaks against {_in_words(weaker)}" if weaker else "what it would have cured is unlikely to be the cause"
    )
    return f"So **{fix.title}** is not the answer, and {against}.{notes}"


def _in_words(causes: Sequence[str]) -> str:
    return " and ".join(f"“{cause}”" for cause in causes)


def farewell(fix: FixIn | None) -> str:
    """For a message that only says thanks.  `fix`: one whose result is not recorded yet."""
    if fix is None:
        return "You are welcome. Resolve the session when it is solved, or tell me what you see next."
    return f"You are welcome. If **{fix.title}** solved it, record that on the fix and resolve the session."


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


def verify(fix: FixIn, sign: str) -> str:
    """`sign`: how the guide says that one sees that the fix worked."""
    holds = f" It worked if this is so: {sign}" if sign else ""
    return (
        f"**{fix.title}** is in place. Now find out whether it holds: the checks are beside the chat.{holds} If it does"
        " not, note whether the symptom is the same as before or a different one. Tell me the result, or record it on"
        " the fix."
    )


def still(fix: FixIn, *, briefly: bool) -> str:
    if briefly:
        return f"**{fix.title}** is still what I would try next. Tell me what it did, or dismiss it if it does not fit."
    return f"With this {STILL} **{fix.title}**. {fix.rationale} Mark it applied when you have been through its steps."


def exhausted(opening: str, tried: Sequence[FixIn], guide: Guide | None) -> str:
    names = ", ".join(f"**{fix.title}**" for fix in tried)
    reasons = listed(guide.escalate_when) if guide else ""
    return paragraphs(
        opening,
        f"That was the last of what I would try here. Tried so far: {names}."
        if tried
        else "What I would try here was tried already.",
        "I would escalate now: the cause lies outside the usual ones, and the next engineer sees the facts, the"
        " attempts and their results. Until then, change nothing else and keep what you changed written down.",
        paragraphs("It is a case for a senior in any event when:", reasons) if reasons else "",
    )


def no_guide(*, briefly: bool) -> str:
    if briefly:
        return "This still matches nothing that I know. Escalate it: everything said here goes with the session."
    return (
        f"{NO_GUIDE} The checks beside the chat decide between account, machine and network; write down what each"
        " result excludes. If that leads nowhere, escalate."
    )
