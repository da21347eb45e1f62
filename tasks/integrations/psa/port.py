"""What FlowPilot asks of a PSA, whichever it is, and the types of what it answers.

All ids are strings as the PSA writes them; they belong to one tenant and are never constants of ours.  Times are
aware datetimes in UTC.  A ticket has an `id`, with which it is addressed, and a `number`, which people write; they
differ only in Autotask.  Every method may raise `PsaFailed` and `OutgoingFailed` (`tasks.integrations.psa.errors`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from models.psa_kinds import LookupKind, Provider


class Visibility(StrEnum):
    INTERNAL = "internal"
    PUBLIC = "public"
    """The client sees it."""
    RESOLUTION = "resolution"
    """Internal, and where the PSA has a place of its own for the resolution, there."""


@dataclass(frozen=True, kw_only=True)
class LookupItem:
    id: str
    name: str
    parent_id: str | None = None
    is_closed: bool = False
    """A status that ends a ticket."""
    forbids_time: bool = False
    """A status under which no time can be entered."""
    email: str | None = None
    """Of an agent, where the PSA tells it: people of the account are found by it."""


@dataclass(frozen=True, kw_only=True)
class Note:
    id: str
    author: str
    text: str
    """Plain text."""
    is_public: bool
    created_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A ticket as it was read.  Its texts were written by people whom nobody here knows."""

    id: str
    number: str
    title: str
    description: str = ""
    company_id: str | None = None
    client_name: str = ""
    contact_id: str | None = None
    contact_name: str = ""
    status_id: str | None = None
    status: str = ""
    priority_id: str | None = None
    priority: str = ""
    board_id: str | None = None
    board: str = ""
    agent_id: str | None = None
    is_closed: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    """When the PSA says that it changed last; it guards against overwriting what somebody else changed."""
    merged_into: str | None = None
    """The id of the ticket that it was merged into."""


@dataclass(frozen=True, kw_only=True)
class TicketPage:
    tickets: Sequence[Ticket]
    next_cursor: str | None
    """Give it to the next call; None on the last page."""


@dataclass(frozen=True, kw_only=True)
class NewTicket:
    title: str
    description: str
    company_id: str
    contact_id: str | None = None
    board_id: str | None = None
    priority_id: str | None = None
    marker: str
    """`fp:` and at least 12 hexadecimal digits of our operation's id: what a lost answer is looked for with."""


@dataclass(frozen=True, kw_only=True)
class NewNote:
    text: str
    """Plain text with Markdown, without the marker, at most `Psa.longest_note` characters with it.
    The adapter appends `[marker]` in a last line."""
    visibility: Visibility
    marker: str
    title: str = ""
    """For PSAs whose notes have titles."""


@dataclass(frozen=True, kw_only=True)
class NewTimeEntry:
    agent_id: str
    started_at: datetime
    minutes: int
    """At least 1."""
    text: str
    """A short line, without the marker."""
    marker: str


@dataclass(frozen=True, kw_only=True)
class Pace:
    """At most `calls` in any `seconds`, for the whole tenant."""

    calls: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Hint:
    """What an incoming webhook says, once it is verified: this ticket may have changed."""

    ticket_id: str
    is_deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class IncomingWebhook:
    """A call to our webhook address, exactly as it came."""

    headers: Mapping[str, str] = field(repr=False)
    """By name in lower case."""
    body: bytes = field(repr=False)


class Psa(Protocol):
    """A tenant's PSA, ready to be called.  One object per job; it makes no call before a method is used."""

    provider: Provider
    longest_note: int
    """Characters, with the marker."""

    def begin_step(self, began: float) -> None:
        """What is written next belongs to a step that began at `began` (`time.monotonic`).

        Nothing is written more than 40 s after it (NotConnected), however many calls it takes: so others know when
        the step is over, and can look for what it has written.  A new object begins a step.
        """

    def missing_options(self, *, public: bool) -> Sequence[str]:
        """The names of options that an admin has to choose before a note (a public one) can be added."""

    def test(self) -> None:
        """Prove the address, the credentials and the permissions that are needed."""

    def find_ticket(self, number: str) -> Ticket:
        """The ticket that people call `number`.  Raises TicketNotFound."""

    def get_ticket(self, ticket_id: str) -> Ticket:
        """Raises TicketNotFound."""

    def search_tickets(self, text: str, *, most: int = 25) -> Sequence[Ticket]:
        """Tickets whose title contains `text`, newest first where the PSA can."""

    def changed_tickets(self, since: datetime | None, cursor: str | None) -> TicketPage:
        """One page of the tickets changed at or after `since` (all open and recent ones for None).

        A ticket may come twice; none is left out that was there when the first page was read.
        """

    def list_notes(self, ticket_id: str) -> Sequence[Note]:
        """The newest hundred or so, oldest first, without those of the PSA's own rules."""

    def create_ticket(self, new: NewTicket) -> Ticket:
        """Create it and read it back."""

    def find_created_ticket(self, marker: str) -> Ticket | None:
        """The ticket that `create_ticket` created with this marker."""

    def set_status(self, ticket_id: str, status_id: str) -> Ticket:
        """Set it and read it back.  Raises StatusNotChanged if the PSA accepted it and kept another one."""

    def add_note(self, ticket_id: str, note: NewNote) -> str:
        """The id of the note."""

    def find_note(self, ticket_id: str, marker: str) -> str | None:
        """The id of the note whose text has this marker."""

    def add_time(self, ticket_id: str, entry: NewTimeEntry) -> str:
        """The id of the time entry."""

    def find_time(self, ticket_id: str, marker: str) -> str | None:
        """The id of the time entry whose text has this marker."""

    def lookup(self, kind: LookupKind, *, parent_id: str | None = None) -> Sequence[LookupItem]:
        """Active items; empty for a kind that this PSA does not have."""

    def verify_webhook(self, webhook: IncomingWebhook) -> Sequence[Hint]:
        """The tickets that it hints at.  Raises WebhookNotVerified unless it certainly comes from this tenant."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How a tenant's PSA is reached.  `options`: ids that an admin picked from look-ups, by the values of `Option`."""

    key: str
    """Identifies the connection among all tenants: limits, tokens and discovered addresses are kept under it."""
    provider: Provider
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)
    options: Mapping[str, str]
    webhook_secret: str | None = field(default=None, repr=False)
    """What signs (Autotask) or guards (HaloPSA: the basic password) incoming webhooks."""


class Cache(Protocol):
    """Keeps short texts under the connection's key for all workers: tokens, zones, code bases, look-ups."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str, *, seconds: float) -> None: ...

    def forget(self, name: str) -> None: ...


class Gate(Protocol):
    """Bounds the calls to one tenant's PSA among all workers."""

    def call(self) -> Any:
        """A context manager around one call.  Raises RateLimited if there is no place for it soon."""

    def note_refused(self, seconds: float) -> None:
        """The PSA asked for a pause: no worker calls it for so many seconds."""
