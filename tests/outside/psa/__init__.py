"""PSAs on the loopback: one simulator for each, with all state in memory and faults on demand.

    with ConnectWiseSimulator(seed="demo") as psa:                 # psa.url is where it is
        psa.fail(Fault(Kind.TOO_MANY, retry_after="7"), times=2)   # the next two calls
        psa.fail(Fault(Kind.APPLY_THEN_CLOSE), route="POST */notes")
        psa.fail_randomly({Fault(Kind.APPLY_THEN_CLOSE): 0.2, Fault(Kind.SERVER_ERROR): 0.1}, seed=1)
        …
        assert psa.most_in_flight <= 3

Every write is applied or not, as the kind of its fault says (`Kind`).  `psa.received` has the calls.  A call with the
fault `Kind.SLOW` waits for `psa.release()`; `psa.hold()` makes all calls wait, to see how many come at once.

`python -m tests.outside.psa connectwise --port 0 --seed demo` runs one as a process, which is steered through the
control API (`tests.outside.psa.control`) on the same port; so is one that a test runs in a thread.

A simulator knows nothing of FlowPilot's adapters and imports nothing of the application.
"""

from tests.outside.psa.base import Simulator
from tests.outside.psa.exchange import Received, Reply, Request, json_reply
from tests.outside.psa.faults import Fault, Kind
from tests.outside.psa.routes import Routes

__all__ = ["Fault", "Kind", "Received", "Reply", "Request", "Routes", "Simulator", "json_reply"]
