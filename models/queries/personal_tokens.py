"""The personal tokens of one person."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, or_, select

from models.core import clock
from models.core.errors import NotFound
from models.core.paging import Page, page_of
from models.core.unit_of_work import db_session
from models.personal_token import PersonalToken
from models.user import User


def valid_tokens(user: User) -> Select[PersonalToken]:
    return select(PersonalToken).where(
        PersonalToken.account_id == user.account_id,
        PersonalToken.user_id == user.id,
        PersonalToken.revoked_at.is_(None),
        or_(PersonalToken.expires_at.is_(None), PersonalToken.expires_at > clock.now()),
    )


def tokens_of(user: User, *, limit: int, cursor: str | None) -> Page[PersonalToken]:
    """The valid tokens, newest first."""
    return page_of(valid_tokens(user), PersonalToken, limit=limit, cursor=cursor)


def own_token(token_id: UUID, *, by: User) -> PersonalToken:
    """A token of `by`, possibly revoked.  Raises NotFound, also for another person's token."""
    token = db_session().get(PersonalToken, token_id)
    if token is None or token.user_id != by.id or token.account_id != by.account_id:
        raise NotFound
    return token
