"""Finds where a tenant's HaloPSA gives out tokens, and gets them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import orjson

from tasks.integrations.outgoing import AddressForbidden
from tasks.integrations.psa.errors import (
    PermissionMissing,
    PsaFailed,
    RemoteUnavailable,
    WrongAddress,
    WrongCompany,
    WrongCredentials,
)
from tasks.integrations.psa.halopsa.faults import said
from tasks.integrations.psa.halopsa.fields import number_of, text_of
from tasks.integrations.psa.http import PsaHttp, Response
from tasks.integrations.psa.port import Cache, Connection

SCOPE = "all"
"""Cut down by HaloPSA to what the API application was granted."""
PLACE_SECONDS = 12 * 3_600.0
EARLY_SECONDS = 60.0
USUAL_TOKEN_SECONDS = 3_600
VENDOR_DOMAINS = ("halopsa.com", "haloitsm.com")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where tokens come from, as HaloPSA says."""

    token_url: str
    tenant: str
    """Empty on installations of one tenant."""


@dataclass(frozen=True, kw_only=True)
class _Login:
    client_id: str
    client_secret: str = field(repr=False)
    tenant: str


class Tokens:
    """One token for all workers of a tenant, renewed a minute before its end."""

    def __init__(self, base: str, connection: Connection, http: PsaHttp, cache: Cache) -> None:
        given = connection.credentials
        self._base, self._http, self._cache = base, http, cache
        self._token: str | None = None
        self._login = _Login(
            client_id=given.get("client_id", ""),
            client_secret=given.get("client_secret", ""),
            tenant=given.get("tenant", "").strip(),
        )
        # Other credentials or another address have other entries: nothing of theirs is ever used by mistake.
        about = repr((base, self._login.client_id, self._login.client_secret, self._login.tenant))
        digest = hashlib.sha256(about.encode()).hexdigest()[:16]
        self._place_name, self._token_name = f"halopsa_place:{digest}", f"halopsa_token:{digest}"

    def current(self) -> str:
        # Kept here as well, for as long as a job lasts: without Redis, the cache remembers nothing.
        self._token = self._token or self._cache.get(self._token_name) or self._new()
        return self._token

    def instead_of(self, refused: str) -> str:
        """Another token than the one that HaloPSA no longer takes."""
        known = self._cache.get(self._token_name)
        if not known or known == refused:
            self._cache.forget(self._token_name)
            known = self._new()
        self._token = known
        return known

    def forget(self) -> None:
        """So that the next token is a proof."""
        self._token = None
        self._cache.forget(self._place_name)
        self._cache.forget(self._token_name)

    def _new(self) -> str:
        place = self._place()
        try:
            response = self._ask(place)
            token = text_of(response.content, "access_token") if isinstance(response.content, Mapping) else ""
            if not (response.is_success and token):
                raise _refusal(response, has_tenant=bool(self._tenant(place)))
        except PsaFailed as error:
            self._cache.forget(self._place_name)
            if isinstance(error, RemoteUnavailable) and self._is_other_tenant(place):
                raise WrongCompany from error
            raise
        lasts = number_of(response.content.get("expires_in")) or USUAL_TOKEN_SECONDS
        self._cache.put(self._token_name, token, seconds=max(lasts - EARLY_SECONDS, lasts / 2))
        return token

    def _ask(self, place: Place) -> Response:
        tenant = self._tenant(place)
        return self._http.call(
            "POST",
            place.token_url,
            headers={},
            query={"tenant": tenant} if tenant else None,
            form={
                "grant_type": "client_credentials",
                "client_id": self._login.client_id,
                "client_secret": self._login.client_secret,
                "scope": SCOPE,
            },
            is_write=False,
            trusts_500=True,
            needs_json=False,
        )

    def _tenant(self, place: Place) -> str:
        return self._login.tenant or place.tenant

    def _is_other_tenant(self, place: Place) -> bool:
        wanted = self._login.tenant.casefold()
        return bool(wanted and place.tenant and wanted != place.tenant.casefold())

    def _place(self) -> Place:
        """Raises AddressForbidden for a place that is not the tenant's."""
        if known := self._cache.get(self._place_name):
            place = Place(**orjson.loads(known))
            check_place(place.token_url, base=self._base)
            return place
        place = self._discovered()
        check_place(place.token_url, base=self._base)
        kept = orjson.dumps({"token_url": place.token_url, "tenant": place.tenant}).decode()
        self._cache.put(self._place_name, kept, seconds=PLACE_SECONDS)
        return place

    def _discovered(self) -> Place:
        """Raises WrongAddress for what is not a HaloPSA."""
        address = f"{self._base}/api/authinfo"
        response = self._http.call("GET", address, headers={}, is_write=False, needs_json=False)
        content = response.content if isinstance(response.content, Mapping) else {}
        url = text_of(content, "auth_url").rstrip("/")
        if not (response.is_success and url):
            raise WrongAddress
        return Place(token_url=urljoin(address, f"{url}/token"), tenant=text_of(content, "tenant_id"))


def check_place(url: str, *, base: str) -> None:
    """The client's secret goes there: to the address that an admin entered, or to the same customer at the vendor.

    Which customer it is cannot be told where the address that was entered is not the vendor's.
    """
    place, home = _site(url), _site(base)
    if place == home and place is not None:
        return
    if place is None or home is None:
        raise AddressForbidden
    customer, _, domain = place.host.partition(".")
    own, _, own_domain = home.host.partition(".")
    is_other_customer = own_domain in VENDOR_DOMAINS and own != customer
    if (place.scheme, place.port) != ("https", 443) or domain not in VENDOR_DOMAINS or is_other_customer:
        raise AddressForbidden


class _Site(NamedTuple):
    scheme: str
    host: str
    port: int


def _site(url: str) -> _Site | None:
    """None for what is no plain address."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return None if "@" in parts.netloc or not parts.hostname else _Site(parts.scheme, parts.hostname, port)


def _refusal(response: Response, *, has_tenant: bool) -> PsaFailed:
    """What is wrong with a login.  A wrong tenant is not answered in the form of OAuth."""
    words = said(response)
    error = text_of(response.content, "error") if isinstance(response.content, Mapping) else ""
    if "tenant" in words.casefold():
        return WrongCompany(words)
    if error == "invalid_scope":
        return PermissionMissing(words)
    if error or response.status in {401, 403}:
        return WrongCredentials(words)
    if response.status >= 500:
        return RemoteUnavailable(words)
    return WrongCompany(words) if has_tenant else WrongAddress(words)
