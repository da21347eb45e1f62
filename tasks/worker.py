"""The worker process: `dramatiq-gevent tasks.worker --queues …`.

psycogreen comes first: without it every query would block all other jobs of the process.
The garbage collector pauses until the worker has booted (see `tasks.middleware.warm_up`): it would look through the
growing modules and library again and again, which takes a quarter of the start.
"""

from __future__ import annotations

import gc

from psycogreen.gevent import patch_psycopg

gc.disable()
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
