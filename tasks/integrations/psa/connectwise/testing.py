"""The connection test: what exactly is wrong, as far as ConnectWise PSA lets one see it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from tasks.integrations.errors import CallFailed
from tasks.integrations.psa.connectwise.addresses import api_origin
from tasks.integrations.psa.connectwise.api import Api
from tasks.integrations.psa.errors import ValidationFailed, WrongCompany, WrongCredentials, WrongRegion

READ = ("/service/boards", "/service/tickets", "/company/companies", "/system/members", "/time/entries")
"""What the member has to be allowed to read.  That it may write is seen only when it does."""


def test(api: Api, regions: Sequence[str]) -> None:
    """Raises WrongRegion, WrongCompany, WrongCredentials, PermissionMissing, or how the calls failed."""
    is_here = _check_company(api, regions)
    try:
        api.get("/system/info")
    except ValidationFailed as error:
        # 404.  Where the company is known, it is what some tenants answer to wrong keys.
        raise (WrongCredentials if is_here else WrongRegion)(error.detail) from error
    for path in READ:
        api.records(path, pageSize=1, fields="id")


def _check_company(api: Api, regions: Sequence[str]) -> bool:
    """Whether the site knows the company; False where it does not say.  Raises WrongCompany or WrongRegion."""
    response = api.company_info(api.origin)
    if not response.is_success:
        return False
    if response.content is None:
        _check_other_regions(api, regions)
        raise WrongCompany
    site = response.content.get("SiteUrl") if isinstance(response.content, dict) else None
    named = api_origin(f"https://{site.removeprefix('https://')}") if isinstance(site, str) else ""
    if named in regions and api.origin in regions and named != api.origin:
        raise WrongRegion(f"It is at {urlsplit(named).netloc}.")
    return True


def _check_other_regions(api: Api, regions: Sequence[str]) -> None:
    """Ask the cloud's other sites, which needs no login, so that the message can say where the company is."""
    if api.origin not in regions:
        return
    for origin in regions:
        if origin != api.origin and _knows(api, origin):
            raise WrongRegion(f"It is at {urlsplit(origin).netloc}.")


def _knows(api: Api, origin: str) -> bool:
    """Whether this site says that it knows the company; a site that cannot be asked does not."""
    try:
        response = api.company_info(origin)
    except CallFailed:
        return False
    return response.is_success and isinstance(response.content, dict)
