"""The form of the settings that are addresses: each function returns the value as `settings` keeps it.

Each raises ValidationError with a message for the operator.
"""

from __future__ import annotations

import re
from email.utils import parseaddr
from urllib.parse import parse_qs, urlsplit

from marshmallow import ValidationError, validate

MAIL_SCHEMES = ("smtp", "smtps", "smtp+starttls")
_PACE = re.compile(r"(connectwise|halopsa|autotask)=([1-9]\d{0,6})/([1-9]\d{0,4})")
_HOST = re.compile(r"([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?|[0-9a-f:.]*:[0-9a-f:.]*")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def with_driver(url: str) -> str:
    """Add the driver psycopg2: SQLAlchemy 2.1 would use psycopg 3 for `postgresql://` and does not know `postgres://`."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg2://{rest}" if scheme in ("postgres", "postgresql") else url


def origin(url: str) -> str:
    """`url` as a browser writes an origin (RFC 6454): lower case, ASCII, without a default port or a path.

    Raises ValidationError if `url` contains more than an origin.
    """
    validate.URL(schemes={"http", "https"}, require_tld=False)(url)
    parts = urlsplit(url)
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValidationError("Only scheme, host and port: FlowPilot runs at the root of its host.")
    try:
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise ValidationError("Not a valid URL.") from error
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


def file_store(url: str) -> str:
    """Raises ValidationError for an address that is neither a folder nor a bucket."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        if parts.netloc or parts.path.rstrip("/") == "":
            raise ValidationError("A folder is written as file:///absolute/path.")
    elif parts.scheme != "s3" or not parts.netloc:
        raise ValidationError("Write file:///folder or s3://bucket/prefix?endpoint=https://….")
    elif set("@:") & set(parts.netloc):
        raise ValidationError("s3:// is followed by a bucket; credentials belong in AWS_ACCESS_KEY_ID and its like.")
    elif unknown := parse_qs(parts.query).keys() - {"endpoint", "region"}:
        raise ValidationError(f"Unknown: {', '.join(sorted(unknown))}. A bucket has an endpoint and a region.")
    for endpoint in parse_qs(parts.query).get("endpoint", []):
        validate.URL(schemes={"http", "https"}, require_tld=False)(endpoint)
    return url


def mail_server(url: str) -> str:
    """Raises ValidationError for an address that names no mail server."""
    parts = urlsplit(url)
    try:
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        has_port = False
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname or not has_port:
        raise ValidationError("Write smtp://host, smtps://user:password@host or smtp+starttls://user:password@host.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValidationError("Only user, password, host and port; percent-encode / ? # in user and password.")
    return url


def sender(mail_from: str) -> str:
    """Raises ValidationError if there is no address, or anything that would break a header."""
    _, address = parseaddr(mail_from)
    if "@" not in address or not mail_from.isprintable():
        raise ValidationError("Write an address, or Name <address>.")
    return mail_from


def hosts(value: str) -> frozenset[str]:
    """Hosts separated by commas, as `host` or `host:port`.  Raises ValidationError for anything else."""
    hosts = frozenset(host.strip().lower() for host in value.split(",") if host.strip())
    if wrong := sorted(host for host in hosts if not _HOST.fullmatch(host)):
        raise ValidationError(f"Not a host: {', '.join(wrong)}. Write host or host:port, separated by commas.")
    return hosts


def paces(value: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """How fast ticket systems may be called: `provider=calls/seconds`, separated by commas, as pairs.

    Raises ValidationError for anything else.
    """
    found = [_PACE.fullmatch(part.strip()) for part in value.split(",") if part.strip()]
    if not all(found):
        raise ValidationError("Write connectwise=calls/seconds, halopsa=… or autotask=…, separated by commas.")
    return tuple((one[1], (int(one[2]), int(one[3]))) for one in found if one)
