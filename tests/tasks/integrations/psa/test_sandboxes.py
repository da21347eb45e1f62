"""The contract against real tenants, for whoever has one: nothing runs without credentials in the environment.

    FLOWPILOT_PSA_SANDBOX_CONNECTWISE='{"base_url": "https://api-staging.connectwisedev.com",
        "credentials": {"company_id": "…", "public_key": "…", "private_key": "…", "client_id": "…"}, "options": {},
        "ids": {"company_id": "250", "contact_id": "9", "board_id": "1", "agent_id": "151",
                "other_status_id": "17", "closed_status_id": "19"}}'

likewise `…_HALOPSA` and `…_AUTOTASK`.  It creates one ticket and closes it.
"""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import orjson
import pytest
import redis

from models.psa_kinds import Provider
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.psa import Connection, connect
from tests.tasks.integrations.psa.contract import play_a_whole_ticket

SANDBOXES = {
    provider: found for provider in Provider if (found := os.environ.get(f"FLOWPILOT_PSA_SANDBOX_{provider.upper()}"))
}


@pytest.fixture
def no_network() -> None:
    """A sandbox is outside: takes the place of the fixture that refuses such connections."""


if SANDBOXES:

    @pytest.mark.parametrize("provider", SANDBOXES)
    def test_a_real_tenant_keeps_the_contract(provider: Provider, redis_client: redis.Redis) -> None:
        given: dict[str, Any] = orjson.loads(SANDBOXES[provider])
        connection = Connection(
            key=uuid4().hex,
            provider=provider,
            base_url=given["base_url"],
            credentials=given["credentials"],
            options=given["options"],
        )
        psa = connect(
            connection,
            client=OutgoingClient(),
            redis=redis_client,
            seal=lambda value: value[::-1],
            unseal=lambda value: value[::-1],
        )
        play_a_whole_ticket(psa, SimpleNamespace(**given["ids"]))
