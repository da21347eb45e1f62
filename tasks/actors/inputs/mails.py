"""What the mail of a delivery says, read from its notice and, for an escalation, from its handoff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.account import Account
from models.core import time_zones
from models.core.crypto import KeyRing
from models.core.redaction import Redactor
from models.core.unit_of_work import db_session
from models.delivery import Channel, Delivery, DeliveryState
from models.handoff import Handoff
from models.notice import Notice
from models.notice_event import WAITING_FOR_A_CLAIM, NoticeEvent
from models.operations.notice_secrets import secret_of
from models.preferences import can_choose, preferences_of
from models.unsubscribe_link import UnsubscribeLink
from settings import Settings
from tasks.actors.inputs.escalation_mails import escalation_context
from tasks.integrations.mail import Mail
from tasks.mail_texts import render

SETTINGS_PAGE = "/account#notifications"


@dataclass(frozen=True)
class Reader:
    """The person to whom a mail goes, and the zone in which its times are written."""

    delivery: Delivery
    account: Account
    zone: tzinfo

    @property
    def can_stop(self) -> bool:
        """Whether mail of this kind can be switched off."""
        event = NoticeEvent(self.delivery.event)
        is_choice = event == NoticeEvent.DIGEST or can_choose(event, Channel.MAIL)
        return self.delivery.user is not None and is_choice

    def moment(self, at: datetime) -> str:
        """`28 Nov 2026, 10:31 UTC`"""
        return f"{at.astimezone(self.zone):%-d %b %Y, %H:%M %Z}"


def mail_of(delivery: Delivery, *, settings: Settings, key_ring: KeyRing) -> Mail:
    """The mail, with secrets masked, because it leaves the account."""
    account = db_session().get_one(Account, delivery.account_id)
    reader = Reader(delivery, account, _zone(delivery, account))
    title = Redactor().redact(delivery.notice.content["title"])
    written = render(delivery.event, _context(reader, title, settings, key_ring))
    return Mail(
        to=delivery.recipient,
        subject=title,
        text=written.text,
        html=written.html,
        message_id=_message_id(delivery.id, settings),
        account_id=delivery.account_id,
        thread_id=_thread_id(delivery, settings),
        unsubscribe_url=_unsubscribe_url(reader, settings),
    )


def _context(reader: Reader, title: str, settings: Settings, key_ring: KeyRing) -> dict[str, Any]:
    delivery = reader.delivery
    content, secret = delivery.notice.content, secret_of(delivery.notice, key_ring) or ""
    shared: dict[str, Any] = {
        "title": title,
        "content": {name: _masked(value) for name, value in content.items()},
        "account": reader.account.name,
        "person": delivery.user.name if delivery.user else "",
        "url": f"{settings.public_url}{content['link']}{secret}",
        "at": reader.moment(delivery.notice.created_at),
        "why": _why(reader),
        "settings_url": f"{settings.public_url}{SETTINGS_PAGE}" if reader.can_stop else None,
        "unsubscribe_url": _unsubscribe_url(reader, settings),
    }
    if "expires_at" in content:
        shared["expires_at"] = reader.moment(datetime.fromisoformat(content["expires_at"]))
    if "items" in content:
        shared["items"] = [_entry(item, reader, settings) for item in content["items"]]
    if delivery.event in WAITING_FOR_A_CLAIM and delivery.handoff_id:
        shared |= escalation_context(db_session().get_one(Handoff, delivery.handoff_id), moment=reader.moment)
    return shared


def _zone(delivery: Delivery, account: Account) -> ZoneInfo:
    """The person's; the account's for somebody who is no user yet."""
    account_time_zone = account.effective_settings.time_zone
    if delivery.user is None:
        return time_zones.zone(account_time_zone)
    return preferences_of(delivery.user).zone(account_time_zone)


def _masked(value: Any) -> Any:
    return Redactor().redact(value) if isinstance(value, str) else value


def _entry(item: dict[str, str], reader: Reader, settings: Settings) -> dict[str, str]:
    at = reader.moment(datetime.fromisoformat(item["at"]))
    return {"title": Redactor().redact(item["title"]), "url": f"{settings.public_url}{item['link']}", "at": at}


def _why(reader: Reader) -> str:
    event, account = reader.delivery.event, reader.account.name
    if event == NoticeEvent.INVITATION:
        return "You get this because somebody entered your address in FlowPilot."
    if event == NoticeEvent.DIGEST:
        return f"You get this because you chose quiet hours or digests at {account} on FlowPilot."
    if not reader.can_stop:
        return f"You get this because it is about your own login at {account}. It cannot be switched off."
    return f"You get this because you work at {account} on FlowPilot."


def _unsubscribe_url(reader: Reader, settings: Settings) -> str | None:
    if not reader.can_stop or reader.delivery.user_id is None:
        return None
    link = UnsubscribeLink(reader.account.id, reader.delivery.user_id, NoticeEvent(reader.delivery.event))
    return f"{settings.public_url}/unsubscribe/{link.token(secret_key=settings.secret_key)}"


def _thread_id(delivery: Delivery, settings: Settings) -> str | None:
    """The Message-ID of the first mail about the session that this address got; None if this is the first."""
    ai_session_id = delivery.notice.ai_session_id
    if ai_session_id is None:
        return None
    about_it = (
        select(Delivery.id)
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(
            Notice.ai_session_id == ai_session_id,
            Delivery.channel == Channel.MAIL,
            Delivery.recipient == delivery.recipient,
            (Delivery.state == DeliveryState.SENT) | (Delivery.id == delivery.id),
            Delivery.digest_id.is_(None),
        )
        .order_by(Delivery.created_at, Delivery.id)
        .limit(1)
    )
    first = db_session().scalar(about_it)
    return _message_id(first, settings) if first and first != delivery.id else None


def _message_id(delivery_id: UUID, settings: Settings) -> str:
    return f"delivery.{delivery_id}@{settings.host}"
