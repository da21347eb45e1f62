"""Where a tenant's data is: Autotask has a server for each zone, and says which one has an API user."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from tasks.integrations.outgoing import AddressForbidden
from tasks.integrations.psa.autotask.answers import refusals
from tasks.integrations.psa.errors import RemoteUnavailable, WrongAddress, WrongCompany, WrongCredentials
from tasks.integrations.psa.http import PsaHttp, Response
from tasks.integrations.psa.port import Cache, Connection

ANY_ZONE = "https://webservices.autotask.net"
"""Every zone's server, and this one, knows the zones of all users."""
HOSTS = (".autotask.net",)
"""All hosts of the vendor.  Nothing else that an answer names is called."""
_PATH, _VERSION = "atservicesrest", "v1.0"
_KEPT_SECONDS = 12 * 3_600.0


class Zone:
    """Finds the base of the tenant's addresses, such as `https://webservices3.autotask.net/atservicesrest/v1.0`.

    It is kept for twelve hours.  A tenant that moved answers 401 in its old zone, so a 401 is a reason to ask again.
    """

    def __init__(self, connection: Connection, http: PsaHttp, cache: Cache) -> None:
        self._http, self._cache = http, cache
        self._root = _root(connection.base_url)
        self._user = connection.credentials.get("username", "")
        self.tenant = sha256(f"{self._root}\n{self._user}".encode()).hexdigest()[:16]
        """For names in the cache: with other credentials the connection may lead to another tenant."""
        self._name = f"zone:{self.tenant}"

    def base(self) -> str:
        """Raises WrongCompany for an unknown user, WrongAddress where there is no Autotask, and AddressForbidden for a
        zone on somebody else's host.
        """
        return self._cache.get(self._name) or self._discovered()

    def moved_from(self, known: str) -> str | None:
        """The base if it is no longer `known`."""
        self._cache.forget(self._name)
        found = self._discovered()
        return found if found != known else None

    def _discovered(self) -> str:
        response = self._http.call(
            "GET",
            f"{self._root}/{_PATH}/{_VERSION}/zoneInformation",
            query={"user": self._user},
            headers={},
            is_write=False,
            trusts_500=True,
        )
        base = self._checked(_address_in(response))
        self._cache.put(self._name, base, seconds=_KEPT_SECONDS)
        return base

    def _checked(self, url: str) -> str:
        """The base in the zone at `url`: on a host of the vendor, or where the connection's own address is."""
        if not (_is_vendors(url) or same_origin(url, self._root)):
            raise AddressForbidden
        base = url.rstrip("/")
        return base if base.lower().endswith(f"/{_VERSION}") else f"{base}/{_VERSION}"


def same_origin(one: str, other: str) -> bool:
    """Whether both have the same scheme, host and port, and neither has a user name."""
    try:
        a, b = urlsplit(one), urlsplit(other)
    except ValueError:
        return False
    return "@" not in a.netloc and (a.scheme, a.netloc.lower()) == (b.scheme, b.netloc.lower())


def _root(base_url: str) -> str:
    """The address that an admin entered, without the path that all zones have."""
    root = base_url.strip().rstrip("/") or ANY_ZONE
    for ending in (f"/{_VERSION}", f"/{_PATH}"):
        if root.lower().endswith(ending):
            root = root[: -len(ending)]
    return root


def _is_vendors(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and parts.netloc.lower() == (parts.hostname or "")
    return is_plain and (parts.hostname or "").endswith(HOSTS)


def _address_in(response: Response) -> str:
    """Autotask answers 500 with errors to a user name that it does not know."""
    content: Any = response.content
    if refusals(content):
        raise WrongCompany
    if response.status >= 500:
        raise RemoteUnavailable
    if response.status == 401:
        raise WrongCredentials
    if not response.is_success:
        raise WrongAddress
    url = content.get("url") if isinstance(content, Mapping) else None
    if not isinstance(url, str) or not url:
        raise RemoteUnavailable
    return url
