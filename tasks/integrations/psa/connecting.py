"""Chooses the adapter of a connection, and gives it its limits and its memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import redis

from models.psa_kinds import Provider
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.psa import autotask, connectwise, halopsa
from tasks.integrations.psa.autotask import Autotask
from tasks.integrations.psa.cache import RedisCache, Seal, Unseal
from tasks.integrations.psa.gate import RedisGate
from tasks.integrations.psa.halopsa import HaloPsa
from tasks.integrations.psa.http import PsaHttp
from tasks.integrations.psa.port import Cache, Connection, Pace, Psa


class Adapter(NamedTuple):
    make: Callable[[Connection, PsaHttp, Cache, str], Psa]
    """The last argument is our own client id at ConnectWise."""
    pace: Pace


ADAPTERS: Mapping[Provider, Adapter] = {
    Provider.AUTOTASK: Adapter(lambda connection, http, cache, _: Autotask(connection, http, cache), autotask.PACE),
    Provider.HALOPSA: Adapter(lambda connection, http, cache, _: HaloPsa(connection, http, cache), halopsa.PACE),
    Provider.CONNECTWISE: Adapter(
        lambda connection, http, cache, ours: connectwise.ConnectWise(connection, http, cache, client_id=ours),
        connectwise.PACE,
    ),
}


def connect(
    connection: Connection,
    *,
    client: OutgoingClient,
    redis: redis.Redis,
    seal: Seal,
    unseal: Unseal,
    connectwise_client_id: str = "",
    paces: Mapping[Provider, Pace] | None = None,
) -> Psa:
    """The connection's PSA.  It makes no call yet.  `paces` replace what the adapters assume."""
    adapter = ADAPTERS[connection.provider]
    pace = (paces or {}).get(connection.provider, adapter.pace)
    http = PsaHttp(client, RedisGate(redis, connection.key, pace), connection.credentials)
    cache = RedisCache(redis, connection.key, seal=seal, unseal=unseal)
    return adapter.make(connection, http, cache, connectwise_client_id)
