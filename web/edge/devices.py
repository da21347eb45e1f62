"""The browser of a login: a cookie by which it is known again, and what its User-Agent says, in words."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Response, current_app, request

from models.core import ids
from models.login import Device
from settings import Settings
from web.edge.client_address import client_network

LIFETIME = timedelta(days=730)
LONGEST_TOKEN = 100

# In this order: most browsers also name those that they are compatible with.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome"}
_BROWSERS |= {"Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "ChromeOS", "Windows": "Windows"}
_SYSTEMS |= {"Macintosh": "macOS", "Linux": "Linux"}


def device_of_request() -> tuple[Device, str]:
    """The browser that sent this request, and the cookie value by which it is known from now on."""
    token = request.cookies.get(cookie_name(_settings()), "")
    if not token or len(token) > LONGEST_TOKEN:
        token = ids.new_secret()
    words = client_words(request.headers.get("User-Agent", ""))
    return Device(ids.fingerprint(token), client=words, network=client_network(request)), token


def remember(response: Response, token: str) -> None:
    settings = _settings()
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.is_https,
        path="/",
    )


def cookie_name(settings: Settings) -> str:
    return "__Host-flowpilot-device" if settings.is_https else "flowpilot-device"


def client_words(user_agent: str) -> str:
    """`Firefox on Windows`; "a program" for what names no browser."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser is None:
        return "a program"
    return f"{browser} on {system}" if system else browser


def _first(known: dict[str, str], user_agent: str) -> str | None:
    return next((words for token, words in known.items() if re.search(rf"\b{token}\b", user_agent)), None)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
