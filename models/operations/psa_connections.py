"""What admins do with the connection to the PSA: connect, change, test and disconnect."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select

from models.audit_entry import AuditAction
from models.core import clock
from models.core.errors import Invalid
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.operations import audit, psa_lookups, psa_options
from models.operations.account_lock import lock_account
from models.operations.notification_channels import Sealing
from models.operations.psa_health import note_working
from models.operations.psa_outcomes import break_off, give_up
from models.operations.psa_pushes import note_connection
from models.operations.psa_reasons import DISCONNECTED
from models.operations.psa_secrets import new_webhook_secret, open_secrets, seal_credentials
from models.operations.psa_sync import start_sync
from models.psa_connection import PsaConnection, PsaState, PsaTestResult
from models.psa_credentials import CREDENTIAL_FIELDS, checked_address, hints_of, tenant_of
from models.psa_kinds import Provider
from models.psa_lookup import PsaLookup
from models.psa_operation import OperationState
from models.psa_person import PsaPerson
from models.psa_push import PsaPush, PushState
from models.psa_ticket import PsaTicket
from models.queries.psa_connections import current_connection, needed_connection
from models.queries.psa_pushes import operations_of
from models.user import User

BATCH = 2_000
FAILED_AT_ONCE = 500


class CredentialsNeeded(Invalid):
    code = "credentials_needed"
    message = (
        "Enter the credentials again. FlowPilot sends them only to the address and the company for which they were"
        " entered."
    )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The connection as an admin wants it.  Credentials that are left out keep what is stored."""

    provider: Provider
    base_url: str
    credentials: dict[str, str] = field(repr=False)
    options: dict[str, str] | None
    """None: leave them as they are."""


def put_connection(wanted: Wanted, *, by: User, sealing: Sealing) -> PsaConnection:
    """Connect the account, or change its connection.

    Another provider, host or company is another tenant, whose ids mean something else: the former connection ends, and
    a new one begins.  Raises ForbiddenAddress (422), CredentialsNeeded (422), Invalid (422).
    """
    lock_account(by=by)
    base_url = checked_address(wanted.provider, wanted.base_url, allow_hosts=frozenset(sealing.allow_hosts))
    former = current_connection()
    if former is not None:
        former = locked(PsaConnection, former.id)
        if _is_same_tenant(former, wanted, base_url):
            return _change(former, wanted, base_url, by=by, sealing=sealing)
    _check_complete(wanted, wanted.credentials)
    if former is not None:
        disconnect(former, by=by)
    return _connect(wanted, base_url, by=by, sealing=sealing)


def disconnect(connection: PsaConnection, *, by: User) -> None:
    """End it: the credentials go at once, the copy of its tickets with a job, and what waits to be pushed fails."""
    lock_account(by=by)
    connection = locked(PsaConnection, connection.id)
    if not connection.is_connected:
        return
    connection.disconnected_at = clock.now()
    connection.sealed_credentials = connection.sealed_webhook_secret = None
    connection.credential_hints = {}
    note_connection(None)
    db_session().flush()
    request(Job.PSA_CONNECTION_CLEAR, connection_id=connection.id)
    audit.record(AuditAction.PSA_DISCONNECTED, connection, by=by)


def request_test(*, by: User) -> None:
    """The result arrives as the event `psa_connection_tested`.  Raises PsaNotConnected (409)."""
    request(Job.PSA_CONNECTION_TEST, connection_id=needed_connection().id, user_id=by.id)


def note_tested(
    connection_id: UUID, *, tested: bytes | None, code: str | None, result: PsaTestResult, message: str, by_id: UUID
) -> None:
    """Keep what a test found, unless the credentials that it used (`tested`, sealed) have been replaced since.

    A connection that works is read at once: its tickets, and the lists that somebody will need.
    """
    connection = locked(PsaConnection, connection_id)
    if not connection.is_connected or connection.sealed_credentials != tested:
        return
    connection.tested_at = clock.now()
    if code is None:
        note_working(connection)
        start_sync(connection)
        psa_lookups.look_up_usual(connection, for_user=by_id)
    else:
        # The admins are not told as of a failing job: one of them is looking.
        connection.state, connection.last_error_code, connection.last_error = PsaState.FAILING, code, message
        connection.failing_since = connection.failing_since or clock.now()
    by = db_session().get_one(User, by_id)
    audit.record(AuditAction.PSA_TESTED, connection, by=by, result=result)


def delete_leftovers(connection_id: UUID) -> bool:
    """Delete a batch of what a disconnected connection leaves.  Returns whether there may be more.

    What still waits to be pushed fails now, and not when its own job is due.
    """
    if db_session().get_one(PsaConnection, connection_id).is_connected:
        return False
    _fail_waiting(connection_id)
    return any(_delete_batch(table, connection_id) for table in (PsaTicket, PsaLookup, PsaPerson))


