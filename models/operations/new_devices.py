"""Tell a person of a login in a browser that they have not used before."""

from __future__ import annotations

from sqlalchemy import select

from models.core.unit_of_work import db_session
from models.login import Device, Login
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations.notices import NewNotice, give_notice
from models.user import User


def is_new_device(user: User, device: Device) -> bool:
    """Whether the user is known by other browsers only.  The first one of all, that of the registration, is not new."""
    known = select(Login.device_fingerprint == device.fingerprint).where(
        Login.user_id == user.id, Login.device_fingerprint.is_not(None)
    )
    found = set(db_session().scalars(known.distinct()))
    return bool(found) and True not in found


def tell_of_new_device(user: User, login: Login, device: Device) -> None:
    """Plan the mail.  It goes to the address as it is now, and nobody can switch it off."""
    new = NewNotice(
        event=NoticeEvent.NEW_DEVICE_LOGIN,
        subject_kind=SubjectKind.USER,
        subject_id=user.id,
        occasion=str(login.id),
        title="New login to FlowPilot",
        link="/account",
        more={"client": device.client, "address": device.network},
    )
    give_notice(new, people=[user])
