"""Which function answers which call."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

Handler = Callable[..., Any]


class Routes:
    """Functions by method and path, where `{name}` stands for one part of a path.

    `find` gives the function and the parts by name; without a function, whether the path has other methods.
    """

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def __call__(self, method: str, path: str) -> Callable[[Handler], Handler]:
        """Decorates the function that answers this call."""
        pattern = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)), re.IGNORECASE)

        def register(handler: Handler) -> Handler:
            self._routes.append((method, pattern, handler))
            return handler

        return register

    def find(self, method: str, path: str) -> tuple[Handler, dict[str, str]] | None:
        for known, pattern, handler in self._routes:
            if known == method and (match := pattern.fullmatch(path)):
                return handler, {name: unquote(value) for name, value in match.groupdict().items()}
        return None

    def has_path(self, path: str) -> bool:
        """Whether a call of another method would find something: 405 instead of 404."""
        return any(pattern.fullmatch(path) for _, pattern, _ in self._routes)
