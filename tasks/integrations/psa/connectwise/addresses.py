"""Where a tenant's API is.  People know the address of the user interface, and the API has a host beside it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

CLOUD_HOSTS = (
    "api-na.myconnectwise.net",
    "api-eu.myconnectwise.net",
    "api-au.myconnectwise.net",
    "api-aus.myconnectwise.net",
    "api-za.myconnectwise.net",
)
CLOUD = tuple(f"https://{host}" for host in CLOUD_HOSTS)
ROUTER = "v4_6_release/"
"""The code base that leads to the tenant's current one."""

_CLOUD_DOMAINS = (".myconnectwise.net", ".connectwisedev.com")
_CODEBASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*/")


def origin_of(url: str) -> str:
    """Scheme, host and port, in lower case and without the scheme's own port; empty for what is no address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if not parts.scheme or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    is_usual = port in (None, {"https": 443, "http": 80}.get(parts.scheme))
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{port}")


def api_origin(base_url: str) -> str:
    """The origin of the API: in the cloud `na.` becomes `api-na.`; a host on the customer's premises stays."""
    origin = origin_of(base_url)
    scheme, _, host = origin.partition("://")
    if host.endswith(_CLOUD_DOMAINS) and not host.startswith("api-"):
        return f"{scheme}://api-{host}"
    return origin


def codebase_of(info: object) -> str:
    """The code base that companyinfo names, with a slash at its end; the router where it names none."""
    named = info.get("Codebase") if isinstance(info, dict) else None
    codebase = f"{named.strip('/')}/" if isinstance(named, str) else ""
    return codebase if _CODEBASE.fullmatch(codebase) else ROUTER
