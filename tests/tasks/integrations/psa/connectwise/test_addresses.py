"""Where the API of a ConnectWise tenant is, given what people know."""

from __future__ import annotations

import pytest

from tasks.integrations.psa.connectwise.addresses import ROUTER, api_origin, codebase_of, origin_of


@pytest.mark.parametrize(
    ("entered", "api"),
    [
        ("https://na.myconnectwise.net", "https://api-na.myconnectwise.net"),
        ("https://EU.myconnectwise.net/v4_6_release/home?x=1", "https://api-eu.myconnectwise.net"),
        ("https://api-au.myconnectwise.net:443/", "https://api-au.myconnectwise.net"),
        ("https://staging.connectwisedev.com", "https://api-staging.connectwisedev.com"),
        ("https://psa.acme.example:8443/anything", "https://psa.acme.example:8443"),
        ("https://myconnectwise.net.acme.example", "https://myconnectwise.net.acme.example"),
    ],
)
def test_the_api_has_a_host_beside_that_of_the_user_interface(entered: str, api: str) -> None:
    assert api_origin(entered) == api


@pytest.mark.parametrize("url", ["", "acme", "https://", "https://acme.example:port", "https://[::1"])
def test_what_is_no_address_has_no_origin(url: str) -> None:
    assert origin_of(url) == ""


def test_an_origin_is_not_mistaken_for_another() -> None:
    assert origin_of("https://user@Acme.example:443/x") == "https://acme.example"
    assert origin_of("https://acme.example@evil.example") == "https://evil.example"
    assert origin_of("http://[::1]:8080/x") == "http://[::1]:8080"


@pytest.mark.parametrize(
    ("info", "codebase"),
    [
        ({"Codebase": "v2026_1/"}, "v2026_1/"),
        ({"Codebase": "/v2026_1"}, "v2026_1/"),
        ({"Codebase": "../../evil/"}, ROUTER),
        ({"Codebase": "a/b/"}, ROUTER),
        ({"Codebase": None}, ROUTER),
        ([], ROUTER),
    ],
)
def test_a_code_base_is_one_part_of_a_path(info: object, codebase: str) -> None:
    assert codebase_of(info) == codebase
