"""Real Dramatiq workers and a relay, inside the test's process."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from dramatiq import Worker

from settings import Settings
from tasks.broker import make_broker
from tasks.relay import Relay


class Workers:
    """`settings` chooses the assistant: without a key it is the Demo AI."""

    def __init__(self, settings: Settings, *, threads: int = 4) -> None:
        self.broker, self.context = make_broker(settings)
        self.relay = Relay(settings)
        self._worker = Worker(self.broker, worker_threads=threads, worker_timeout=100)
        self._thread = threading.Thread(target=self.relay.run, name="relay", daemon=True)

    def __enter__(self) -> Self:
        self.broker.emit_after("process_boot")
        self._worker.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.relay.stop()
        self._thread.join(10)
        self._worker.stop(timeout=10_000)
        self.context.engine.dispose()
        self.broker.client.close()
