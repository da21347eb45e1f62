"""The part of a notice that holds a token: encrypted until its mail is sent, given up or canceled, and then deleted."""

from __future__ import annotations

from models.core.crypto import KeyRing
from models.core.unit_of_work import current, db_session
from models.delivery import Delivery
from models.notice import Notice

_COLUMN = "notices.sealed_content"


def sealed(secret: str, key_ring: KeyRing) -> bytes:
    """`secret`, encrypted for `NewNotice.sealed` in the current account."""
    return key_ring.seal(secret.encode(), account_id=current().account_id, column=_COLUMN)


def secret_of(notice: Notice, key_ring: KeyRing) -> str | None:
    """None if the notice has none, or has it no more.  Raises CannotOpen."""
    if notice.sealed_content is None:
        return None
    return key_ring.open(notice.sealed_content, account_id=notice.account_id, column=_COLUMN).decode()


def forget_secret(delivery: Delivery) -> None:
    """A notice with a secret has one delivery, so nothing else needs it."""
    notice = db_session().get_one(Notice, delivery.notice_id)
    if notice.sealed_content is not None:
        notice.sealed_content = None
