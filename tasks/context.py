"""What a worker process has for its jobs: connections, the integrations, the leases of the jobs it has taken."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import redis
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import registry
from models.core.crypto import CannotOpen, KeyRing
from models.core.database.engine import make_engine
from models.core.files import FileStore, open_store
from models.core.outgoing.broker import DoorbellBroker
from models.core.outgoing.dispatch import Dispatcher
from models.core.outgoing.dropped_markers import DroppedMarkers
from models.core.outgoing.psa_calls import PsaCalls
from models.core.outgoing.spending import Spending
from models.core.outgoing.stop_flags import StopFlags
from models.core.unit_of_work import UnitOfWork
from models.jobs import queue_of
from models.operations.psa_secrets import PsaSecrets
from models.psa_connection import PsaConnection
from models.psa_kinds import Provider as PsaProvider
from settings import Settings
from tasks.integrations import psa
from tasks.integrations.assistant import Provider, choose_provider
from tasks.integrations.mail import Mailer, choose_mailer
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.push import Pusher, choose_pusher
from tasks.leases import Leases
from tasks.restraint import Restraint

_PSA_CACHE = "psa_connections.cache"
"""No column, but what names the purpose of a sealed value."""

assert registry.TABLES, "imported for its side effect: every table is known to the metadata"


@dataclass(frozen=True)
class Context:
    settings: Settings
    engine: Engine
    dispatcher: Dispatcher
    redis: redis.Redis
    stop_flags: StopFlags
    dropped_markers: DroppedMarkers
    spending: Spending
    psa_calls: PsaCalls
    assistant: Provider
    mailer: Mailer
    outgoing: OutgoingClient
    """For the addresses that admins gave us."""
    pusher: Pusher
    key_ring: KeyRing
    files: FileStore
    leases: Leases
    restraint: Restraint

    def unit_of_work(self, account_id: UUID | None = None) -> UnitOfWork:
        """The same unit of work as in `web`, over a plain SQLAlchemy session."""
        return UnitOfWork(Session(self.engine), deliver=self.dispatcher.take_fast_path, account_id=account_id)

    def psa(self, row: PsaConnection, secrets: PsaSecrets) -> psa.Psa:
        """The PSA of a connection.  It keeps nothing of `row`, so that it can be called after the transaction."""
        account_id, paces = row.account_id, self.settings.psa_paces

        def seal(value: bytes) -> bytes:
            return self.key_ring.seal(value, account_id=account_id, column=_PSA_CACHE)

        def unseal(sealed: bytes) -> bytes | None:
            try:
                return self.key_ring.open(sealed, account_id=account_id, column=_PSA_CACHE)
            except CannotOpen:
                return None

        return psa.connect(
            psa.Connection(
                key=str(row.id),
                provider=PsaProvider(row.provider),
                base_url=row.base_url,
                credentials=secrets.credentials,
                options=dict(row.options),
                webhook_secret=secrets.webhook,
            ),
            client=self.outgoing,
            redis=self.redis,
            seal=seal,
            unseal=unseal,
            connectwise_client_id=self.settings.connectwise_client_id,
            paces={PsaProvider(name): psa.Pace(calls=calls, seconds=seconds) for name, (calls, seconds) in paces},
        )


def make_context(settings: Settings, broker: DoorbellBroker) -> Context:
    """Create the context without connecting to anything."""
    engine = make_engine(settings)
    key_ring = KeyRing.from_setting(settings.encryption_keys)
    return Context(
        settings=settings,
        engine=engine,
        dispatcher=Dispatcher(broker, queue_of=queue_of),
        redis=broker.client,
        stop_flags=StopFlags(broker.client),
        dropped_markers=DroppedMarkers(broker.client),
        spending=Spending(broker.client),
        psa_calls=PsaCalls(broker.client, key_ring),
        assistant=choose_provider(settings),
        mailer=choose_mailer(settings),
        outgoing=OutgoingClient(allow_hosts=settings.outbound_allow_hosts),
        pusher=choose_pusher(settings),
        key_ring=key_ring,
        files=open_store(settings.file_store_url),
        leases=Leases(engine, seconds=settings.outbox_lease_seconds),
        restraint=Restraint(),
    )
