"""Sends a session's texts to their destinations: a ticket's internal notes, or its public ones.

Each destination has its own function and its own type, so that an internal text cannot be posted to a client.  The
posting itself is a job's work (`psa_pushes`).
"""

from __future__ import annotations

from enum import StrEnum

from models.ai_session import AiSession
from models.core.errors import Invalid
from models.core.redaction import Redactor
from models.destinations import ClientText, InternalNote, WrongReader, client_text, is_same_client
from models.documentation import CONCLUDED, Documentation, whole
from models.documentation_text import markdown_of_sections
from models.operations.psa_pushes import NOTHING, Beside, request_push, retry_push, same_text_on_its_way
from models.psa_push import NO_PSA as _NO_PSA, Occasion, PsaPush, PushState
from models.queries.psa_ticket_sessions import ticket_of
from models.user import User


class PostingStatus(StrEnum):
    NO_PSA = _NO_PSA
    QUEUED = PushState.QUEUED
    SENT = PushState.SENT
    """This very text was posted before."""


def post_write_up(ai_session: AiSession, occasion: Occasion, *, by: User, beside: Beside = NOTHING) -> PostingStatus:
    """Add the session's documentation where only colleagues see it: as it is once it is written."""
    return _status_of(request_push(ai_session, occasion, by=by, beside=beside))


def post_internal_note(
    ai_session: AiSession, note: InternalNote, occasion: Occasion, *, by: User, ticket_number: str | None = None
) -> PostingStatus:
    """Add the note where only colleagues see it: to the session's ticket, or to another one."""
    content = _masked(note.text)
    return _status_of(request_push(ai_session, occasion, by=by, content=content, ticket_number=ticket_number))


def post_client_text(
    ai_session: AiSession, text: ClientText, occasion: Occasion, *, by: User, beside: Beside = NOTHING
) -> PostingStatus:
    """Post the text where its reader, the client, sees it, as it is now.

    The same client update is not posted twice: one that was given up is tried again.  Raises WrongReader
    (422) if the copy of the ticket names another client; the job compares with the PSA's own word.
    """
    content = _masked(text.text)
    _check_ticket(ai_session, reader=text.reader)
    if occasion == Occasion.CLIENT_UPDATE:
        before = same_text_on_its_way(ai_session, occasion, content=content, reader=text.reader)
        if before is not None:
            return PostingStatus.QUEUED if retry_push(before) else PostingStatus.SENT
    push = request_push(ai_session, occasion, by=by, content=content, reader=text.reader, beside=beside)
    return _status_of(push)


def conclusion_for_client(ai_session: AiSession, documentation: Documentation, *, reader: str | None) -> ClientText:
    """What the person who resolves the session shows its client: what they read before they ticked the box.

    The sections of Conclude, as they are at this moment; not the facts, and not what was tried.  `reader`: the client
    as the screen named it; None for whoever is the session's client.  Raises WrongReader, Invalid (422), the latter if
    all sections are empty.
    """
    shown = {str(section): documentation.sections.get(section) or "" for section in CONCLUDED}
    client_name = ai_session.client_name
    text = client_text(markdown_of_sections(whole(shown)), reader=reader or client_name or "", client_name=client_name)
    if not text.text.strip():
        raise Invalid(detail={"note_public": ["The client would see nothing: all sections are empty."]})
    return text


def _check_ticket(ai_session: AiSession, *, reader: str) -> None:
    ticket = ticket_of(ai_session)
    if ticket and ticket.client_name and not is_same_client(reader, ticket.client_name):
        raise WrongReader(detail={"reader": [f"Ticket #{ticket.number} belongs to {ticket.client_name}."]})


def _masked(text: str) -> str:
    """Secrets do not leave the session, also not those that a person left in a text."""
    return Redactor().redact(text)


def _status_of(push: PsaPush | None) -> PostingStatus:
    return PostingStatus.NO_PSA if push is None else PostingStatus.QUEUED
