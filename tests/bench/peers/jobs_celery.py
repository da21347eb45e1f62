"""Celery on Redis, with its own defaults but the result backend, which nobody reads."""

import os

from celery import Celery

from tests.bench.peers.jobs import note, produce

app = Celery("bench", broker=os.environ["REDIS_URL"])
app.conf.task_ignore_result = True
app.conf.broker_connection_retry_on_startup = True
job = app.task(note, name="bench.note")

if __name__ == "__main__":
    produce(job.delay)
