"""What every request of the FastAPI peer passes: request id, log line, counters, headers, and who is asking."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import time
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

import orjson
import structlog
from fastapi import Cookie, Depends, Header, HTTPException, Request
from prometheus_client import Counter, Histogram
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from starlette.datastructures import MutableHeaders

from tests.bench.peers.fastapi_tables import Account, Login, Subscription, User

SECRET_KEY = os.environ["SECRET_KEY"].encode()
ENGINEERS = {"owner", "admin", "engineer"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
REQUESTS = Counter("http_requests", "Answers", ["method", "route", "status"])
SECONDS = Histogram("http_request_seconds", "From request to answer", ["method", "route"])

engine = create_async_engine(
    os.environ["PEER_DATABASE_URL"],
    pool_size=16,
    max_overflow=0,
    json_serializer=lambda value: orjson.dumps(value, default=str).decode(),
    json_deserializer=orjson.loads,
)
new_session = async_sessionmaker(engine, expire_on_commit=False)

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.JSONRenderer(serializer=lambda value, **_: orjson.dumps(value, default=str).decode()),
    ],
    # As for ours, the line is made where the level lets it through.
    wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, os.environ["LOG_LEVEL"])),
    cache_logger_on_first_use=True,
)
log = structlog.get_logger("request")


class Edge:
    """Plain ASGI: FastAPI's own middleware class costs a task for each request."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, request_id, status = time.monotonic(), uuid4().hex, 500
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)

        async def send_with_headers(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update({**HEADERS, "X-Request-ID": request_id})
            await send(message)

        await self._app(scope, receive, send_with_headers)
        route = getattr(scope.get("route"), "path", "(none)")
        REQUESTS.labels(scope["method"], route, status).inc()
        SECONDS.labels(scope["method"], route).observe(time.monotonic() - began)
        log.info("request", method=scope["method"], route=route, status=status, duration_ms=_ms_since(began))


def _ms_since(began: float) -> int:
    return round((time.monotonic() - began) * 1_000)


@dataclass
class Asking:
    """Who is asking, in the transaction of this request, whose account is set."""

    db: AsyncSession
    user: User
    request_id: str
    client: str | None


async def database() -> Any:
    async with new_session() as db:
        yield db


async def engineer(
    request: Request,
    db: Annotated[AsyncSession, Depends(database)],
    flowpilot: Annotated[str, Cookie()],
    x_csrf_token: Annotated[str, Header()],
) -> Asking:
    """The login behind the cookie, its CSRF token, its role and its subscription.  Raises 401, 402, 403."""
    fingerprint = hashlib.sha256(flowpilot.encode()).digest()
    found = (await db.execute(_ENTER, {"fingerprint": fingerprint})).one_or_none()
    if found is None:
        raise HTTPException(401)
    login, user, account, subscription = (await db.execute(_LOGIN.where(Login.id == found.login_id))).one()
    if not user.is_active or user.deleted_at or (account.is_demo and "FLOWPILOT_DEV" not in os.environ):
        raise HTTPException(401)
    expected = hmac.new(SECRET_KEY, b"csrf:" + login.id.bytes, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(x_csrf_token, expected) or user.role not in ENGINEERS:
        raise HTTPException(403)
    if subscription is None or subscription.status not in {"trialing", "active"}:
        raise HTTPException(402)
    structlog.contextvars.bind_contextvars(account_id=str(account.id), user_id=str(user.id))
    return Asking(db, user, request.state.request_id, request.client.host if request.client else None)


_ENTER = text("select login_id, set_config('app.account_id', account_id::text, true) from login_by_token(:fingerprint)")
_LOGIN = (
    select(Login, User, Account, Subscription)
    .join(User, User.id == Login.user_id)
    .join(Account, Account.id == Login.account_id)
    .outerjoin(Subscription, Subscription.account_id == Login.account_id)
)
