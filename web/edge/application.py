"""The Flask application.  It runs the checks of each API request and wraps the request in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestTimeout

from models.core.database import roles
from models.core.database.flask_db import db
from models.core.deadline import deadline
from models.core.errors import DomainError, TookTooLong, TooManyRequests
from models.core.unit_of_work import UnitOfWork
from models.operations.ai_budgets import check_budget
from models.user import User
from settings import Settings
from web.edge import idempotency, identity, script_files, uploads
from web.edge.access import Access, declared, takes_json
from web.edge.early_refusal import read_body_or_refuse
from web.edge.json import OrjsonProvider
from web.edge.limits import Uploader
from web.edge.parsing import check_media_type
from web.edge.stored_files import StoredFile

# How many requests of one process may hash a password at the same time, and how long the next one waits for a slot.
MAX_CONCURRENT_HASHES = 4
HASHING_WAIT_SECONDS = 10

_hashing_slots = threading.BoundedSemaphore(MAX_CONCURRENT_HASHES)
_upload_slots = threading.BoundedSemaphore(uploads.MAX_CONCURRENT_UPLOADS)


class FlowPilot(Flask):
    json_provider_class = OrjsonProvider
    request_class = uploads.InMemoryRequest

    @property
    def flowpilot_settings(self) -> Settings:
        settings: Settings = self.extensions["settings"]
        return settings

    def check_role(self) -> None:
        """Raises RoleTooPowerful if row-level security does not bind the database role.

        While the database is down, nothing is checked; the process starts anyway and `/readyz` checks again.
        """
        with self.app_context(), suppress(OperationalError):
            roles.refuse_powerful(db.engine)

    def dispatch_request(self) -> Any:
        """Run the checks that the route declared, then the view, in one transaction.

        The deadline interrupts a request whose database backend is frozen, because even a pre-ping would hang.
        """
        seconds = self.flowpilot_settings.request_timeout_seconds
        rule = request.url_rule
        access = declared(self.view_functions[rule.endpoint]) if rule else None
        if access is None:
            with deadline(seconds, TookTooLong()):
                return super().dispatch_request()
        if access.takes_file:
            request.max_content_length = uploads.LARGEST_FORM_BYTES
        # Read the body before taking shared resources, because a client may send it slowly.
        with deadline(seconds, RequestTimeout()):
            read_body_or_refuse(request, lambda: self._refuse_early(access))
        with deadline(seconds, TookTooLong()):
            return self._dispatch(access)

    def _refuse_early(self, access: Access) -> None:
        """Raise an error that the request would get whatever its body contains."""
        with request_transaction():
            identity.admit(access, self.flowpilot_settings)
            if access.asks_model and request.method not in identity.SAFE_METHODS:
                self.extensions["model_calls"].check(identity.current_user())
            if access.takes_file:
                self._check_uploader(identity.current_user())
        if access.roles is not None:
            idempotency.check_key()
        if takes_json(self.view_functions[request.endpoint or ""]):
            check_media_type(request)
        if access.takes_file:
            uploads.check_form(request)

    def _dispatch(self, access: Access) -> Any:
        """Run the view in a transaction.  If the commit fails, the response is closed: an open stream holds a slot."""
        response: Any = None
        try:
            with self._own_slot(access), _slot(access):
                if access.takes_file:
                    read = script_files.read_upload if access.takes_scripts else uploads.examine_upload
                    read(request, count=self._count_upload)
                with request_transaction(only_reads=request.method in identity.SAFE_METHODS):
                    identity.admit(access, self.flowpilot_settings)
                    response = idempotency.run_once(access, lambda: self._run_view(access))
            if isinstance(response, StoredFile):
                response.load(self.extensions["files"])
        except BaseException:
            if isinstance(response, Response):
                response.close()
            raise
        return response

    def _check_uploader(self, user: User) -> None:
        """Keep the ids of `user` for what happens to the file while the request has no database connection."""
        g.uploader = Uploader(user.id, user.account_id)
        self.extensions["uploads"].check(g.uploader)

    def _own_slot(self, access: Access) -> AbstractContextManager[None]:
        """The slot of the person who uploads, so that one person's files do not take all slots of the process."""
        if not access.takes_file:
            return nullcontext()
        self._refuse_early(access)
        return uploads.own_slot(g.uploader.id)

    def _count_upload(self) -> None:
        """Count an upload before its file is examined: that is what costs, also if the file is then refused."""
        self.extensions["uploads"].count(g.uploader)

    def _run_view(self, access: Access) -> Any:
        """Count the call against its limits, then run the view.  A replay by Idempotency-Key is not counted."""
        if access.only_asks_model:
            check_budget(identity.current().account, self.extensions["spending"])
        if access.asks_model and request.method not in identity.SAFE_METHODS:
            self.extensions["model_calls"].count(identity.current_user())
        return super().dispatch_request()


@contextmanager
def request_transaction(*, only_reads: bool = False) -> Iterator[UnitOfWork]:
    """One unit of work over flask-sqlalchemy's session.  An error with `keeps_writes` commits before it is raised."""
    raised: DomainError | None = None
    deliver = current_app.extensions["dispatcher"].take_fast_path
    with UnitOfWork(db.session(), deliver=deliver, only_reads=only_reads) as unit:
        try:
            yield unit
        except DomainError as error:
            if not error.keeps_writes:
                raise
            raised = error
    if raised:
        raise raised


@contextmanager
def _slot(access: Access) -> Iterator[None]:
    """Limit concurrent hashing and uploads.  Waiting requests hold no database connection.  Raises TooManyRequests."""
    slots, seconds = _slots_for(access)
    if slots is None:
        yield
        return
    if not slots.acquire(timeout=seconds):
        raise TooManyRequests(retry_after=seconds)
    try:
        yield
    finally:
        slots.release()


def _slots_for(access: Access) -> tuple[threading.Semaphore | None, int]:
    """The slots that a call needs, and how many seconds it waits for one."""
    if access.hashes_password:
        return _hashing_slots, HASHING_WAIT_SECONDS
    return (_upload_slots, uploads.UPLOAD_WAIT_SECONDS) if access.takes_file else (None, 0)
