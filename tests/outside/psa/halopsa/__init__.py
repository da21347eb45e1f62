"""HaloPSA on the loopback: OAuth, lists in pages, and POSTs of lists for every change.

with HaloSimulator() as halo:
    halo.seed("demo")
    halo.limit = 300              # calls in five minutes; without it there is none
    halo.hides_missing = True     # 200 with an empty object instead of 404
    halo.forbidden_outcomes.add(PRIVATE_NOTE)
"""

from tests.outside.psa.halopsa.data import CLOSED, EMAIL_USER, IN_PROGRESS, NEW, PRIVATE_NOTE
from tests.outside.psa.halopsa.simulator import CLIENT_ID, CLIENT_SECRET, TENANT, HaloSimulator
from tests.outside.psa.halopsa.webhooks import webhook

__all__ = [
    "CLIENT_ID",
    "CLIENT_SECRET",
    "CLOSED",
    "EMAIL_USER",
    "IN_PROGRESS",
    "NEW",
    "PRIVATE_NOTE",
    "TENANT",
    "HaloSimulator",
    "webhook",
]
