"""Tests the connection to the PSA, and removes what is left of one that was disconnected."""

from __future__ import annotations

from uuid import UUID

from models import events
from models.core.unit_of_work import db_session
from models.jobs import Job, request
from models.operations import psa_connections
from models.operations.psa_secrets import open_secrets
from models.psa_connection import PsaConnection, PsaTestResult
from models.psa_kinds import Provider
from tasks.actors.inputs.psa_connections import Outcome, outcome_of
from tasks.actors.registry import actor
from tasks.integrations.errors import CallFailed
from tasks.running import RunningJob

TEST_SECONDS = 150
"""A test makes a few calls of at most thirty seconds each."""
CLEAR_SECONDS = 60


def test_failed(connection_id: UUID, user_id: UUID, *, code: str) -> None:
    """The job is dead: the admin who waits for the result is told."""
    message = "FlowPilot could not finish the test. Try again."
    events.psa_connection_tested(user_id, result=PsaTestResult.UNREACHABLE, message=message)


@actor(Job.PSA_CONNECTION_TEST, when_dead=test_failed, time_limit_seconds=TEST_SECONDS, may_repeat=True)
def test(job: RunningJob, connection_id: UUID, user_id: UUID) -> None:
    """Prove address, credentials and permissions, and tell the admin what came out.

    Running twice is safe: a test only reads.
    """
    with job.transaction():
        connection = db_session().get_one(PsaConnection, connection_id)
        if not connection.is_connected:
            psa, provider, tested = None, Provider(connection.provider), None
        else:
            secrets = open_secrets(connection, job.context.key_ring)
            psa, provider = job.context.psa(connection, secrets), Provider(connection.provider)
            tested = connection.sealed_credentials
            hidden = list(secrets.credentials.values())
    if psa is None:
        with job.finish():
            gone = "The ticket system was disconnected in the meantime."
            events.psa_connection_tested(user_id, result=PsaTestResult.UNREACHABLE, message=gone)
        return
    error: CallFailed | None = None
    try:
        psa.test()
    except CallFailed as failure:
        error = failure
    outcome = outcome_of(provider, error, hidden=hidden)
    with job.finish():
        _record(connection_id, outcome, tested=tested, user_id=user_id)


def _record(connection_id: UUID, outcome: Outcome, *, tested: bytes | None, user_id: UUID) -> None:
    psa_connections.note_tested(
        connection_id, tested=tested, code=outcome.code, result=outcome.result, message=outcome.message, by_id=user_id
    )
    events.psa_connection_tested(user_id, result=outcome.result, message=outcome.message)


def leave_rest(connection_id: UUID, *, code: str) -> None:
    """The job is dead: nobody sees what is left, because no list shows a connection that has ended."""


@actor(Job.PSA_CONNECTION_CLEAR, when_dead=leave_rest, time_limit_seconds=CLEAR_SECONDS)
def clear(job: RunningJob, connection_id: UUID) -> None:
    """Delete a batch of what a disconnected connection leaves: tickets, lists and who is who.

    Running twice is safe: what is gone is not deleted again.  While something is left, the same job is requested again.
    """
    with job.finish():
        if psa_connections.delete_leftovers(connection_id):
            request(Job.PSA_CONNECTION_CLEAR, connection_id=connection_id)
