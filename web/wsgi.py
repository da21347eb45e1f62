"""gunicorn's entry: `gunicorn -c web/gunicorn.conf.py web.wsgi:app`."""

from __future__ import annotations

from web import create_app

app = create_app(migrates=False)
