"""The cause that the Demo AI's next fix is for: the playbook's most likely one that is not refuted."""

from __future__ import annotations

from typing import Any

from prompts.chat_reply.inputs import ChatReplyInput
from tasks.integrations.assistant.demo.playbooks import Playbook
from tasks.integrations.assistant.demo.situation import ChatSituation
from tasks.integrations.assistant.grounding import normalised


def next_cause(situation: ChatSituation, playbook: Playbook | None) -> str | None:
    """None once the fixes that failed leave none of the playbook's causes."""
    if playbook is None:
        return None
    refuted = {_folded(one.cause) for one in situation.session.hypotheses if one.state == "refuted"}
    failed = len(situation.failed_fixes(playbook))
    left = [cause for cause in playbook.causes[failed:] if _folded(cause) not in refuted]
    return left[0] if left else None


def hypothesis(session: ChatReplyInput, cause: str, *, is_sure: bool) -> dict[str, Any]:
    """The marker's entry: the engineers' first message is what speaks for it."""
    said = next((turn for turn in session.turns if turn.role == "engineer" and turn.index and turn.step_id), None)
    evidence = [{"ref": f"S{said.index}", "weighs": "for", "note": "The symptoms fit"}] if said else []
    return {"cause": cause, "state": "investigating" if is_sure else "proposed", "evidence": evidence}


def _folded(words: str) -> str:
    return normalised(words).rstrip(" .!?;:")
