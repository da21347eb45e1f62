"""The browsers that receive push messages."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from models.core import clock
from models.core.unit_of_work import current, db_session
from models.login import Login
from models.push_subscription import PushSubscription


def open_subscriptions(user_id: UUID) -> Sequence[PushSubscription]:
    """The browsers in which this user is signed in and wants push messages, oldest first."""
    query = _open().where(PushSubscription.user_id == user_id)
    return db_session().scalars(query.order_by(PushSubscription.created_at)).all()


def _open() -> Select[PushSubscription]:
    login = (Login.account_id == PushSubscription.account_id) & (Login.id == PushSubscription.login_id)
    return (
        select(PushSubscription)
        .join(Login, login)
        .where(PushSubscription.account_id == current().account_id)
        .where(Login.ended_at.is_(None), Login.expires_at > clock.now())
    )
