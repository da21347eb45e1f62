"""What the workers have in common: a job that notes how long it took to be started, and who asks for it.

The producer reads a number from its input, asks for so many jobs and says "asked"; each job carries the moment of
its asking, in nanoseconds of the monotonic clock, which all processes share.
"""

import os
import sys
import time
from collections.abc import Callable

import redis

DONE = "bench:done"
client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)


def note(asked: int) -> None:
    client.rpush(DONE, time.monotonic_ns() - asked)


def produce(ask: Callable[[int], None]) -> None:
    for line in sys.stdin:
        for _ in range(int(line)):
            ask(time.monotonic_ns())
        sys.stdout.write("asked\n")
        sys.stdout.flush()
