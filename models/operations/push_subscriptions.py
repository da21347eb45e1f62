"""Subscribe a browser to push messages, and end that."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.dialects.postgresql import insert

from models.core import clock, ids
from models.core.crypto import KeyRing
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.delivery import Delivery
from models.login import Login
from models.operations import logins
from models.push_subscription import COLUMN, MOST_PER_USER, PushAddress, PushSubscription
from models.queries.push_subscriptions import open_subscriptions
from models.user import User


def subscribe(address: PushAddress, *, login: Login, key_ring: KeyRing) -> None:
    """Send this user's push messages to this browser too, as long as `login` is open.

    A browser that is known already gets its new keys and belongs to this user from now on.  Beyond MOST_PER_USER the
    oldest browser is forgotten.  Raises Unauthenticated (401) if the login has ended meanwhile.
    """
    user = logins.locked_person(login)
    sealed = key_ring.seal(address.to_bytes(), account_id=user.account_id, column=COLUMN)
    owner = {"user_id": user.id, "login_id": login.id, "sealed_address": sealed}
    row = insert(PushSubscription).values(
        id=ids.new_id(),
        account_id=user.account_id,
        created_at=clock.now(),
        endpoint_fingerprint=ids.fingerprint(address.endpoint),
        **owner,
    )
    known = [PushSubscription.account_id, PushSubscription.endpoint_fingerprint]
    db_session().execute(row.on_conflict_do_update(index_elements=known, set_=owner))
    _forget_others(user)
    user.has_push = True


def unsubscribe(endpoint: str, *, by: User) -> None:
    """No effect if the browser is not subscribed, or is another user's."""
    locked(User, by.id)
    fingerprint = ids.fingerprint(endpoint)
    _forget(PushSubscription.user_id == by.id, PushSubscription.endpoint_fingerprint == fingerprint)
    _note_reach(by.id)


def end_with_login(login: Login) -> None:
    """Forget the browser that signs out."""
    locked(User, login.user_id)
    _forget(PushSubscription.login_id == login.id)
    _note_reach(login.user_id)


def forget_subscriptions(gone: Sequence[UUID], *, user_id: UUID) -> None:
    """The browsers take no messages any more.  Also notes if the user has none left, because logins expire."""
    locked(User, user_id)
    _forget(PushSubscription.id.in_(gone))
    _note_reach(user_id)


def note_accepted(subscription_id: UUID, delivery_id: UUID) -> None:
    """The push service took the message of this delivery."""
    delivery = locked(Delivery, delivery_id)
    delivery.accepted_by = [*(delivery.accepted_by or []), str(subscription_id)]


def address_of(subscription: PushSubscription, key_ring: KeyRing) -> PushAddress:
    """Raises CannotOpen."""
    raw = key_ring.open(subscription.sealed_address, account_id=subscription.account_id, column=COLUMN)
    return PushAddress.from_bytes(raw)


def _forget_others(user: User) -> None:
    """Delete the rows of ended logins, and the oldest beyond the limit."""
    kept = [subscription.id for subscription in open_subscriptions(user.id)][-MOST_PER_USER:]
    _forget(PushSubscription.user_id == user.id, PushSubscription.id.not_in(kept))


def _forget(*which: ColumnElement[bool]) -> None:
    db_session().execute(delete(PushSubscription).where(PushSubscription.account_id == current().account_id, *which))


def _note_reach(user_id: UUID) -> None:
    """Without a browser, no further push deliveries are planned for this user."""
    has_push = bool(open_subscriptions(user_id))
    theirs = update(User).where(User.account_id == current().account_id, User.id == user_id)
    db_session().execute(theirs.values(has_push=has_push))
