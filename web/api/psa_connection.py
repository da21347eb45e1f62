"""/psa: the account's connection to its PSA, the lists that were read from it, and who is who."""

from __future__ import annotations

from typing import Any

from flask import current_app

from models.core.addresses import ForbiddenAddress
from models.core.errors import Forbidden, Invalid, NotFound, TooManyRequests
from models.operations import psa_connections as operations
from models.operations.notification_channels import Sealing
from models.operations.psa_connections import CredentialsNeeded, Wanted
from models.operations.psa_lookups import look_up
from models.operations.psa_people import put_people
from models.psa_connection import PsaConnection
from models.psa_credentials import AUTOTASK_ADDRESS
from models.psa_kinds import LookupKind, Provider
from models.psa_options import missing_options
from models.queries.psa_connections import PsaNotConnected, current_connection, needed_connection, pending_pushes
from models.queries.psa_lookups import Found, found
from models.queries.psa_people import Person, people_of
from schemas.fields import StatusSchema
from schemas.psa import (
    NOT_CONNECTED,
    LookupQuery,
    LookupSchema,
    PsaConnectionSchema,
    PsaPeopleSchema,
    PutPsaConnectionSchema,
    PutPsaPeopleSchema,
    WebhookSecretSchema,
)
from web.edge.access import ADMINS_ONLY, ENGINEERS_ONLY
from web.edge.identity import current_user
from web.edge.resource import Resource
from web.edge.simulated_psa import is_simulated

psa_connection = Resource(
    "psa_connection", __name__, url_prefix="/psa", description="The connection to the ticket system (PSA)."
)
_QUEUED = {"status": "queued"}
WEBHOOKS = "/api/v1/psa/webhooks"
FOR_ENGINEERS = frozenset(
    {
        LookupKind.BOARDS,
        LookupKind.STATUSES,
        LookupKind.PRIORITIES,
        LookupKind.COMPANIES,
        LookupKind.CONTACTS,
        LookupKind.TICKET_TYPES,
    }
)
"""What a new ticket and a status change need; the others belong to the settings."""


@psa_connection.route("/connection", access=ADMINS_ONLY)
@psa_connection.response(200, PsaConnectionSchema)
def read_connection() -> dict[str, Any]:
    """Read how the ticket system is connected, without secrets; `state` is `none` without a connection"""
    return _document(current_connection())


@psa_connection.route(
    "/connection", methods=["PUT"], access=ADMINS_ONLY, errors=[ForbiddenAddress, CredentialsNeeded, Invalid]
)
@psa_connection.arguments(PutPsaConnectionSchema)
@psa_connection.response(200, PsaConnectionSchema)
def put_connection(given: dict[str, Any]) -> dict[str, Any]:
    """Connect the account to its ticket system, or change the connection

    Another provider, host or company is another connection: the former one ends as with DELETE.  Nothing is called; a
    test shows whether it works.
    """
    wanted = Wanted(
        provider=Provider(given["provider"]),
        base_url=given["base_url"] or AUTOTASK_ADDRESS,
        credentials=given["credentials"],
        options=given["options"],
    )
    return _document(operations.put_connection(wanted, by=current_user(), sealing=_sealing()))


@psa_connection.route("/connection", methods=["DELETE"], access=ADMINS_ONLY)
@psa_connection.response(204)
def delete_connection() -> None:
    """Disconnect: the credentials are deleted at once, and so is FlowPilot's copy of the tickets soon after

    What waits to be sent to the ticket system fails with `psa_disconnected`.  Nothing changes in the ticket system.
    """
    if connection := current_connection():
        operations.disconnect(connection, by=current_user())


@psa_connection.route(
    "/connection/test", methods=["POST"], access=ADMINS_ONLY, errors=[PsaNotConnected, TooManyRequests]
)
@psa_connection.response(202, StatusSchema)
def test_connection() -> dict[str, str]:
    """Test address, credentials and permissions; the result arrives as the event `psa_connection_tested`"""
    needed_connection()
    current_app.extensions["psa_tests"].count(current_user())
    operations.request_test(by=current_user())
    return _QUEUED


