"""Mail by SMTP against a real server: encryption, logins, refusals, lost connections, addresses outside ASCII."""

from __future__ import annotations

import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from tasks.integrations.errors import Refused, TryAgain, UnknownOutcome
from tasks.integrations.mail import Mail, MailError
from tasks.integrations.mail.errors import MailServerUnreachable
from tasks.integrations.mail.smtp import SmtpMailer
from tasks.integrations.mail.smtp_connections import MOST_MESSAGES, MOST_OPEN, PAUSE_SECONDS, SmtpConnections
from tasks.integrations.mail.smtp_server import SmtpServer
from tests.outside.certificates import loopback_tls
from tests.outside.mail_server import PASSWORD, USER, MailServer
from tests.support.eventually import eventually

LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"
SENDER = "FlowPilot für alle <flow@bücher.example>"


def mail(to: str = "priya@example.org", **fields: str) -> Mail:
    given = {"subject": "Escalation", "text": "Outlook hangs.", "message_id": f"delivery.{abs(hash(to))}@pilot.example"}
    return Mail(to=to, **(given | fields))


@contextmanager
def mailer(url: str, tls: ssl.SSLContext | None = None) -> Iterator[SmtpMailer]:
    one = SmtpMailer(SmtpServer.parse(url), sender=SENDER, our_name="pilot.example", tls=tls)
    yield one
    one.close()


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Of the server, and of a client that trusts it."""
    return loopback_tls(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def refusal(url: str, sent: Mail | None = None, tls: ssl.SSLContext | None = None) -> MailError:
    with mailer(url, tls) as one, pytest.raises(MailError) as raised:
        one.send(sent or mail())
    return raised.value


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_mail_goes_encrypted_with_a_login_to_a_server_whose_certificate_is_valid(
    scheme: str, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    server_tls, client_tls = contexts
    with MailServer(tls=server_tls, implicit_tls=scheme == "smtps", requires_login=True) as server:
        with mailer(server.url(scheme, login=LOGIN), client_tls) as one:
            one.send(mail())
        assert [sent.message["Subject"] for sent in server.accepted] == ["Escalation"]
        wrong = refusal(server.url(scheme, login="flow:wrong@"), tls=client_tls)
        assert (wrong.code, isinstance(wrong, TryAgain)) == ("mail_login_refused", True)
        assert "535" in wrong.message
        untrusted = refusal(server.url(scheme, login=LOGIN))
        assert isinstance(untrusted, TryAgain) and untrusted.code == "mail_server_untrusted"
        assert len(server.accepted) == 1


def test_a_server_without_starttls_gets_neither_the_login_nor_the_mail(server: MailServer) -> None:
    refused = refusal(server.url("smtp+starttls", login=LOGIN))
    assert isinstance(refused, TryAgain) and refused.code == "mail_server_without_tls"
    assert server.accepted == []


def test_the_message_has_the_headers_of_automatic_mail_and_both_bodies(server: MailServer) -> None:
    subject = "Escalation from =Jane <b>Doe</b> & Co · #48213: Drücker für Büro 3 druckt nicht, überall rote Lämpchen…"
    link = "https://pilot.example/unsubscribe/" + "x" * 150
    sent = Mail(
        to="priya@bücher.example",
        subject=subject + "\r\nBcc: eve@example.org\x07",
        text="Grüße\n.\nEnde",
        html="<p>Grüße</p>",
        message_id="delivery.1@pilot.example",
        thread_id="delivery.0@pilot.example",
        unsubscribe_url=link,
    )
    with mailer(server.url("smtp")) as one:
        one.send(sent)
    (accepted,) = server.to("priya@xn--bcher-kva.example")
    message = accepted.message
    assert message["Subject"] == f"{subject} Bcc: eve@example.org" and message["Bcc"] is None
    assert message["From"] == "FlowPilot für alle <flow@xn--bcher-kva.example>"
    assert message["Message-ID"] == "<delivery.1@pilot.example>"
    assert message["In-Reply-To"] == message["References"] == "<delivery.0@pilot.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in accepted.content
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert (plain.rstrip("\n"), html.rstrip("\n")) == ("Grüße\n.\nEnde", "<p>Grüße</p>")
    assert accepted.content.isascii()


def test_one_bad_address_stops_no_other_and_its_reason_is_kept(server: MailServer) -> None:
    codes = (550, 551, 553, 554)
    server.refusals = {f"bad{code}@example.org": f"{code} 5.1.1 no such person here" for code in codes}
    server.refusals |= {"full@example.org": "452 4.2.2 mailbox full", "many@example.org": "552 too many"}
    server.message_refusals = {"spam@example.org": "554 5.7.1 no", "later@example.org": "451 greylisted"}
    with mailer(server.url("smtp")) as one:
        codes_of = {}
        for to in (*server.refusals, *server.message_refusals, "a b@example.org", "none"):
            with pytest.raises(MailError) as raised:
                one.send(mail(to))
            codes_of[to] = (raised.value.code, isinstance(raised.value, Refused), isinstance(raised.value, TryAgain))
            if to.startswith("bad"):
                assert raised.value.message.endswith(f"It answered {to[3:6]} 5.1.1.")
        one.send(mail())
    refused = {f"bad{code}@example.org": ("address_refused", True, False) for code in codes}
    assert codes_of == refused | {
        "full@example.org": ("mail_server_busy", False, True),
        "many@example.org": ("mail_server_busy", False, True),
        "spam@example.org": ("message_refused", True, False),
        "later@example.org": ("mail_server_busy", False, True),
        "a b@example.org": ("address_malformed", True, False),
        "none": ("address_malformed", True, False),
    }
    assert [sent.recipient for sent in server.accepted] == ["priya@example.org"]
    assert server.connections == 1


def test_a_name_outside_ascii_needs_a_server_that_takes_it() -> None:
    for offered in (True, False):
        with MailServer(smtputf8=offered) as server, mailer(server.url("smtp")) as one:
            if offered:
                one.send(mail("jörg@bücher.example"))
                one.send(mail())
                assert server.accepted[0].recipient == "jörg@xn--bcher-kva.example"
            else:
                with pytest.raises(MailError) as raised:
                    one.send(mail("jörg@bücher.example"))
                assert isinstance(raised.value, Refused) and raised.value.code == "address_needs_smtputf8"


def test_a_server_that_is_down_or_hangs_up_is_tried_again(server: MailServer) -> None:
    server.hangs_up = {"lost@example.org"}
    with mailer(server.url("smtp")) as one:
        with pytest.raises(MailError) as raised:
            one.send(mail("lost@example.org"))
        assert isinstance(raised.value, UnknownOutcome)
        one.send(mail("lost@example.org"))
        first, second = server.to("lost@example.org")
        assert first.message["Message-ID"] == second.message["Message-ID"]
    server.refusals = {"closing@example.org": "421 4.3.2 shutting down"}
    busy = refusal(server.url("smtp"), mail("closing@example.org"))
    assert isinstance(busy, TryAgain) and busy.code == "mail_server_busy"
    server.stop_listening()
    assert eventually(lambda: _is_down(server))


def _is_down(server: MailServer) -> bool:
    with mailer(server.url("smtp")) as one:
        try:
            one.send(mail())
        except MailError as error:
            return isinstance(error, TryAgain) and error.code == "mail_server_unreachable"
    return False


def test_a_connection_takes_twenty_messages_and_four_are_open_at_most(server: MailServer) -> None:
    held = server.held = {f"slow{number}@example.org" for number in range(6)}
    with mailer(server.url("smtp")) as one:
        senders = [threading.Thread(target=one.send, args=[mail(to)]) for to in held]
        for sender in senders:
            sender.start()
        assert eventually(lambda: server.connections == MOST_OPEN)
        server.release()
        for sender in senders:
            sender.join(30)
        assert len(server.accepted) == len(held) and server.most_open == MOST_OPEN
        for number in range(100):
            one.send(mail(f"person{number}@example.org"))
    used = [sent.connection for sent in server.accepted]
    assert max(used.count(connection) for connection in used) == MOST_MESSAGES
    assert server.most_open == MOST_OPEN
    assert eventually(lambda: server.open_now == 0)


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(server: MailServer) -> None:
    with mailer(server.url("smtp")) as one:
        one.send(mail())
        one._connections._idle[0].smtp.sock.shutdown(2)
        one.send(mail("ben@example.org"))
    assert [sent.recipient for sent in server.accepted] == ["priya@example.org", "ben@example.org"]


def test_while_the_server_is_down_only_one_mail_in_a_while_tries(
    server: MailServer, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    now, tried, address = 1_000.0, [], "smtp://127.0.0.1:1"

    def connect() -> smtplib.SMTP:
        tried.append(address)
        return SmtpServer.parse(address).connect(our_name="pilot.example", tls=contexts[1])

    def use() -> None:
        with connections.one() as smtp:
            smtp.noop()

    connections = SmtpConnections(connect, monotonic=lambda: now)
    for _ in range(5):
        with pytest.raises(MailServerUnreachable):
            use()
    assert len(tried) == 1
    now += PAUSE_SECONDS
    with pytest.raises(MailServerUnreachable):
        use()
    assert len(tried) == 2
    address = server.url("smtp")
    with pytest.raises(MailServerUnreachable):
        use()
    now += PAUSE_SECONDS
    for _ in range(3):
        use()
    connections.close()
    assert len(tried) == 3 and server.connections == 1
