"""/auth/push-key and /auth/push-subscriptions: push messages to the user's browsers."""

from __future__ import annotations

from typing import Any

from flask import current_app

from models.core.addresses import ForbiddenAddress, check_form
from models.operations import push_subscriptions as operations
from models.operations.push_keys import push_public_key
from models.push_subscription import PushAddress
from schemas.push_subscriptions import PushKeySchema, SubscribeSchema, UnsubscribeSchema
from web.edge.access import LOGINS_UNGATED, MEMBERS_UNGATED
from web.edge.identity import current_login, current_user
from web.edge.resource import Resource

push_subscriptions = Resource("push_subscriptions", __name__, url_prefix="/auth", description="Push messages.")


@push_subscriptions.route("/push-key", access=MEMBERS_UNGATED)
@push_subscriptions.response(200, PushKeySchema)
def read_push_key() -> dict[str, str]:
    """The public key with which a browser subscribes to push messages"""
    return {"key": push_public_key(current_app.extensions["key_ring"])}


@push_subscriptions.route("/push-subscriptions", methods=["POST"], access=LOGINS_UNGATED, errors=[ForbiddenAddress])
@push_subscriptions.arguments(SubscribeSchema)
@push_subscriptions.response(204)
def subscribe(given: dict[str, Any]) -> None:
    """Send the user's push messages to this browser, as long as its login is open"""
    extensions = current_app.extensions
    check_form(given["endpoint"], allow_hosts=extensions["settings"].push_allow_hosts)
    address = PushAddress(endpoint=given["endpoint"], **given["keys"])
    operations.subscribe(address, login=current_login(), key_ring=extensions["key_ring"])


@push_subscriptions.route("/push-subscriptions", methods=["DELETE"], access=LOGINS_UNGATED)
@push_subscriptions.arguments(UnsubscribeSchema)
@push_subscriptions.response(204)
def unsubscribe(given: dict[str, Any]) -> None:
    """Send no more push messages to this browser"""
    operations.unsubscribe(given["endpoint"], by=current_user())
