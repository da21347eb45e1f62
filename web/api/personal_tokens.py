"""/auth/tokens: a user's personal tokens for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from models.core.paging import Page
from models.operations import personal_tokens as operations
from models.operations.personal_tokens import TokenLimit
from models.personal_token import PersonalToken
from models.queries.personal_tokens import own_token, tokens_of
from schemas.fields import PageQuery
from schemas.personal_tokens import CreateTokenSchema, MadeTokenSchema, TokenSchema, TokensSchema
from web.edge.access import LOGINS_UNGATED, MEMBERS_UNGATED
from web.edge.identity import current_login, current_user
from web.edge.resource import Resource

personal_tokens = Resource("personal_tokens", __name__, url_prefix="/auth/tokens", description="Tokens for programs.")


@personal_tokens.route("", access=MEMBERS_UNGATED)
@personal_tokens.arguments(PageQuery, location="query")
@personal_tokens.response(200, TokensSchema)
def list_tokens(page: dict[str, Any]) -> Page[PersonalToken]:
    """List the user's valid tokens, without their secrets"""
    return tokens_of(current_user(), **page)


@personal_tokens.route("", methods=["POST"], access=LOGINS_UNGATED, errors=[TokenLimit])
@personal_tokens.arguments(CreateTokenSchema)
@personal_tokens.response(201, MadeTokenSchema)
def create_token(given: dict[str, Any]) -> dict[str, Any]:
    """Create a token; its secret is shown only in this response"""
    days = given["expires_in_days"]
    lifetime = timedelta(days=days) if days else None
    made = operations.create_token(given["name"], lifetime=lifetime, login=current_login())
    return {name: getattr(made.row, name) for name in TokenSchema().fields} | {"token": made.secret}


@personal_tokens.route("/<uuid:token_id>", methods=["DELETE"], access=LOGINS_UNGATED)
@personal_tokens.response(204)
def revoke_token(token_id: UUID) -> None:
    """Revoke a token, effective from the next request"""
    operations.revoke_token(own_token(token_id, by=current_user()), by=current_user())