def _fail_waiting(connection_id: UUID) -> None:
    """Without pushes that are being written: the job that does it records the answer, and its successor the rest."""
    waiting = select(PsaPush.id).where(
        PsaPush.account_id == current().account_id,
        PsaPush.connection_id == connection_id,
        PsaPush.state == PushState.QUEUED,
    )
    for push_id in db_session().scalars(waiting.order_by(PsaPush.id).limit(FAILED_AT_ONCE)).all():
        push = locked(PsaPush, push_id)
        operations = operations_of(push)
        if push.state != PushState.QUEUED or any(one.state == OperationState.SENDING for one in operations):
            continue
        if operations:
            break_off(push, operations, DISCONNECTED)
        else:
            give_up(push, DISCONNECTED)


def _delete_batch(table: type[PsaTicket | PsaLookup | PsaPerson], connection_id: UUID) -> bool:
    batch = (
        select(table.id)
        .where(table.account_id == current().account_id, table.connection_id == connection_id)
        .limit(BATCH)
    )
    gone = db_session().scalars(delete(table).where(table.id.in_(batch)).returning(table.id)).all()
    return len(gone) == BATCH


def make_webhook_secret(*, by: User, sealing: Sealing) -> str:
    """A new secret for incoming webhooks; the former one is no longer accepted.  Raises PsaNotConnected (409)."""
    lock_account(by=by)
    connection = locked(PsaConnection, needed_connection().id)
    secret = new_webhook_secret(connection, sealing.key_ring)
    audit.record(AuditAction.PSA_WEBHOOK_SECRET_MADE, connection, by=by)
    return secret


def _connect(wanted: Wanted, base_url: str, *, by: User, sealing: Sealing) -> PsaConnection:
    connection = PsaConnection(account_id=by.account_id, provider=wanted.provider, base_url=base_url, sync_state={})
    connection.options = psa_options.checked(connection, wanted.options or {})
    _keep(connection, wanted.credentials, sealing)
    # Not through `UnitOfWork.add`, which leaves columns with a default in the database to the database.
    db_session().add(connection)
    db_session().flush()
    note_connection(connection)
    audit.record(AuditAction.PSA_CONNECTED, connection, by=by)
    return connection


def _change(connection: PsaConnection, wanted: Wanted, base_url: str, *, by: User, sealing: Sealing) -> PsaConnection:
    changed = [f"credentials.{name}" for name in sorted(wanted.credentials)]
    if wanted.credentials:
        merged = open_secrets(connection, sealing.key_ring).credentials | wanted.credentials
        _check_complete(wanted, merged)
        _keep(connection, {name: value for name, value in merged.items() if value}, sealing)
    if base_url != connection.base_url:
        connection.base_url = base_url
        changed.append("base_url")
    if changed:
        connection.state, connection.last_error_code, connection.last_error = PsaState.UNTESTED, None, None
        connection.failing_since = None
    changed += _change_options(connection, wanted.options)
    if changed:
        audit.record(AuditAction.PSA_CHANGED, connection, by=by, changed=changed)
    return connection


def _change_options(connection: PsaConnection, options: dict[str, str] | None) -> list[str]:
    """The names of what has changed."""
    if options is None:
        return []
    former, connection.options = connection.options, psa_options.checked(connection, options)
    names = former.keys() | connection.options.keys()
    return [f"options.{name}" for name in sorted(names) if former.get(name) != connection.options.get(name)]


def _is_same_tenant(former: PsaConnection, wanted: Wanted, base_url: str) -> bool:
    provider = Provider(former.provider)
    stored = tenant_of(provider, former.base_url, former.credential_hints)
    return wanted.provider == provider and stored == tenant_of(
        provider, base_url, former.credential_hints | wanted.credentials
    )


def _keep(connection: PsaConnection, credentials: dict[str, str], sealing: Sealing) -> None:
    given = {name: value for name, value in credentials.items() if value}
    seal_credentials(connection, given, sealing.key_ring)
    connection.credential_hints = hints_of(Provider(connection.provider), given)


def _check_complete(wanted: Wanted, credentials: dict[str, str]) -> None:
    """Raises CredentialsNeeded (422)."""
    needed = [one.name for one in CREDENTIAL_FIELDS[wanted.provider] if one.is_required]
    if missing := [name for name in needed if not credentials.get(name)]:
        raise CredentialsNeeded(detail={f"credentials.{name}": ["Enter this."] for name in missing})
