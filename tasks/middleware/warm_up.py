"""Prepares the assistant and the index of the guides before a worker of its queue takes the first job."""

from __future__ import annotations

import gc
from typing import Any

from dramatiq import Broker, Middleware

from models.jobs import Queue
from models.library.matching import warm_up
from tasks.integrations.assistant import Provider


class WarmUp(Middleware):
    def __init__(self, assistant: Provider) -> None:
        self._assistant = assistant

    def before_worker_boot(self, broker: Broker, worker: Any) -> None:
        """Warm up if this worker reads the queue; a worker without a list of queues reads all of them."""
        if not worker.consumer_whitelist or Queue.AI in worker.consumer_whitelist:
            warm_up()
            self._assistant.warm_up()

    def after_worker_boot(self, broker: Broker, worker: Any) -> None:
        """Let the garbage collector run from now on; what the start has made stays and is left out."""
        gc.freeze()
        gc.enable()
