"""A simulator with what the contract does to it, in words that are the same for all PSAs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

from models.psa_kinds import LookupKind
from tasks.integrations.psa import Connection, IncomingWebhook
from tests.outside.psa import Kind, Simulator


class Written(NamedTuple):
    """A note as the simulator has it."""

    text: str
    is_public: bool


class Bench(ABC):
    """The ids are of records that the simulator has from the beginning."""

    simulator: Simulator

    company_id: ClassVar[str]
    contact_id: ClassVar[str | None]
    board_id: ClassVar[str | None]
    agent_id: ClassVar[str]
    other_status_id: ClassVar[str]
    """Which a new ticket does not have."""
    closed_status_id: ClassVar[str]

    read_route: ClassVar[str]
    """The call that reads one ticket; routes are patterns as `Simulator.fail` takes them."""
    create_route: ClassVar[str]
    status_route: ClassVar[str]
    note_route: ClassVar[str]
    time_route: ClassVar[str]
    id_field: ClassVar[str] = "id"
    """What is null in an answer of which we need the id."""

    moments: ClassVar[str]
    """The fields of a ticket that are moments, with commas."""

    lookups: ClassVar[frozenset[LookupKind]]
    """The kinds that this PSA has."""
    unlike: ClassVar[Mapping[Kind, Any]] = {}
    """For faults that this PSA means otherwise: the error of a read and of a write."""

    @property
    @abstractmethod
    def connection(self) -> Connection:
        """With all options that are needed."""

    @abstractmethod
    def add_ticket(self, title: str, *, description: str = "", changed: datetime | None = None) -> str:
        """The id of a new, open ticket."""

    def number_of(self, ticket_id: str) -> str:
        """What people write."""
        return ticket_id

    @abstractmethod
    def add_tickets(self, count: int) -> Sequence[str]:
        """The ids of so many open tickets."""

    @abstractmethod
    def touch(self, ticket_id: str) -> None:
        """As somebody else changes it now."""

    @abstractmethod
    def remove_ticket(self, ticket_id: str) -> None: ...

    @abstractmethod
    def keep_status(self) -> None:
        """From now on a rule of the tenant sets each status back."""

    @abstractmethod
    def deny(self) -> None:
        """From now on our user lacks a right that the connection test looks for."""

    @abstractmethod
    def notes(self, ticket_id: str) -> Sequence[Written]: ...

    @abstractmethod
    def add_notes(self, ticket_id: str, count: int) -> None:
        """Of somebody else; and as many time entries, where they are counted apart from notes."""

    @abstractmethod
    def times(self, ticket_id: str) -> Sequence[str]:
        """The texts of the time entries."""

    @abstractmethod
    def titles(self) -> Sequence[str]:
        """Of all tickets."""

    @abstractmethod
    def wrong_company(self) -> Connection: ...

    @abstractmethod
    def wrong_credentials(self) -> Connection: ...

    @abstractmethod
    def webhook(self, ticket_id: str) -> IncomingWebhook:
        """As the PSA sends it when a ticket changes."""

    @abstractmethod
    def forged_webhooks(self, ticket_id: str) -> Sequence[IncomingWebhook]:
        """One with another tenant's secret, and what else this PSA has to beware of."""

    def changed(self, **credentials: str) -> Connection:
        """The connection with other credentials, and a memory of its own."""
        return replace(self.connection, key=uuid4().hex, credentials={**self.connection.credentials, **credentials})
