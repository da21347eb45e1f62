"""What each PSA asks for as credentials, and how one tenant is told from another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.core.addresses import Address, ForbiddenAddress, check_form
from models.psa_kinds import Provider

AUTOTASK_ADDRESS = "https://webservices.autotask.net"
"""Where an Autotask tenant's zone is asked for."""
_CONNECTWISE_CLOUD = (".myconnectwise.net", ".connectwisedev.com")
_AUTOTASK_HOSTS = (".autotask.net",)
_API = "api-"
_SLASHES = re.compile(r"/+$")


@dataclass(frozen=True)
class CredentialField:
    name: str
    is_secret: bool = True
    """Never told again.  Of the others the settings show what is stored."""
    is_required: bool = True


CREDENTIAL_FIELDS: dict[Provider, tuple[CredentialField, ...]] = {
    Provider.CONNECTWISE: (
        CredentialField("company_id", is_secret=False),
        CredentialField("public_key"),
        CredentialField("private_key"),
        CredentialField("client_id", is_required=False),
    ),
    Provider.HALOPSA: (
        CredentialField("client_id"),
        CredentialField("client_secret"),
        CredentialField("tenant", is_secret=False, is_required=False),
    ),
    Provider.AUTOTASK: (
        CredentialField("username", is_secret=False),
        CredentialField("secret"),
        CredentialField("integration_code"),
    ),
}


def hints_of(provider: Provider, credentials: Mapping[str, str]) -> dict[str, str | None]:
    """The names of what is set, each with its value if it is no secret."""
    fields = {field.name: field for field in CREDENTIAL_FIELDS[provider]}
    return {name: None if fields[name].is_secret else value for name, value in credentials.items()}


def checked_address(provider: Provider, url: str, *, allow_hosts: frozenset[str]) -> str:
    """`url` in the one form in which it is kept: without a slash at its end, a vendor's own host without a path.

    Raises ForbiddenAddress (422).
    """
    only_hosts = _AUTOTASK_HOSTS if provider == Provider.AUTOTASK else ()
    address = check_form(url, allow_hosts=allow_hosts, only_hosts=only_hosts)
    if "?" in address.target:
        raise ForbiddenAddress("Enter the address without a question mark and what follows it.")
    if address.host.endswith(_CONNECTWISE_CLOUD if provider == Provider.CONNECTWISE else _AUTOTASK_HOSTS):
        return _vendors_own(provider, address)
    return f"{address.scheme}://{address.authority}{_SLASHES.sub('', address.target)}"


def _vendors_own(provider: Provider, address: Address) -> str:
    """ConnectWise's cloud answers calls at another host than the one that people see in their browser."""
    is_screen = provider == Provider.CONNECTWISE and not address.host.startswith(_API)
    return f"{address.scheme}://{_API if is_screen else ''}{address.authority}"


def tenant_of(provider: Provider, base_url: str, shown: Mapping[str, str | None]) -> tuple[str, str, str]:
    """What tells one tenant from another: another value means another company, or another host.

    `shown` are the credentials that are no secrets.
    """
    parts = urlsplit(base_url)
    match provider:
        case Provider.CONNECTWISE:
            company = shown.get("company_id")
        case Provider.HALOPSA:
            company = shown.get("tenant")
        case Provider.AUTOTASK:
            company = (shown.get("username") or "").rpartition("@")[2]
    return provider, f"{parts.scheme}://{parts.netloc}", (company or "").strip().lower()
