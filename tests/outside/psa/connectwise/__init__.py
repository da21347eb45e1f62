"""ConnectWise PSA (Manage), REST 3.0, as far as FlowPilot uses it.

    with ConnectWiseSimulator() as psa:
        ticket = psa.tenant.add_ticket("Printer offline")
        …
        assert [note["text"] for note in psa.tenant.notes_of(ticket)] == […]

A new tenant has boards, statuses, companies, contacts, members and so on, and no tickets; the seed `demo` adds some,
and the seed `tickets` adds `count` of them.  `psa.tenant` has what can be different: rights, the code base, keys.
"""

from tests.outside.psa.connectwise.callbacks import Callback
from tests.outside.psa.connectwise.simulator import ConnectWiseSimulator
from tests.outside.psa.connectwise.tenant import Tenant

__all__ = ["Callback", "ConnectWiseSimulator", "Tenant"]
