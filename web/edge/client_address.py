"""Where a request comes from: the address that limits count, and whether it comes from this machine."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from flask import Request

# Each customer of an IPv6 provider has at least a /64 (RFC 6177), so limits on single addresses would be useless.
IPV6_PREFIX = 64

_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
_FORWARDED_PREFIX = "x-forwarded-"


def client_network(request: Request) -> str:
    """The client as limits count it: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return request.remote_addr or "unknown"
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)


def is_local_request(request: Request) -> bool:
    """Whether a process on this machine sent the request for itself, not as a proxy for somebody else.

    A proxy is recognised by the headers it adds, or by a Host header that does not name this machine.
    """
    if not _is_loopback(request.remote_addr) or _came_through_a_proxy(request):
        return False
    host = urlsplit(f"//{request.host}").hostname
    return host == "localhost" or _is_loopback(host)


def _came_through_a_proxy(request: Request) -> bool:
    names = [name.lower() for name in request.headers.keys()]  # noqa: SIM118 -- headers iterate over pairs
    return any(name in _FORWARDED or name.startswith(_FORWARDED_PREFIX) for name in names)


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