@psa_connection.route("/connection/webhook-secret", methods=["POST"], access=ADMINS_ONLY, errors=[PsaNotConnected])
@psa_connection.response(200, WebhookSecretSchema)
def make_webhook_secret() -> dict[str, str]:
    """Make a new secret for incoming webhooks, shown only in this response; the former one is no longer accepted"""
    return {"secret": operations.make_webhook_secret(by=current_user(), sealing=_sealing())}


@psa_connection.route(
    "/lookups/<kind>", access=ENGINEERS_ONLY, errors=[NotFound, Forbidden, PsaNotConnected, TooManyRequests]
)
@psa_connection.arguments(LookupQuery, location="query")
@psa_connection.response(200, LookupSchema)
def read_lookup(query: dict[str, Any], kind: str) -> Found:
    """List boards, statuses, priorities, companies, contacts, ticket types, and for admins also what settings need

    The list is kept.  If it was never read, or is older than ten minutes, a job reads it, and the event
    `psa_lookups_changed` says when it has.
    """
    wanted = _kind(kind)
    lookup = look_up(needed_connection(), wanted, parent_id=query["parent_id"], for_user=current_user().id)
    return found(lookup, words=query["q"], limit=query["limit"])


@psa_connection.route("/people", access=ADMINS_ONLY, errors=[PsaNotConnected])
@psa_connection.response(200, PsaPeopleSchema)
def read_people() -> dict[str, list[Person]]:
    """List who can work on sessions, with their member of the ticket system"""
    return {"items": people_of(needed_connection())}


@psa_connection.route("/people", methods=["PUT"], access=ADMINS_ONLY, errors=[PsaNotConnected, Invalid])
@psa_connection.arguments(PutPsaPeopleSchema)
@psa_connection.response(200, PsaPeopleSchema)
def write_people(given: dict[str, Any]) -> dict[str, list[Person]]:
    """Say which members of the ticket system your people are; who is left out has none"""
    connection = needed_connection()
    put_people(connection, {item["user_id"]: item["agent_id"] for item in given["items"]}, by=current_user())
    return {"items": people_of(connection)}


def _kind(text: str) -> LookupKind:
    """Raises NotFound, Forbidden."""
    try:
        kind = LookupKind(text)
    except ValueError as error:
        raise NotFound from error
    if kind not in FOR_ENGINEERS and not current_user().is_admin:
        raise Forbidden("Only admins can see this list.")
    return kind


def _document(connection: PsaConnection | None) -> dict[str, Any]:
    if connection is None:
        nothing = ("provider", "base_url", "missing_options", "webhook", "last_error")
        unset = ("failing_since", "tested_at", "synced_at")
        return {
            "state": NOT_CONNECTED,
            "is_simulated": False,
            "credential_hints": {},
            "options": {},
            "pending_pushes": 0,
        } | dict.fromkeys(nothing + unset)
    code = connection.last_error_code
    return {
        **{
            name: getattr(connection, name) for name in ("state", "provider", "base_url", "credential_hints", "options")
        },
        **{name: getattr(connection, name) for name in ("failing_since", "tested_at", "synced_at")},
        "is_simulated": is_simulated(connection.base_url),
        "missing_options": missing_options(Provider(connection.provider), connection.options),
        "webhook": {
            "url": f"{current_app.extensions['settings'].public_url}{WEBHOOKS}/{connection.webhook_id}",
            "has_secret": connection.sealed_webhook_secret is not None,
        },
        "last_error": {"code": code, "message": connection.last_error} if code else None,
        "pending_pushes": pending_pushes(connection),
    }


def _sealing() -> Sealing:
    extensions = current_app.extensions
    return Sealing(extensions["key_ring"], extensions["settings"].outbound_allow_hosts)
