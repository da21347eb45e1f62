"""Stock Dramatiq on Redis, with its own defaults."""

import os

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from tests.bench.peers.jobs import note, produce

broker = RedisBroker(url=os.environ["REDIS_URL"], namespace="stock")
dramatiq.set_broker(broker)
job = dramatiq.actor(note, broker=broker, queue_name="bench")

if __name__ == "__main__":
    produce(job.send)
