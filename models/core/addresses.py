"""Web addresses that people of an account enter: what they may look like, and which IP addresses are public.

A server that calls any address it is given can be used to reach its own network, the machine it runs on, or the
cloud's metadata service.  `check_form` looks at the text alone, so it can run inside a request;
`tasks.integrations.outgoing` looks up the host at each call and connects to public addresses only (`is_public`).

Hosts in the setting OUTBOUND_ALLOW_HOSTS are exempt from the rules about scheme, IP address, port and host list.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import SplitResult, urlsplit

from models.core.errors import DomainError

LONGEST_ADDRESS = 2_000
ALLOWED_PORTS = frozenset({443, 8443})
_DEFAULT_PORTS = {"https": 443, "http": 80}

_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")
_VISIBLE_ASCII = re.compile(r"[!-~]*")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
# Names that are resolved on this machine or in its network, never in public (RFC 6761, 6762, 8375, 9476).
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa", "localdomain", "lan", "intranet", "corp", "alt", "onion")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_IPV6_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that is assigned so far.  Outside it are loopback, ULA, link-local, NAT64 (64:ff9b::/96) and IPv4-compatible."""
# Networks that `is_global` of some Python versions takes for public.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # relays of 6to4
            "168.63.129.16/32",  # the metadata service of Azure
            "2001::/23",  # protocol assignments, among them Teredo, which carries an IPv4 address
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which carries an IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)


class ForbiddenAddress(DomainError):
    """FlowPilot does not call this address; the message says which rule it breaks."""

    status, code, message = 422, "forbidden_address", "FlowPilot may not call this address."


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address in its parts, as `check_form` read it: the client connects to these and parses nothing again."""

    scheme: str
    host: str
    """In lower case and ASCII; an IPv6 address has no brackets."""
    port: int
    target: str
    """Path and query, as sent."""
    is_exempt: bool
    """The host is in OUTBOUND_ALLOW_HOSTS, so it may have any IP address."""

    @property
    def authority(self) -> str:
        """For the Host header: without the scheme's own port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def check_form(url: str, *, allow_hosts: Collection[str] = (), only_hosts: Collection[str] = ()) -> Address:
    """The parts of `url`.  Raises ForbiddenAddress if it breaks a rule that can be seen without a look-up.

    `allow_hosts` are the hosts of OUTBOUND_ALLOW_HOSTS, as `host` or `host:port`.  `only_hosts` are the hosts that a
    vendor's addresses have; an entry that begins with a dot stands for all hosts below it.  Empty: any host.
    """
    parts, port = _parts(url)
    host = _host(parts)
    is_exempt = host in allow_hosts or f"{_bracketed(host)}:{port}" in allow_hosts
    if not is_exempt:
        _check_scheme_and_port(parts.scheme, port)
        _check_host(host, only_hosts)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(scheme=parts.scheme, host=host, port=port, target=target, is_exempt=is_exempt)


def is_public(address: IpAddress) -> bool:
    """Whether the address belongs to the public internet, and is not a way to write another address."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _IPV6_UNICAST or address.scope_id is not None:
            return False
    # is_global is true for some multicast addresses.
    if address.is_multicast or not address.is_global:
        return False
    return not any(address.version == network.version and address in network for network in _NOT_PUBLIC)


def _parts(url: str) -> tuple[SplitResult, int]:
    """Also checks what no exemption lifts: no name or password, no fragment, visible ASCII behind the host."""
    if len(url) > LONGEST_ADDRESS:
        raise ForbiddenAddress("This address is too long.")
    # urlsplit would drop a line break, and other programs read a backslash as a slash.
    if _NOT_IN_AN_ADDRESS.search(url):
        raise ForbiddenAddress("The address contains characters that a web address does not have.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ForbiddenAddress("This is not a web address.") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ForbiddenAddress("This is not a web address. It has to begin with https://.")
    if "@" in parts.netloc:
        raise ForbiddenAddress("The address must not contain a user name or a password.")
    if not _VISIBLE_ASCII.fullmatch(parts.path + parts.query):
        raise ForbiddenAddress("The address contains characters that a web address does not have.")
    if parts.fragment or port == 0:
        raise ForbiddenAddress("This is not a web address that a program can call.")
    return parts, port or _DEFAULT_PORTS[parts.scheme]


def _host(parts: SplitResult) -> str:
    """The host as it is looked up: lower case, A-labels, no dot at the end.  Raises ForbiddenAddress."""
    try:
        host = (parts.hostname or "").encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        _refuse_host()
    if parts.netloc.startswith("["):
        literal = _literal(host)
        return str(literal) if literal else _refuse_host()
    return host if _HOST.fullmatch(host) else _refuse_host()


def _refuse_host() -> NoReturn:
    raise ForbiddenAddress("The host of this address is not valid.")


def _check_scheme_and_port(scheme: str, port: int) -> None:
    if scheme != "https":
        raise ForbiddenAddress("The address has to begin with https://.")
    if port not in ALLOWED_PORTS:
        allowed = " or ".join(map(str, sorted(ALLOWED_PORTS)))
        raise ForbiddenAddress(f"Port {port} is not allowed. Use {allowed}.")


def _check_host(host: str, only_hosts: Collection[str]) -> None:
    if only_hosts and not any(_is_named(host, entry) for entry in only_hosts):
        names = ", ".join(f"*{entry}" if entry.startswith(".") else entry for entry in only_hosts)
        raise ForbiddenAddress(f"This address does not belong to the service. Its host has to be {names}.")
    literal = _literal(host)
    if literal is not None:
        if not is_public(literal):
            raise ForbiddenAddress("This address is not on the public internet.")
    elif _looks_like_a_number(host):
        raise ForbiddenAddress("Write the IP address as four decimal numbers.")
    elif "." not in host or any(_is_named(host, f".{name}") for name in _LOCAL_NAMES):
        raise ForbiddenAddress("This address is not on the public internet.")


def _is_named(host: str, entry: str) -> bool:
    return host.endswith(entry) if entry.startswith(".") else host == entry


def _literal(host: str) -> IpAddress | None:
    """The IP address that `host` spells in its usual form, else None."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _looks_like_a_number(host: str) -> bool:
    """Whether a resolver may read the host as an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1, 127.1 (WHATWG URL)."""
    last = host.rsplit(".", 1)[-1]
    return last.isdigit() or bool(re.fullmatch(r"0x[0-9a-f]*", last))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
