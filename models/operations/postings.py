"""Sends a session's texts to their destinations: a ticket's internal notes, or its public ones.

Each destination has its own function and its own type, so that an internal text cannot be posted to a client.  Until
a PSA is connected, neither sends anything, and both say so.
"""

from __future__ import annotations

from enum import StrEnum

from models.destinations import ClientText, InternalNote


class PostingStatus(StrEnum):
    NO_PSA = "no_psa"
    QUEUED = "queued"


def post_internal_note(note: InternalNote) -> PostingStatus:
    """Add the note where only colleagues see it."""
    return PostingStatus.NO_PSA


def post_client_text(text: ClientText) -> PostingStatus:
    """Post the text where its reader, the client, sees it."""
    return PostingStatus.NO_PSA
