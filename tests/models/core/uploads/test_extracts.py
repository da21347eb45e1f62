"""No part of a secret is in the extract of a long text, wherever the text is cut."""

from __future__ import annotations

import pytest

from models.core.uploads.examining import examine
from models.core.uploads.extracts import extract_of

FILLER = "10:00:00 INFO all is well here\n" * 1_000
LETTERS = "QmFzZTY0IGtleSBvZiBhIHN0b3JhZ2UgYWNjb3VudA"
KEY_LINE = "MIIEowIBAAKCAQEAfailBw9errorTq0xkQ7ZcN1vPd5LhYtR3mKs8"
PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\n" + f"{KEY_LINE}\n" * 120 + "-----END RSA PRIVATE KEY-----\n"


def pieces(secret: str, length: int = 8) -> list[str]:
    return [secret[place : place + length] for place in range(len(secret) - length + 1)]


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        pytest.param(f"AccountKey={LETTERS * 5}==; access denied", LETTERS * 5, id="storage key"),
        pytest.param(
            f"Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.{LETTERS * 6}.{LETTERS} 401 denied",
            LETTERS * 6,
            id="bearer token",
        ),
        pytest.param(
            f'psk: "blue horse battery staple 77 garden" {"of the guest network " * 6}failed',
            "blue horse battery staple 77 garden",
            id="label before the cut",
        ),
        pytest.param(f"login failed {'.' * 250} password={LETTERS}", LETTERS, id="value behind the cut"),
        pytest.param(f"{'x ' * 9_000}psk={LETTERS} {'y ' * 60}failed", LETTERS, id="line longer than the margin"),
    ],
)
def test_an_error_line_is_redacted_before_it_is_cut(line: str, secret: str) -> None:
    extract = extract_of(f"{FILLER}10:02:11 {line}\n{FILLER}").text
    assert any(word in extract for word in ("denied", "failed"))
    assert not [piece for piece in pieces(secret) if piece in extract]


def test_a_line_of_a_private_key_is_no_error_line() -> None:
    extract = extract_of(f"{FILLER}{PRIVATE_KEY}10:02:12 ERROR key refused\n{FILLER}").text
    assert "ERROR key refused" in extract
    assert not [piece for piece in pieces(KEY_LINE) if piece in extract]


@pytest.mark.parametrize("text", [FILLER + PRIVATE_KEY * 8, PRIVATE_KEY * 8 + FILLER], ids=["at the end", "first"])
def test_many_keys_do_not_move_the_cut_into_one(text: str) -> None:
    """Their tags are short, so that more of the text would fit."""
    extract = extract_of(text).text
    assert not [piece for piece in pieces(KEY_LINE) if piece in extract]


def test_each_error_is_shown_once_and_the_first_ones_fit() -> None:
    errors = "".join(f"disk {number} failed\n" for number in range(30))
    lines = extract_of(f"{FILLER}{errors * 2}{FILLER}").text.splitlines()
    assert [line for line in lines if "failed" in line] == errors.splitlines()


def test_one_long_line_of_errors_is_examined_within_the_childs_limits() -> None:
    examined = examine(b"error" * 1_048_576, file_name="a.log")
    assert examined.extract is not None and len(examined.extract) < 25_000
