"""What the assistant reads of a session of the script builder, and of a script that becomes a template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Any

from models.account import Account
from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.queries.script_sessions import messages_of
from models.script import Script
from models.script_session import ScriptMessage, ScriptMessageRole, ScriptMessageStatus, ScriptSession
from models.suggested_fix import SuggestedFix
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import FixIn, ScriptIn, ScriptInput, TemplatizeInput, Turn

_CODE_BLOCK = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n.*?(?:^[ \t]*\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_READABLE = {ScriptMessageStatus.FINISHED, ScriptMessageStatus.CANCELLED}


def script_input(script_session: ScriptSession) -> ScriptInput:
    """The conversation up to the person's last message, and the script as it is.

    An inline session also has the problem, the facts and the fix of its AI session.
    """
    turns = _turns(messages_of(script_session.id))
    draft = script_session.draft
    own: dict[str, Any] = {
        "turns": turns,
        "language": script_session.language,
        "script": ScriptIn(**_readable(draft)) if draft else None,
    }
    if script_session.ai_session_id is None:
        redacts = db_session().get_one(Account, script_session.account_id).effective_settings.redact_contacts
        problem = turns[0].content if turns else script_session.title
        bare: dict[str, Any] = {
            "problem": problem,
            "client_name": None,
            "psa_ticket_id": None,
            "facts": [],
            "fixes": [],
        }
        return ScriptInput(**bare, **own, redact_contacts=redacts)
    ai_session = db_session().get_one(AiSession, script_session.ai_session_id)
    fields = session_fields(ai_session)
    kept = {name: fields[name] for name in _OF_SESSION}
    fixes = [fix for fix in fields["fixes"] if _is_about(fix, script_session)]
    return ScriptInput(**kept, **own, fixes=fixes, in_session=True)


_OF_SESSION = (
    *("title", "problem", "client_name", "psa_ticket_id", "released_in_problem", "redact_contacts", "facts", "signals"),
    "rejected_facts",
)


def _is_about(fix: FixIn, script_session: ScriptSession) -> bool:
    return fix.id == script_session.fix_id


def _readable(draft: dict[str, Any]) -> dict[str, Any]:
    return {name: draft[name] for name in ("title", "purpose", "language", "body", "parameters")}


def _turns(messages: Sequence[ScriptMessage]) -> list[Turn]:
    """Without replies that failed or were left empty, and nothing after the person's last message."""
    up_to_last = list(dropwhile(lambda one: one.role != ScriptMessageRole.USER, reversed(messages)))[::-1]
    readable = [one for one in up_to_last if one.status in _READABLE and one.content.strip()]
    return [_turn(one) for one in readable]


def _turn(message: ScriptMessage) -> Turn:
    if message.role == ScriptMessageRole.USER:
        return Turn(role="engineer", author="", content=message.content)
    return Turn(role="copilot", author="Copilot", content=_CODE_BLOCK.sub("(the script)", message.content))


def templatize_input(source: Script | SuggestedFix) -> TemplatizeInput:
    """The script of the library, or of the fix with the problem and the facts of its session."""
    if isinstance(source, Script):
        redacts = db_session().get_one(Account, source.account_id).effective_settings.redact_contacts
        bare: dict[str, Any] = {
            "problem": source.title,
            "client_name": None,
            "psa_ticket_id": None,
            "turns": [],
            "fixes": [],
        }
        about: dict[str, Any] = {
            "language": source.language,
            "script_title": source.title,
            "script_purpose": source.purpose,
        }
        return TemplatizeInput(**bare, **about, facts=[], body=source.body, redact_contacts=redacts)
    fields = session_fields(db_session().get_one(AiSession, source.ai_session_id))
    body = source.ai_drafted_script or ""
    return TemplatizeInput(
        **{name: fields[name] for name in _OF_SESSION},
        turns=[],
        fixes=[],
        language=source.script_language,
        script_title=source.title,
        script_purpose=source.rationale,
        body=body,
        in_session=True,
    )
