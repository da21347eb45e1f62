"""Password hashes: argon2id, salted, and unknown people cost as much as known ones."""

from __future__ import annotations

from unittest.mock import patch

from argon2 import PasswordHasher

from models.core import passwords


def test_a_password_fits_its_own_hash_only() -> None:
    kept = passwords.hash_password("correct horse battery")
    assert passwords.verify("correct horse battery", kept)
    assert not passwords.verify("Correct horse battery", kept)


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert passwords.hash_password("correct horse") != passwords.hash_password("correct horse")


def test_hashes_are_argon2id() -> None:
    assert passwords.hash_password("correct horse").startswith("$argon2id$")


def test_nobodys_password_fits_but_is_compared_all_the_same() -> None:
    with patch.object(passwords, "_verify", wraps=passwords._verify) as compared:
        assert not passwords.verify("correct horse", None)
    assert compared.call_count == 1


def test_even_the_words_behind_nobodys_hash_do_not_fit() -> None:
    assert not passwords.verify("the hash that an unknown address is compared with", None)


def test_a_broken_hash_fits_nothing() -> None:
    assert not passwords.verify("correct horse", "$argon2id$broken")


def test_a_hash_of_weaker_settings_is_to_be_renewed() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    with patch.object(passwords, "_hasher", PasswordHasher()):
        assert passwords.needs_rehash(weak)
        assert not passwords.needs_rehash(PasswordHasher().hash("correct horse"))


def test_any_unicode_is_a_password() -> None:
    assert passwords.verify("пароль 🔑 ä", passwords.hash_password("пароль 🔑 ä"))
