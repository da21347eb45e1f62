"""How often PostgreSQL is asked, counted at the driver, so that a BEGIN, a COMMIT or a ping counts too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg2 import extensions, extras


@dataclass
class RoundTrips:
    count: int = 0


@contextmanager
def counted_round_trips() -> Iterator[RoundTrips]:
    """The round trips of this thread.  psycopg2 calls its wait callback for each message whose answer it awaits."""
    before, thread, counted = extensions.get_wait_callback(), threading.get_ident(), RoundTrips()

    def wait(connection: extensions.connection) -> None:
        if threading.get_ident() == thread:
            counted.count += 1
        extras.wait_select(connection)

    extensions.set_wait_callback(wait)
    try:
        yield counted
    finally:
        extensions.set_wait_callback(before)
