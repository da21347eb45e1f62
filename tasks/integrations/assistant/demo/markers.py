"""What the Demo AI's answers add to the session, as the markers that a model writes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from models.library import Check, Fix, Guide
from prompts.chat_reply.results import FactOut
from tasks.integrations.assistant.demo.outcomes import Said
from tasks.integrations.assistant.demo.suspects import Suspect

_MOST_HYPOTHESES = 4


def fix(guide: Guide | None, fix: Fix | None) -> str:
    """The fix with what is saved before and how one sees that it worked among its steps."""
    if guide is None or fix is None:
        return ""
    before = [f"Save first: {fix.backup}"] if fix.backup else []
    body = {
        "title": fix.title,
        "rationale": fix.rationale,
        "steps": [*before, *fix.steps, f"See that it worked: {fix.verify}"],
        "risk": fix.risk,
        "script_block": 1 if fix.script else None,
        "for": list(fix.causes),
        "guide": guide.id,
        "guide_fix": fix.id,
    }
    return _marker("SUGGEST_FIX", body)


def hypotheses(guide: Guide | None, suspects: Sequence[Suspect], symptoms: str | None, codes: Collection[str]) -> str:
    """The causes of the guide that the answer weighs, with their evidence; what a fix did is entered without it.

    `symptoms`: the ref of the message that tells them, if the guide fits it surely; they speak for the likeliest cause.
    `codes`: those that may be cited, as the session writes them.
    """
    if guide is None:
        return ""
    possible = [suspect for suspect in suspects if not suspect.is_refuted][:_MOST_HYPOTHESES]
    entries = [_entry(guide, suspect, symptoms if at == 0 else None, codes) for at, suspect in enumerate(possible)]
    return _marker("HYPOTHESES", {"hypotheses": entries}) if entries else ""


def _entry(guide: Guide, suspect: Suspect, symptoms: str | None, codes: Collection[str]) -> dict[str, Any]:
    evidence = [
        {"ref": sign.ref, "weighs": "for" if sign.weighs_for else "against", "note": sign.note[:200]}
        for sign in suspect.signs
        if sign.is_of_message or sign.ref in codes
    ]
    if symptoms and not any(one["ref"] == symptoms for one in evidence):
        evidence.append({"ref": symptoms, "weighs": "for", "note": "The symptoms fit"})
    return {
        "cause": suspect.cause.text,
        "state": "investigating" if evidence and not suspect.signs_against else "proposed",
        "evidence": evidence,
        "guide": guide.id,
        "cause_id": suspect.cause.id,
    }


def facts(facts: Sequence[FactOut]) -> str:
    return _marker("FACTS", {"facts": [fact.model_dump() for fact in facts]}) if facts else ""


def questions(checks: Sequence[Check]) -> str:
    entries = [
        {"text": check.ask, "choices": [choice.label for choice in check.choices] or None}
        for check in checks
        if check.ask
    ]
    return _marker("QUESTIONS", {"questions": entries}) if entries else ""


def actions(actions: Sequence[str], checks: Sequence[Check]) -> str:
    """`checks`: those that look at something instead of asking, with their commands."""
    entries = [{"text": check.do, "command": check.command} for check in checks if check.do]
    entries += [{"text": action, "command": None} for action in actions]
    return _marker("ACTIONS", {"actions": entries}) if entries else ""


def outcome(said: Said | None) -> str:
    if said is None:
        return ""
    return _marker("FIX_OUTCOME", {"fix_ref": said.fix.ref, "outcome": said.outcome, "quote": said.quote, "note": None})


def title(title: str | None) -> str:
    return _marker("TITLE", {"title": title}) if title else ""


def _marker(tag: str, body: dict[str, Any]) -> str:
    return f"[{tag}] {json.dumps(body, ensure_ascii=False)}"
