"""FlowPilot's broker as its workers run it: a doorbell, dramatiq-gevent, eight greenlets."""

from gevent import monkey

if __name__ != "__main__":
    monkey.patch_all()

import os

import dramatiq

from models.core.outgoing.broker import DoorbellBroker
from tests.bench.peers.jobs import note, produce

broker = DoorbellBroker(os.environ["REDIS_URL"])
job = dramatiq.actor(note, broker=broker, queue_name="bench")

if __name__ == "__main__":
    produce(job.send)
