"""Why something was not posted to a ticket, or not at once: a stable code, and a sentence for people.

How a call can fail is in `tasks.integrations.psa.errors`; these are FlowPilot's own reasons.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.psa_push import ALREADY_POSTED as _ALREADY_POSTED


@dataclass(frozen=True)
class Reason:
    code: str
    message: str


TICKET_CHANGED = Reason("ticket_changed", "Somebody changed the ticket meanwhile, so its status was left alone.")
STATUS_NOT_ON_BOARD = Reason("status_not_on_board", "The ticket's board does not have this status.")
NO_PSA_MEMBER = Reason("no_psa_member", "The person is not linked to a member of the ticket system.")
TIME_NOT_ALLOWED = Reason("time_not_allowed", "The ticket's status does not allow time entries.")
NOTE_NOT_POSTED = Reason("note_not_posted", "The note did not reach the ticket, so this was left out.")
READER_CHANGED = Reason("reader_changed", "The session's client is another one than the note was written for.")
WRONG_READER = Reason("wrong_reader", "The ticket belongs to another client than the note was written for.")
NOTHING_TO_POST = Reason("nothing_to_post", "There is no text to post.")
DISCONNECTED = Reason("psa_disconnected", "The ticket system was disconnected.")
UNLINKED = Reason("ticket_unlinked", "The session was linked to another ticket.")
ALREADY_POSTED = Reason(_ALREADY_POSTED, "The ticket has this text already.")
