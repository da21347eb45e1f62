"""What a client must never read is dropped by sentence; the rest stays as it was."""

from __future__ import annotations

import pytest

from models.client_guard import Internal, internal_sentences, without_internal

INTERNAL = Internal(
    client_name="Contoso North",
    other_clients=["Contoso", "Fabrikam", "HP"],
    texts=["Their admin broke this himself last night.", "VIP user", "sam"],
)
FINE = "We have reset the sign-in."


@pytest.mark.parametrize(
    "sentence",
    [
        "Fabrikam has this too.",
        "It is the same as at FABRIKAM.",
        "Contoso sees it as well.",
        "It came from HP.",
        "We think their admin broke this himself.",
        "Their ADMIN broke this, himself!",
        "This is a VIP user.",
        "It is probably the server.",
        "The cause might be the router.",
        "Vermutlich liegt es am Server.",
        "Use password: Winter2026!x to sign in.",
        "The token is [token-1 redacted].",
    ],
)
def test_a_sentence_that_breaks_a_rule_is_dropped(sentence: str) -> None:
    assert without_internal(f"{FINE} {sentence}\n\nThank you.", INTERNAL) == f"{FINE}\n\nThank you."


@pytest.mark.parametrize(
    "sentence",
    [
        "Contoso North can print again.",
        "We do not ship it.",
        "Sam will call you.",
        "Their mail works, and their admin knows.",
        "The user can sign in.",
    ],
)
def test_other_sentences_stay(sentence: str) -> None:
    assert without_internal(f"{FINE} {sentence}", INTERNAL) == f"{FINE} {sentence}"


def test_a_text_of_which_nothing_is_left_is_empty() -> None:
    assert without_internal("Fabrikam has this too.", INTERNAL) == ""


def test_a_person_may_guess_but_not_name_another_client() -> None:
    assert internal_sentences("It is probably the server. Fabrikam has this too.", INTERNAL) == [
        "Fabrikam has this too."
    ]


def test_without_other_clients_and_notes_every_plain_sentence_stays() -> None:
    assert without_internal(FINE, Internal(client_name=None, other_clients=[" "], texts=[""])) == FINE


@pytest.mark.parametrize(
    "named",
    [
        "We asked Dr. Weber Dental about it.",
        "It is like at St. Anne's School now.",
        "It is like at St. Anne\u2019s\nSchool now.",
        "It came from Weber\u00a0 &\nSons.",
        "Fab\u200brikam has this too.",
        "\ufeffFabrikam\u2060has this too.",
        "Fabri\u00adkam has this too.",
        "Mu\u0308ller has this too.",
        "_Fabrikam_ has this too.",
        "It is in weber_sons_2026.log too.",
    ],
)
def test_no_spelling_of_a_name_passes(named: str) -> None:
    others = ["Dr. Weber Dental", "St. Anne's School", "Weber & Sons", "Fabrikam", "Müller"]
    internal = Internal(client_name="Contoso", other_clients=others, texts=[])
    assert without_internal(f"{FINE} {named} Thank you.", internal) == f"{FINE} Thank you."
    found = internal_sentences(f"{FINE} {named} Thank you.", internal)
    assert found and not {FINE, "Thank you."} & set(found)


@pytest.mark.parametrize(
    ("own", "other", "named"),
    [
        ("Contoso", "Contoso Retail", "It is not Contoso Retail."),
        ("Meyer", "Meyer & Sons", "Meyer and Meyer & Sons can print."),
        ("North Bank", "Bank South", "It is at North Bank South."),
    ],
)
def test_the_own_name_hides_no_other_name(own: str, other: str, named: str) -> None:
    internal = Internal(client_name=own, other_clients=[other], texts=[])
    assert internal_sentences(f"{own} works. {named}", internal) == [named]


def test_an_invisible_character_hides_no_internal_text() -> None:
    assert internal_sentences(f"{FINE} This is a V\u200bIP user.", INTERNAL) == ["This is a V\u200bIP user."]


def test_neither_many_notes_nor_many_clients_make_it_slow() -> None:
    """It would take minutes if each sentence were compared with each note, or each word with each name."""
    notes = [f"note {number}" for number in range(20_000)]
    names = [f"the {number}" for number in range(20_000)] + [f"ab {'cd ' * length}" for length in range(1, 90)]
    text = "ab cd the. " * 20_000
    internal = Internal(client_name="ab", other_clients=names, texts=notes)
    assert set(internal_sentences(f"{text}See note 7.", internal)) == {"ab cd the.", "See note 7."}
