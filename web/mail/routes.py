"""Registers the pages about mail."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, send_from_directory

from web.mail.folder import mail_folder
from web.mail.unsubscribe import unsubscribe

HERE = Path(__file__).parent


def register(app: Flask) -> None:
    """The folder's pages exist only under `make run` and `make test`."""

    def style_sheet() -> Response:
        return send_from_directory(HERE, "pages.css", max_age=3_600)

    app.add_url_rule("/mail-pages.css", "mail_pages_sheet", style_sheet)
    app.register_blueprint(unsubscribe)
    if app.extensions["settings"].dev:
        app.register_blueprint(mail_folder)
