"""What an address that somebody enters may look like, and which IP addresses are on the public internet."""

from __future__ import annotations

import ipaddress

import pytest

from models.core.addresses import ForbiddenAddress, check_form, is_public

SLACK = ("hooks.slack.com",)
TEAMS = (".logic.azure.com",)


@pytest.mark.parametrize(
    ("url", "host", "port", "target", "authority"),
    [
        ("https://hooks.example.com/a?b=c%20d", "hooks.example.com", 443, "/a?b=c%20d", "hooks.example.com"),
        ("HTTPS://Hooks.Example.COM.:8443", "hooks.example.com", 8443, "/", "hooks.example.com:8443"),
        ("https://bücher.example/x", "xn--bcher-kva.example", 443, "/x", "xn--bcher-kva.example"),
        ("https://8.8.8.8/x", "8.8.8.8", 443, "/x", "8.8.8.8"),
        ("https://[2606:4700:0:0::1111]/x", "2606:4700::1111", 443, "/x", "[2606:4700::1111]"),
    ],
)
def test_an_address_is_read_into_its_parts(url: str, host: str, port: int, target: str, authority: str) -> None:
    address = check_form(url)
    assert (address.host, address.port, address.target, address.authority) == (host, port, target, authority)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "//hooks.example.com/",
        "hooks.example.com",
        "https:///path",
        "https://user@hooks.example.com/",
        "https://user:password@hooks.example.com/",
        "https://@hooks.example.com/",
        "https://hooks.example.com\\@10.0.0.1/",
        "https://hooks.example.com:22/",
        "https://hooks.example.com:6379/",
        "https://hooks.example.com:0/",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com/#part",
        "https://hooks.example.com/a b",
        "https://hooks.exam\nple.com/",
        "https://hooks.example.com/\r\nHost: x",
        " https://hooks.example.com/",
        "https://hooks.example.com/ü",
        "https://hooks..example.com/",
        "https://%31%32%37.0.0.1/",
        f"https://hooks.example.com/{'x' * 2_000}",
    ],
)
def test_a_wrong_form_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        check_form(url)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "app.localhost",
        "redis",
        "printer.local",
        "vault.internal",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "134744072",  # 8.8.8.8, but nobody writes it this way without a reason
        "１２７.０.０.１",  # noqa: RUF001 -- full-width digits
        "127。0。0。1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::808:808]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::1]",
        "[2002:808:808::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[2001:db8::1]",
        "[fc00::1]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[ff02::1]",
    ],
)
def test_what_is_not_public_is_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(ForbiddenAddress):
        check_form(f"https://{host}/hook")


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_vendor_has_its_hosts_and_no_others() -> None:
    assert check_form("https://hooks.slack.com/services/T/B/x", only_hosts=SLACK).host == "hooks.slack.com"
    assert check_form("https://prod-1.westeurope.logic.azure.com:443/workflows/1", only_hosts=TEAMS)
    for url in (
        "https://hooks.slack.com.example.com/",
        "https://slack.com/",
        "https://xhooks.slack.com/",
        "https://xn--hooks.slack.com/",
    ):
        with pytest.raises(ForbiddenAddress, match=r"hooks\.slack\.com"):
            check_form(url, only_hosts=SLACK)
    for url in ("https://logic.azure.com/", "https://evil-logic.azure.com/", "https://x.logic.azure.com.evil.com/"):
        with pytest.raises(ForbiddenAddress):
            check_form(url, only_hosts=TEAMS)


def test_an_allowed_host_is_exempt_from_scheme_address_port_and_list_and_from_nothing_else() -> None:
    allowed = frozenset({"127.0.0.1", "chat.internal", "[::1]:9000"})
    for url in (
        "http://127.0.0.1:9/hook",
        "https://chat.internal:22/x",
        "http://CHAT.internal./",
        "http://[0::1]:9000",
    ):
        assert check_form(url, allow_hosts=allowed, only_hosts=SLACK).is_exempt
    for url in (
        "http://user@127.0.0.1:9/hook",
        "http://127.0.0.1:9/a b",
        "http://127.1:9/hook",
        "http://2130706433:9/hook",
        "http://sub.chat.internal/",
        "http://[::1]:9001/",
        "file://127.0.0.1/etc/passwd",
        "gopher://127.0.0.1:6379/",
    ):
        with pytest.raises(ForbiddenAddress):
            check_form(url, allow_hosts=allowed)
