"""A tiny application for the web's own gunicorn settings: each request is one query, `/wait` one that blocks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import psycopg2

LOCK = 4_711
_QUERIES = {"/wait": f"select pg_advisory_lock({LOCK})", "/quick": "select 1"}


class BlockingApp:
    """A WSGI application with what `web/gunicorn.conf.py` expects of ours."""

    extensions: dict[str, Any] = {"event_stream": SimpleNamespace(shut_down=lambda: None)}  # noqa: RUF012 -- one app

    def check_role(self) -> None:
        """Whatever role it is, it reads nothing."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        connection = psycopg2.connect(os.environ["BLOCKING_APP_DATABASE"])
        try:
            with connection.cursor() as cursor:
                cursor.execute(_QUERIES[environ["PATH_INFO"]])
        finally:
            connection.close()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]


app = BlockingApp()
