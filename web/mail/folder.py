"""/dev/mail: the mail that FlowPilot wrote to its folder, for an admin under `make run` and nowhere else."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template
from werkzeug.exceptions import NotFound

from models.core.errors import Unauthenticated
from models.core.unit_of_work import current
from web.edge import identity
from web.edge.access import ADMINS_UNGATED
from web.edge.application import request_transaction

mail_folder = Blueprint("mail_folder", __name__, url_prefix="/dev/mail")

MOST_LISTED = 200
# A mail's HTML has inline styles, which no page of ours may have, and it may do nothing but show itself.
_SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_NAME = re.compile(r"[0-9a-f]{32}")
ACCOUNT_HEADER = "X-FlowPilot-Account"
"""Written by the mailer for the folder (`tasks.integrations.mail.folder`)."""


@dataclass(frozen=True)
class StoredMail:
    name: str
    message: EmailMessage

    @property
    def is_ours(self) -> bool:
        """Whether the account of the person who looks sent it.

        Its address says nothing: anybody may invite it.
        """
        return str(self.message[ACCOUNT_HEADER]) == str(current().account_id)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The headers that people look at, and those that programs do."""
        return [(name, str(value)) for name, value in self.message.items() if not name.startswith("Content-")]

    def part(self, kind: str) -> str | None:
        part = self.message.get_body((kind,))
        return None if part is None else str(part.get_content())


def for_admins(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page for an admin.  Who is not logged in is sent to the login; any other role is refused (403)."""

    @wraps(view)
    def checked(**arguments: Any) -> Any:
        with request_transaction(only_reads=True):
            try:
                identity.admit(ADMINS_UNGATED, current_app.extensions["settings"])
            except Unauthenticated:
                return redirect("/login")
            return view(**arguments)

    return checked


@mail_folder.get("")
@for_admins
def listed() -> str:
    """The newest first."""
    files = sorted(_folder().glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = list(islice((mail for file in files if (mail := _read(file)).is_ours), MOST_LISTED))
    return render_template(
        "mail_folder.html", mails=mails, smtp=current_app.extensions["settings"].smtp_url is not None
    )


@mail_folder.get("/<name>")
@for_admins
def one(name: str) -> str:
    return render_template("mail.html", mail=_mail(name))


@mail_folder.get("/<name>/html")
@for_admins
def html_part(name: str) -> Response:
    shown = _mail(name).part("html") or ""
    page = make_response(shown.replace("<head>", '<head><base target="_blank">', 1))
    page.headers["Content-Security-Policy"] = _SANDBOX
    page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page


def _mail(name: str) -> StoredMail:
    """Raises NotFound, also for another account's mail: its links are keys."""
    file = _folder() / f"{name}.eml"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise NotFound
    mail = _read(file)
    if not mail.is_ours:
        raise NotFound
    return mail


def _read(file: Path) -> StoredMail:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage), "the policy makes one"
    return StoredMail(file.stem, message)


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].data / "mail"
    return folder
