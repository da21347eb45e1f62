"""Secrets go, what troubleshooting needs stays."""

from __future__ import annotations

import time

import pytest

from prompts.redaction import Redactor

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\ndef\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"key:\n{KEY}\nend", "MIIEabc"),
        (f"token {JWT} sent", JWT),
        ("key sk-ant-api03-abcdefghijklmnop1234 used", "sk-ant-api03"),
        ("sk-proj-abcdefghijklmnopqrstuv", "abcdefghijklmnop"),
        ("ghp_abcdefghijklmnopqrstuvwxyz0123", "ghp_abc"),
        ("glpat-abcdefghijklmnopqrst", "glpat-abc"),
        ("xoxb-1234567890-abcdef", "xoxb-123"),
        ("AKIAABCDEFGHIJKLMNOP", "AKIAABC"),
        ("AIzaSyA-abcdefghijklmnopqrstuvwxyz012", "AIzaSyA"),
        ("SG.abcdefghijklmnopq.rstuvwxyzabcdefgh", "SG.abc"),
        ("https://anna:geheim1@nas.example/x", "geheim1"),
        ("Authorization: Bearer abcdefghijklmnopqrstuv", "abcdefghijklmnop"),
        ("AccountKey=abcdefghijklmnopqrstuvwxyz==;", "abcdefghijklmnop"),
        ("password: Winter2026!", "Winter2026!"),
        ("Password = 'two words here'", "two words here"),
        ('pwd="a b c d"', "a b c d"),
        ("the password is Winter2026!", "Winter2026!"),
        ("PSK: correct-horse-42", "correct-horse-42"),
        ("client_secret=abc~def.ghi123", "abc~def"),
        ("snmp-server community s3cr3tRO", "s3cr3tRO"),
        ("New-LocalUser -Password Winter2026! -Name x", "Winter2026!"),
        ("ConvertTo-SecureString 'Winter2026!' -AsPlainText", "Winter2026!"),
        (r"net use Z: \\fs01\data /user:acme\anna Winter2026!", "Winter2026!"),
        ("net user anna Winter2026! /add", "Winter2026!"),
        ("card 4111 1111 1111 1111 was charged", "4111"),
    ],
)
def test_a_secret_is_replaced_by_a_tag(text: str, secret: str) -> None:
    redacted = Redactor().redact(text)
    assert secret not in redacted
    assert " redacted]" in redacted


@pytest.mark.parametrize(
    "text",
    [
        "token expired",
        "The password reset was done yesterday",
        "password is wrong",
        "password: expired",
        "The secret is out",
        "ping 10.0.0.5 and SRV-01",
        "S-1-5-21-1004336348-1177238915-682003330-512",
        "event id 4740 at 14:30",
        "0x80070005",
        "user anna@acme.example",
        "order 4111 1111 1111 1112",
        "net use Z: /delete",
        "Set-ADAccountPassword -Identity anna -Reset",
        "-Credential $credential -Password $password",
        "Basic authentication is off",
        "The community is helpful",
    ],
)
def test_what_troubleshooting_needs_stays(text: str) -> None:
    assert Redactor().redact(text) == text


def test_the_same_secret_has_the_same_tag_and_another_has_another() -> None:
    redacted = Redactor().redact("password: Winter2026! then password: Winter2026! then password: Sommer2026!")
    assert redacted == (
        "password: [password-1 redacted] then password: [password-1 redacted] then password: [password-2 redacted]"
    )


def test_redacting_twice_changes_nothing() -> None:
    text = f"password: Winter2026! {JWT} card 4111111111111111 https://a:bcdef@c.example {KEY}"
    once = Redactor().redact(text)
    assert Redactor().redact(once) == once


def test_addresses_of_people_go_only_where_an_account_wants_it() -> None:
    text = "anna@acme.example or +49 30 1234567"
    assert Redactor().redact(text) == text
    assert Redactor(contacts=True).redact(text) == "[email-1 redacted] or [phone-1 redacted]"


def test_a_long_log_is_redacted_in_reasonable_time() -> None:
    log = "2026-11-23 10:00:00 INFO 10.0.0.5 user=anna action=login result=ok session=abcdef password expired\n" * 2_000
    began = time.process_time()
    assert Redactor().redact(log) == log
    assert time.process_time() - began < 3
