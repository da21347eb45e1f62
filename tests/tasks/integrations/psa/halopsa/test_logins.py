"""Addresses, tokens and tenants of HaloPSA, and what the connection test says of them."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from tasks.integrations.outgoing import AddressForbidden
from tasks.integrations.psa import PermissionMissing, RemoteUnavailable, WrongAddress, WrongCompany, WrongCredentials
from tasks.integrations.psa.halopsa import HaloPsa
from tasks.integrations.psa.halopsa.tokens import check_place
from tests.outside.psa import Fault, Kind
from tests.outside.psa.halopsa import HaloSimulator
from tests.tasks.integrations.psa.halopsa.rig import Memory, connected, note


def test_a_token_serves_all_jobs_until_a_minute_before_its_end(halo: HaloSimulator, memory: Memory) -> None:
    connected(halo, memory).get_ticket("4001")
    connected(halo, memory).get_ticket("4002")
    assert len(halo.calls("* /api/authinfo")) == len(halo.calls("* /auth/token")) == 1
    halo.expire_tokens()
    connected(halo, memory).get_ticket("4001")
    assert len(halo.calls("* /auth/token")) == 2
    assert len(halo.calls("* /api/authinfo")) == 1


def test_a_write_that_met_a_token_that_had_ended_is_carried_out_once(halo: HaloSimulator, psa: HaloPsa) -> None:
    psa.get_ticket("4001")
    halo.expire_tokens()
    assert psa.add_note("4001", note()) == "4001:2"
    assert [one.status for one in halo.calls("POST /api/Actions")] == [401, 201]


def test_a_token_that_is_never_taken_is_renewed_once(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.fail(Fault(Kind.UNAUTHORIZED), route="GET /api/Tickets/*", times=5)
    with pytest.raises(WrongCredentials):
        psa.get_ticket("4001")
    assert len(halo.calls("GET /api/Tickets/*")) == 2


def test_the_connection_test_says_what_is_wrong(halo: HaloSimulator, memory: Memory) -> None:
    connected(halo, memory).test()
    connected(halo, memory, tenant="").test()
    connected(halo, memory, base_url=f"{halo.url}/api/").test()
    with pytest.raises(WrongCredentials) as refused:
        connected(halo, memory, client_secret="another").test()
    assert "another" not in str(refused.value)
    for status in (404, 500, 502):
        halo.wrong_tenant_status = status
        with pytest.raises(WrongCompany):
            connected(halo, memory, tenant="nobody").test()
    halo.forbidden_paths.add("/api/outcome")
    with pytest.raises(PermissionMissing, match="do not have permission"):
        connected(halo, memory).test()


def test_the_connection_test_proves_the_credentials_anew(halo: HaloSimulator, memory: Memory) -> None:
    connected(halo, memory).test()
    halo.client_secret = "rotated"
    with pytest.raises(WrongCredentials):
        connected(halo, memory).test()


@pytest.mark.parametrize("kind", [Kind.NOT_FOUND, Kind.HTML_PAGE, Kind.FORBIDDEN, Kind.WRONG_MEDIA_TYPE])
def test_what_is_no_halopsa_is_a_wrong_address(halo: HaloSimulator, memory: Memory, kind: Kind) -> None:
    halo.fail(Fault(kind), route="GET /api/authinfo")
    with pytest.raises(WrongAddress):
        connected(halo, memory).test()


@pytest.mark.parametrize(
    ("base", "place", "is_allowed"),
    [
        ("https://acme.halopsa.com", "https://acme.halopsa.com/auth/token", True),
        ("https://acme.halopsa.com", "https://acme.haloitsm.com/auth/token", True),
        ("https://help.acme.example", "https://acme.halopsa.com/auth/token", True),
        ("https://acme.halopsa.com", "https://evil.halopsa.com/auth/token", False),
        ("https://acme.halopsa.com", "http://acme.haloitsm.com/auth/token", False),
        ("https://acme.halopsa.com", "https://acme.halopsa.com.evil.example/auth/token", False),
        ("https://acme.halopsa.com", "https://acme.halopsa.com@evil.example/auth/token", False),
        ("https://acme.halopsa.com", "https://acme.halopsa.com:8443/auth/token", False),
        ("https://acme.halopsa.com", "http://acme.halopsa.com/auth/token", False),
    ],
)
def test_the_secret_goes_to_the_tenants_own_place_only(base: str, place: str, *, is_allowed: bool) -> None:
    with nullcontext() if is_allowed else pytest.raises(AddressForbidden):
        check_place(place, base=base)


def test_a_place_on_another_host_gets_no_secret(halo: HaloSimulator, memory: Memory) -> None:
    with HaloSimulator() as other:
        halo.auth_url = f"{other.url}/auth"
        with pytest.raises(AddressForbidden):
            connected(halo, memory).test()
        assert not other.received


def test_an_address_that_is_down_is_not_a_wrong_one(halo: HaloSimulator, memory: Memory) -> None:
    halo.fail(Fault(Kind.BAD_GATEWAY), route="GET /api/authinfo")
    with pytest.raises(RemoteUnavailable):
        connected(halo, memory).test()
    halo.fail(Fault(Kind.BAD_GATEWAY), route="POST /auth/token")
    with pytest.raises(RemoteUnavailable):
        connected(halo, memory).test()
