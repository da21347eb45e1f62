"""What the assistant needs for the previews of a session."""

from __future__ import annotations

from models.ai_session import AiSession
from models.attempt_markdown import ledger_as_markdown
from models.core.redaction import Redactor
from models.queries.attempts import attempts_of
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import EscalationPackageInput, ResolutionNoteInput


def resolution_note_input(ai_session: AiSession) -> ResolutionNoteInput:
    return ResolutionNoteInput(**session_fields(ai_session))


def escalation_package_input(ai_session: AiSession) -> EscalationPackageInput:
    return EscalationPackageInput(**session_fields(ai_session), reason=ai_session.escalation_reason)


def redacted_ledger(ai_session: AiSession, *, contacts: bool) -> str:
    """The attempt ledger as Markdown without secrets, because the text may be copied to other systems.

    `contacts`: without e-mail addresses and phone numbers, too.
    """
    return ledger_as_markdown(attempts_of(ai_session), redact=Redactor(contacts=contacts).redact)
