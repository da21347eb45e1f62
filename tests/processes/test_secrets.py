"""Secrets and what people write, planted and played through all processes: in no log, and secrets nowhere at rest."""

from __future__ import annotations

import email
import email.policy
import json
import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from setup.servers.postgres_server import program
from tests.outside.anthropic_server import AnthropicServer, error, text
from tests.support.channels import calls_of
from tests.support.chat import answers
from tests.support.desk import API, Desk
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import OwnPostgres
from tests.support.own_redis import OwnRedis

PROCESSES = ("web", "worker", "worker_ai", "relay")


def planted(what: str) -> str:
    return f"planted-{what}-{secrets.token_hex(8)}"


API_KEY = planted("api-key")
SECRET_KEY = "dev-" + planted("secret-key-0123456789")
SAID, ANSWERED, PASTED = planted("message"), planted("answer"), planted("paste")
CHANNEL_PATH = planted("channel")


@pytest.fixture
def installation(
    postgres: OwnPostgres, tmp_path_factory: pytest.TempPathFactory, claude_server: AnthropicServer
) -> Iterator[Installation]:
    variables = {
        "ANTHROPIC_API_KEY": API_KEY,
        "ANTHROPIC_BASE_URL": claude_server.url,
        "OUTBOUND_ALLOW_HOSTS": "127.0.0.1",
        "SECRET_KEY": SECRET_KEY,
        "FLOWPILOT_DATA": str(tmp_path_factory.mktemp("data")),
    }
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(postgres.addresses, redis, name="secrets", variables=variables) as installation,
    ):
        yield installation


@pytest.fixture
def fleet(installation: Installation, tmp_path: Path) -> Iterator[Fleet]:
    """Its processes tell everything that they would ever tell."""
    with Fleet(installation.environment | {"LOG_LEVEL": "DEBUG"}, tmp_path) as fleet:
        fleet.ensure(*PROCESSES)
        fleet.wait_until_ready()
        yield fleet


def test_planted_secrets_and_words_are_found_nowhere(
    installation: Installation, fleet: Fleet, claude: AnthropicServer, tmp_path: Path
) -> None:
    desk = installation.open_desk()
    claude.answer_with(lambda _: text(f"It is {ANSWERED}."))
    known = _play(installation, fleet, desk, claude)
    for name in PROCESSES:
        fleet.tell_to_stop(name)
    assert all(fleet.has_ended(name) for name in PROCESSES)
    logs = "".join((tmp_path / f"{name}.log").read_text() for name in PROCESSES)
    assert '"job": "reply.write"' in logs, "nothing was told at all"
    words = {"message": SAID, "answer": ANSWERED, "paste": PASTED}
    assert _found_in(logs, known | words) == []
    assert _found_in(_dump(installation.superuser_url), known) == []
    assert _found_in(_everything_in(installation.redis), known | words) == []


def _play(installation: Installation, fleet: Fleet, desk: Desk, claude: AnthropicServer) -> dict[str, str]:
    """What a day brings, failures included; the secrets that went over the wire, by name."""
    password, cookie = planted("password"), desk.junior.client.get_cookie("flowpilot")
    assert cookie
    ours = {"Cookie": f"flowpilot={cookie.value}", "X-CSRF-Token": desk.junior.csrf_token}
    port = fleet.port()
    assert _send(port, "/auth/login", {"email": desk.junior.email, "password": password})[0] == 401
    _, token = _send(port, "/auth/tokens", {"name": "Script"}, **ours)
    _, opened = _send(port, "/ai-sessions", {"problem": SAID}, Authorization=f"Bearer {token['token']}")
    assert eventually(lambda: len(answers(desk.junior, opened)) == 1), fleet.story("worker_ai")
    claude.answer_with(lambda _: error(400))
    _send(port, f"/ai-sessions/{opened['id']}/messages", {"content": SAID + " again"}, **ours)
    assert eventually(lambda: len(answers(desk.junior, opened)) == 2), fleet.story("worker_ai")
    assert _send(port, "/ai-sessions", f'{{"problem": "{PASTED}"', **ours)[0] == 400
    assert _send(port, f"/ai-sessions?q={PASTED}", {"problem": PASTED, PASTED: 1}, **ours)[0] == 422
    _send(port, "/auth/password/forgot", {"email": desk.junior.email})
    link = _mailed_token(installation)
    assert _send(port, "/auth/password/reset", {"token": link, "password": password})[0] == 204
    return {
        "api key": API_KEY,
        "secret key": SECRET_KEY,
        "encryption key": installation.environment["ENCRYPTION_KEYS"].partition(":")[2],
        "password": password,
        "cookie": cookie.value,
        "csrf token": desk.junior.csrf_token,
        "personal token": token["token"],
        "mailed token": link,
        "channel's address": CHANNEL_PATH,
        "channel's secret": _tested_channel(port, desk, fleet),
    }


def _tested_channel(port: int, desk: Desk, fleet: Fleet) -> str:
    """The secret of a channel that was called, and where nobody answers."""
    cookie = desk.owner.client.get_cookie("flowpilot")
    assert cookie
    theirs = {"Cookie": f"flowpilot={cookie.value}", "X-CSRF-Token": desk.owner.csrf_token}
    channel = {"kind": "webhook", "name": "Desk", "url": f"http://127.0.0.1:1/{CHANNEL_PATH}/hook"}
    _, made = _send(port, "/notification-channels", channel, **theirs)
    _send(port, f"/notification-channels/{made['id']}/test", {}, **theirs)
    assert eventually(lambda: calls_of(desk.owner, made)), fleet.story("worker")
    return str(made["secret"])


def _send(port: int, path: str, body: dict[str, Any] | str, **headers: str) -> tuple[int, Any]:
    told = body if isinstance(body, str) else json.dumps(body)
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("POST", API + path, told, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        heard = response.read()
    return response.status, json.loads(heard) if heard else None


def _mailed_token(installation: Installation) -> str:
    folder = Path(installation.environment["FLOWPILOT_DATA"]) / "mail"
    assert eventually(lambda: any(folder.glob("*.eml")))
    (file,) = folder.glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    found = re.search(r"token=([\w-]+)", body.get_content() if body else "")
    assert found
    return found[1]


def _found_in(text: str, known: dict[str, str]) -> list[str]:
    return [name for name, secret in known.items() if secret in text]


def _dump(url: str) -> str:
    command = [program("pg_dump"), "--inserts", "--dbname", url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _everything_in(redis: OwnRedis) -> str:
    with redis.client() as client:
        return "".join(repr((key, client.dump(key))) for key in client.scan_iter())
