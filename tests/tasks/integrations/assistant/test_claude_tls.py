"""The same over TLS, as with the real API: shutting down the socket must wake a read there as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.integrations.assistant.claude import call
from tests.outside.anthropic_server import AnthropicServer, Gate, Reply, drip, held, silence, text
from tests.outside.certificates import loopback_tls
from tests.support.sample_sessions import OUTLOOK_PROSE
from tests.tasks.integrations.assistant.asking import ask, claude, within

ENDLESS = {
    "silence_before_headers": silence(),
    "silence_in_the_text": held(text(OUTLOOK_PROSE), Gate(), after_pieces=2),
    "drip": drip(),
}


@pytest.fixture
def secure(sdk_is_loaded: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnthropicServer]:
    of_server, of_client = loopback_tls(tmp_path)
    monkeypatch.setattr(call, "_tls", lambda: of_client)
    with AnthropicServer(tls=of_server) as running:
        yield running


def test_a_reply_comes_over_tls(secure: AnthropicServer) -> None:
    secure.script(text(OUTLOOK_PROSE))
    came = ask(claude(secure))
    assert came.reply is not None
    assert came.reply.text == OUTLOOK_PROSE


@pytest.mark.parametrize("name", ENDLESS)
def test_the_deadline_ends_an_answer_over_tls(secure: AnthropicServer, name: str) -> None:
    reply: Reply = ENDLESS[name]
    secure.script(reply)
    came = ask(claude(secure), control=within(0.3))
    assert (came.code, came.codes) == ("deadline", ["deadline"])
    assert came.seconds < 5
    secure.wait_for_disconnects(1)


@pytest.mark.parametrize("name", ENDLESS)
def test_stop_ends_a_reply_over_tls(secure: AnthropicServer, name: str) -> None:
    secure.script(ENDLESS[name])
    came = ask(claude(secure), control=within(30, is_cancelled=lambda: bool(secure.requests)))
    assert came.code == "cancelled"
    assert came.seconds < 5


def test_a_server_nobody_vouches_for_is_not_spoken_to(secure: AnthropicServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert ask(claude(secure)).code == "network"
    assert secure.requests == []
