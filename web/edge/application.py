"""The Flask app whose every API request is one transaction, behind one row of checks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import gevent
from flask import Flask, current_app, request
from gevent import monkey
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestTimeout

from models.core import roles
from models.core.database import db
from models.core.errors import DomainError, TooManyRequests, Unavailable
from models.core.unit_of_work import UnitOfWork
from settings import Settings
from web.edge import idempotency, identity
from web.edge.access import Access, declared
from web.edge.json import OrjsonProvider
from web.edge.parsing import read_body

# A frozen database backend hangs even inside a pre-ping; nobody waits longer than this (seconds), nor for a body.
REQUEST_DEADLINE_SECONDS = 30
# Logins and registrations at once in one process, and how long the next one waits for its turn.
HASHING_AT_ONCE = 4
LONGEST_WAIT_TO_HASH_SECONDS = 10

_hashing = threading.BoundedSemaphore(HASHING_AT_ONCE)


class FlowPilot(Flask):
    json_provider_class = OrjsonProvider

    @property
    def flowpilot_settings(self) -> Settings:
        settings: Settings = self.extensions["settings"]
        return settings

    def check_role(self) -> None:
        """Raises RoleTooPowerful where row-level security would not bind us; a database that is away comes later."""
        with self.app_context(), suppress(OperationalError):
            roles.refuse_powerful(db.engine)

    def dispatch_request(self) -> Any:
        """Run the view inside the transaction and the checks that its route declared."""
        rule = request.url_rule
        access = declared(self.view_functions[rule.endpoint]) if rule else None
        if access is None:
            return super().dispatch_request()
        # Before anything is taken that others need: a client may send its body as slowly as it likes.
        with _deadline(RequestTimeout()):
            read_body(request)
        with _deadline(Unavailable("This took too long. Try again.")):
            return self._dispatch(access)

    def _dispatch(self, access: Access) -> Any:
        with _place_to_hash(access), request_transaction():
            identity.admit(access, self.flowpilot_settings)
            return idempotency.once(access, lambda: self._counted(access))

    def _counted(self, access: Access) -> Any:
        """The view, once its limits let it: a repeated call with its Idempotency-Key does not come here."""
        if access.asks_model and request.method not in identity.SAFE_METHODS:
            self.extensions["model_calls"].count(identity.current_user())
        return super().dispatch_request()


@contextmanager
def request_transaction() -> Iterator[UnitOfWork]:
    """One unit of work over flask-sqlalchemy's session; an error that keeps its writes commits and goes on."""
    kept: DomainError | None = None
    with UnitOfWork(db.session(), deliver=current_app.extensions["dispatcher"].take_fast_path) as unit:
        try:
            yield unit
        except DomainError as error:
            if not error.keeps_writes:
                raise
            kept = error
    if kept:
        raise kept


@contextmanager
def _place_to_hash(access: Access) -> Iterator[None]:
    """A crowd at the login waits here, without the connections that everybody else needs.  Raises TooManyRequests."""
    if not access.hashes_password:
        yield
        return
    if not _hashing.acquire(timeout=LONGEST_WAIT_TO_HASH_SECONDS):
        raise TooManyRequests(retry_after=LONGEST_WAIT_TO_HASH_SECONDS)
    try:
        yield
    finally:
        _hashing.release()


@contextmanager
def _deadline(error: Exception) -> Iterator[None]:
    """Raises `error` in the block's greenlet when the time is over."""
    if not monkey.is_module_patched("socket"):
        yield
        return
    with gevent.Timeout(REQUEST_DEADLINE_SECONDS, error):
        yield
