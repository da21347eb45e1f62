"""The browser app's files: hashed ones for ever, the page never from a cache, and every address leads to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.desk import refuse
from web import pages
from web.edge.application import FlowPilot

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def load(client: FlaskClient, path: str) -> TestResponse:
    """A page as an address bar asks for it, read to its end so that its file is closed."""
    return client.get(path, headers=PAGE, buffered=True)


@pytest.fixture
def client(app: FlowPilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser at a desk whose app is built."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1a2b3c.js").write_text("export {}")
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path.parent / "secret.txt").write_text("secret")
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    return app.test_client()


@pytest.mark.parametrize("path", ["/", "/pilot/1?pickup=true", "/invite?token=x", "/account/billing", "/apiary"])
def test_whatever_the_address_bar_asks_for_is_the_app(client: FlaskClient, path: str) -> None:
    response = load(client, path)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_hashed_file_is_kept_for_ever(client: FlaskClient) -> None:
    response = load(client, "/assets/index-1a2b3c.js")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/assets/gone.js", "/assets/../index.html/x"])
def test_a_missing_file_is_not_the_app(client: FlaskClient, path: str) -> None:
    assert load(client, path).status_code == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/.//etc"])
def test_no_address_leads_out_of_the_folder(client: FlaskClient, path: str) -> None:
    assert b"secret" not in load(client, path).data


@pytest.mark.parametrize("path", ["/.builds.json", "/assets/../.builds.json", "/assets/..%2f.builds.json"])
def test_what_the_build_notes_for_itself_is_not_served(client: FlaskClient, path: str) -> None:
    (pages.STATIC / ".builds.json").write_text("notes")
    assert b"notes" not in load(client, path).data


def test_a_page_is_not_kept_for_ever_by_a_detour(client: FlaskClient) -> None:
    assert load(client, "/assets/%2e%2e/index.html").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/auth/me", "/api/"])
def test_below_api_there_is_no_page(client: FlaskClient, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        refuse(client.open(path, method=method, headers=PAGE), 404, "not_found")


def test_the_app_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    policy = load(client, "/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_where_it_is_not_built_the_page_says_how(app: FlowPilot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    response = load(app.test_client(), "/")
    assert response.status_code == 503
    assert "make" in response.get_data(as_text=True)


@pytest.mark.parametrize(("accepts", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)])
def test_what_the_build_compressed_travels_compressed(
    client: FlaskClient, tmp_path: Path, accepts: str, encoding: str | None
) -> None:
    for suffix in ("br", "gz"):
        (tmp_path / "assets" / f"index-1a2b3c.js.{suffix}").write_bytes(suffix.encode())
    response = client.get("/assets/index-1a2b3c.js", headers={"Accept-Encoding": accepts}, buffered=True)
    assert response.headers.get("Content-Encoding") == encoding
    assert response.mimetype == "text/javascript"
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity"])
def test_a_name_that_no_file_can_have_is_a_page_like_any_other(client: FlaskClient, encoding: str) -> None:
    response = client.get("/" + "a" * 300, headers={**PAGE, "Accept-Encoding": encoding}, buffered=True)
    assert response.status_code == 200
    refuse(client.get("/assets/" + "a" * 300, headers={"Accept-Encoding": encoding}), 404, "not_found")


@pytest.mark.parametrize("path", ["/api/v1//auth/me", "/api//v1/auth/me"])
def test_a_doubled_slash_is_no_redirect(client: FlaskClient, path: str) -> None:
    refuse(client.get(path, headers={"Host": "evil.test"}), 404, "not_found")
