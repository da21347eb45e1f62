"""Incoming webhooks of PSAs: nothing of them is believed before a job has verified them."""

from __future__ import annotations

from uuid import UUID

from models.core import ids
from models.core.outgoing.psa_calls import PsaCall, PsaCalls
from models.core.unit_of_work import current
from models.jobs import Job, request
from models.queries import account_lookups


def note_call(webhook_id: UUID, call: PsaCall, *, calls: PsaCalls) -> bool:
    """Keep the call for the job that verifies it, and enter the account.  False if no connection has this address."""
    found = account_lookups.psa_connection_by_webhook(webhook_id)
    if found is None:
        return False
    current().enter_account(found.account_id)
    call_id = ids.new_id()
    if calls.keep(call_id, call, account_id=found.account_id):
        request(Job.PSA_WEBHOOK_VERIFY, connection_id=found.id, call_id=call_id)
    return True
