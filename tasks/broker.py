"""The workers' broker: our Redis broker with every actor declared on it.

Dramatiq's Retries middleware is left out, because the outbox counts attempts and decides when a job runs again.
"""

from __future__ import annotations

from functools import partial

import dramatiq
from dramatiq.middleware import ShutdownNotifications, TimeLimit

from models.core.outgoing.broker import DoorbellBroker
from settings import Settings
from tasks.actors import ACTORS
from tasks.context import Context, make_context
from tasks.middleware.leases import ExtendLeases
from tasks.middleware.warm_up import WarmUp
from tasks.runner import run_row


def make_broker(settings: Settings) -> tuple[DoorbellBroker, Context]:
    """A broker that runs each actor through `runner.run_row`, and the context it runs in."""
    broker = DoorbellBroker(settings.redis_url)
    context = make_context(settings, broker)
    # Leases first: once interrupted jobs are given back, this process must not take them again.
    for middleware in (
        ExtendLeases(context.leases),
        TimeLimit(),
        ShutdownNotifications(notify_shutdown=True),
        WarmUp(context.assistant),
    ):
        broker.add_middleware(middleware)
    for actor in ACTORS.values():
        declare = dramatiq.actor(
            actor_name=actor.job,
            queue_name=actor.job.queue,
            broker=broker,
            time_limit=int(actor.time_limit_seconds * 1_000),
        )
        declare(partial(run_row, context))
    return broker, context
