"""Tags are stable, positions are right, and what is hidden in a text does not hide a secret."""

from __future__ import annotations

import pytest

from models.core.redaction import Found, Redactor, find_secrets


def test_the_same_secret_has_the_same_tag_and_another_has_another() -> None:
    redacted = Redactor().redact("password: Winter2026! then password: Winter2026! then password: Sommer2026!")
    assert redacted == (
        "password: [password-1 redacted] then password: [password-1 redacted] then password: [password-2 redacted]"
    )


def test_one_redactor_numbers_across_texts() -> None:
    redactor = Redactor()
    assert redactor.redact("password: Winter2026!") == "password: [password-1 redacted]"
    assert redactor.redact("password: Sommer2026!") == "password: [password-2 redacted]"
    assert redactor.redact("password: Winter2026!") == "password: [password-1 redacted]"


def test_a_secret_that_reaches_into_a_part_is_replaced_whole() -> None:
    text = "password: Winter2026! and password: Sommer2026! too"
    redactor = Redactor()
    assert redactor.redact_part(text, 14, 40) == "[password-1 redacted] and password: [password-2 redacted]"
    assert redactor.redact_part(text, 12, 15) == "[password-1 redacted]"
    assert redactor.redact_part(text, 21, 26) == " and "


def test_addresses_of_people_go_only_if_the_account_asks_for_it() -> None:
    text = "anna@acme.example or +49 30 1234567"
    assert Redactor().redact(text) == text
    assert Redactor(contacts=True).redact(text) == "[email-1 redacted] or [phone-1 redacted]"


def test_a_host_behind_a_password_is_no_email_address() -> None:
    redacted = Redactor(contacts=True).redact("https://anna:geheim1@nas.acme.example/x")
    assert redacted == "https://anna:[password-1 redacted]@nas.acme.example/x"


def test_positions_count_invisible_characters() -> None:
    assert find_secrets("pass\u200bword: Win\u200bter2026! x") == [Found("password", 11, 23)]


def test_positions_do_not_shift_behind_letters_that_grow_in_lower_case() -> None:
    text = "İİİ password: Winter2026!"
    assert [text[found.start : found.end] for found in find_secrets(text)] == ["Winter2026!"]


def test_findings_that_overlap_become_one() -> None:
    token = "gh" + "p_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
    assert Redactor().redact(f'password: "first {token} last"') == 'password: "[api-key-1 redacted]"'


@pytest.mark.parametrize(
    "text", ["[password-1 redacted]", "password: [password-1 redacted]", "pw=[api-key-12 redacted]x"]
)
def test_a_tag_is_no_secret(text: str) -> None:
    assert find_secrets(text) == []


def test_a_token_broken_at_the_margin_goes_with_its_next_line() -> None:
    token = "gh" + "p_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
    text = f"The deployment on the build server of Acme fails with {token[:28]}\r\n{token[28:]} and then stops"
    assert Redactor().redact(text).endswith("fails with [api-key-1 redacted] and then stops")
