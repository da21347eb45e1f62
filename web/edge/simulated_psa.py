"""Tells the demo's simulated ticket system from a real one."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import current_app


def is_simulated(base_url: str) -> bool:
    """Outside of development, an address on this machine may be an MSP's own PSA."""
    if not current_app.extensions["settings"].dev:
        return False
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
