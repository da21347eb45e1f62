"""The invitations of an account."""

from __future__ import annotations

from sqlalchemy import select

from models.core.paging import Page, page_of
from models.core.unit_of_work import current
from models.invitation import Invitation


def invitations(*, limit: int, cursor: str | None) -> Page[Invitation]:
    """All invitations of the account, including accepted, revoked and expired ones, newest first."""
    of_account = select(Invitation).where(Invitation.account_id == current().account_id)
    return page_of(of_account, Invitation, limit=limit, cursor=cursor)
