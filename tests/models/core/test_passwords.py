"""Password hashes: argon2id, salted, and unknown people cost as much as known ones."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from argon2 import PasswordHasher

from models.core import passwords
from models.core.passwords import Match


def test_a_password_fits_its_own_hash_only() -> None:
    kept = passwords.hash_password("correct horse battery")
    assert passwords.match("correct horse battery", kept) is Match.CURRENT
    assert passwords.match("Correct horse battery", kept) is Match.NONE


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert passwords.hash_password("correct horse") != passwords.hash_password("correct horse")


def test_hashes_are_argon2id() -> None:
    assert passwords.hash_password("correct horse").startswith("$argon2id$")


def test_nobodys_password_fits_but_is_compared_all_the_same() -> None:
    with patch.object(passwords, "_verify", wraps=passwords._verify) as compared:
        assert passwords.match("correct horse", None) is Match.NONE
    assert compared.call_count == 1


def test_even_the_words_behind_nobodys_hash_do_not_fit() -> None:
    assert passwords.match("the hash that an unknown address is compared with", None) is Match.NONE


def test_a_broken_hash_fits_nothing() -> None:
    assert passwords.match("correct horse", "$argon2id$broken") is Match.NONE


def test_a_hash_of_weaker_settings_is_to_be_renewed() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    with patch.object(passwords, "_hasher", PasswordHasher()):
        assert passwords.needs_rehash(weak)
        assert not passwords.needs_rehash(PasswordHasher().hash("correct horse"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pa\u0308sswo\u0308rter", "p\u00e4ssw\u00f6rter"),
        ("ein langes\u00a0wort", "ein langes wort"),
        ("\u6f22\u5b57\u3000\u6f22\u5b57", "\u6f22\u5b57 \u6f22\u5b57"),
    ],
)
def test_two_spellings_are_one_password(one: str, other: str) -> None:
    assert passwords.match(one, passwords.hash_password(other)) is Match.CURRENT
    assert passwords.match(other, passwords.hash_password(one)) is Match.CURRENT


def test_a_hash_of_the_text_as_typed_still_fits_and_is_to_be_renewed() -> None:
    typed = "pa\u0308sswo\u0308rter"
    old = passwords._hasher.hash(typed)
    assert passwords.match(typed, old) is Match.OUTDATED
    assert passwords.match("p\u00e4ssw\u00f6rter", old) is Match.NONE


def test_an_old_password_that_could_not_be_set_today_still_fits() -> None:
    assert passwords.match("tab\there and there", passwords._hasher.hash("tab\there and there")) is Match.CURRENT
    with pytest.raises(passwords.NotAPassword):
        passwords.prepare("tab\there and there")


def test_any_unicode_is_a_password() -> None:
    assert passwords.match("пароль 🔑 ä", passwords.hash_password("пароль 🔑 ä")) is Match.CURRENT
