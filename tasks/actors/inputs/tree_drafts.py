"""What the assistant needs to draft a decision tree, and the names that the tree does not keep."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from models.account import Account
from models.ai_session import AiSession
from models.core.redaction import Redactor
from models.core.unit_of_work import db_session
from models.decision_trees.guide_trees import tree_of
from models.fact import MACHINES
from models.fix_transitions import FixStatus
from models.library import Guide, load_guides
from models.library.matching import rank_text
from models.machine_names import Machines
from models.operations.documentation_record import verification_of
from models.queries.facts import facts_of
from models.queries.session_names import names_in
from models.queries.suggested_fixes import fixes_of
from models.tree import TreeDraft
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import TreeInput, Turn

CONFIDENT = 0.65
"""From this probability on, a guide's tree is what a draft is made from."""
_READ = 2_000
"""Of each message, in characters, to find the guide."""
_REDACTED = re.compile(r"\[[a-z -]{1,30}-\d{1,4} redacted\]")
_ASKED_FOR = re.compile(
    r"^(?:please |can you |could you )?(?:(?:make|draft|write|build|create|give)(?: me| us)?|i need|we need)?"
    r"\s*(?:an?|the)?\s*(?:decision |troubleshooting )?(?:tree|flow|guide)\b[^a-z0-9]*"
    r"(?:for|about|on|to|when|that|which)?\s+",
    re.IGNORECASE,
)


def tree_input(draft: TreeDraft) -> TreeInput:
    if draft.ai_session_id is None:
        return _of_description(draft)
    ai_session = db_session().get_one(AiSession, draft.ai_session_id)
    fields = session_fields(ai_session)
    return TreeInput(
        **fields,
        is_session=True,
        resolution=ai_session.resolution,
        verification=verification_of(ai_session),
        **_guide_fields(_guide_of(ai_session, fields["turns"])),
    )


def cleaner_of(draft: TreeDraft, given: TreeInput) -> Callable[[str], str]:
    """Takes secrets, addresses, the client's name, and names of people and machines out of a text."""
    redactor = Redactor(contacts=True)

    def without_secrets(text: str) -> str:
        return _REDACTED.sub("\u2026", redactor.redact(text))

    if draft.ai_session_id is None:
        return without_secrets
    ai_session = db_session().get_one(AiSession, draft.ai_session_id)
    names = names_in(ai_session)
    named = [fact.value for fact in facts_of(ai_session) if fact.kind in MACHINES]
    machines = Machines(named, texts=[given.problem, *(turn.whole for turn in given.turns)])
    return lambda text: machines.removed_from(names.removed_from(without_secrets(text)))


def _of_description(draft: TreeDraft) -> TreeInput:
    description = " ".join((draft.description or "").split())
    problem = _ASKED_FOR.sub("", description) or description
    account = db_session().get_one(Account, draft.account_id)
    return TreeInput(
        problem=problem,
        client_name=None,
        psa_ticket_id=None,
        turns=[Turn(role="engineer", author="Engineer", content=description)],
        redact_contacts=account.effective_settings.redact_contacts,
        facts=[],
        fixes=[],
        is_session=False,
        **_guide_fields(_likely(problem)),
    )


def _guide_of(ai_session: AiSession, turns: list[Turn]) -> Guide | None:
    """The guide of the fix that worked, otherwise the one that the engineers' words fit."""
    worked = [fix.guide_id for fix in fixes_of(ai_session) if fix.status == FixStatus.APPLIED_SUCCESS and fix.guide_id]
    if worked:
        return load_guides().get(worked[0])
    spoken = (turn.content[:_READ] for turn in turns if turn.role == "engineer")
    return _likely("\n".join(dict.fromkeys([ai_session.problem[:_READ], *spoken])))


def _likely(text: str) -> Guide | None:
    best = next(iter(rank_text(text)), None)
    return best.guide if best and best.probability >= CONFIDENT else None


def _guide_fields(guide: Guide | None) -> dict[str, Any]:
    if guide is None:
        return {}
    tree = tree_of(guide)
    return {"guide_title": tree.title, "guide_root": tree.root, "guide_nodes": dict(tree.nodes)}
