"""The worker process: `dramatiq-gevent tasks.worker --queues …`.

psycogreen comes first: without it every query would block all other jobs of the process.
"""

from __future__ import annotations

from psycogreen.gevent import patch_psycopg

patch_psycopg()

import dramatiq  # noqa: E402

import settings as settings_module  # noqa: E402
from models.core.database import roles  # noqa: E402
from models.core.observing import error_reports, logs  # noqa: E402
from tasks.broker import make_broker  # noqa: E402

settings = settings_module.load()
logs.configure(settings)
error_reports.configure(settings)
broker, context = make_broker(settings)
roles.refuse_powerful(context.engine)
context.engine.dispose()
dramatiq.set_broker(broker)
