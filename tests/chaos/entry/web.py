"""`gunicorn … tests.chaos.entry.web:app`: the real application, which dies before it sends when it is told to."""

from __future__ import annotations

from tests.chaos.entry import sabotage

sabotage.die_before_send_when_told()

from web.wsgi import app

__all__ = ["app"]
