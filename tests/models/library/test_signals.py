"""The signals' content: one entry for each code, spelt as people meet it, and said in two sentences."""

from __future__ import annotations

import re
from collections import Counter

from models.library import Signal, load_guides, load_signals
from models.library.families import Family
from prompts.untrusted import neutralise

SIGNALS = load_signals()
FEWEST_CHARACTERS, MOST_CHARACTERS = 15, 240
MOST_GUIDES = 3
EIGHT_DIGITS = "0x[0-9A-F]{8}"
DECIMAL = "[1-9][0-9]*"
SPELLINGS = {
    Family.WIN32: DECIMAL,
    Family.MSI: DECIMAL,
    Family.HRESULT: EIGHT_DIGITS,
    Family.NTSTATUS: EIGHT_DIGITS,
    Family.STOP: EIGHT_DIGITS,
    Family.WINDOWS_UPDATE: EIGHT_DIGITS,
    Family.VSS: EIGHT_DIGITS,
    Family.EVENT: DECIMAL,
    Family.PRINT: EIGHT_DIGITS,
    Family.SMB: DECIMAL,
    Family.RAS: DECIMAL,
    Family.RDP: "0x[1-9A-F][0-9A-F]*",
    Family.KERBEROS: "0x[1-9A-F][0-9A-F]?",
    Family.LDAP: "[0-9]{1,2}|[0-9a-f]{3,4}",
    Family.SQL: DECIMAL,
}
"""How a family's codes are spelt; the other families' codes are phrases of their vendors."""
A_SENTENCE = re.compile(r"[^\s.](?:[^.!?]|[.!?](?! [A-Z]|$))*\.")


def faults_of(signal: Signal) -> list[str]:
    """Every fault of one signal, as a sentence."""
    faults = []
    if signal.family not in set(Family):
        return [f"unknown family {signal.family}"]
    if not re.fullmatch(SPELLINGS.get(Family(signal.family), ".{1,60}"), signal.code):
        faults.append("spelt otherwise than its family")
    if signal.family == Family.EVENT and not signal.source:
        faults.append("an event without its source")
    for sentence in (signal.meaning, signal.first_check):
        if not FEWEST_CHARACTERS <= len(sentence) <= MOST_CHARACTERS or not A_SENTENCE.fullmatch(sentence):
            faults.append(f"not one sentence: {sentence[:60]}")
        if neutralise(sentence) != sentence:
            faults.append(f"would pass for a marker: {sentence[:60]}")
    if len(set(signal.guides)) != len(signal.guides) or len(signal.guides) > MOST_GUIDES:
        faults.append("too many guides")
    return faults


def test_every_signal_is_sound() -> None:
    found = {f"{signal.family} {signal.code}": faults_of(signal) for signal in SIGNALS}
    assert {signal: faults for signal, faults in found.items() if faults} == {}


def test_a_code_has_one_meaning_in_its_family_and_source() -> None:
    counts = Counter((signal.code, signal.family, signal.source) for signal in SIGNALS)
    assert [key for key, count in counts.items() if count > 1] == []


def test_a_faulty_signal_is_refused() -> None:
    sound = next(signal for signal in SIGNALS if signal.family == Family.WIN32)
    faulty = Signal(code="0x5", family="win32", meaning="Denied. Really.", first_check=sound.first_check)
    assert faults_of(sound) == []
    assert faults_of(faulty) == ["spelt otherwise than its family", "not one sentence: Denied. Really."]


def test_a_family_has_a_label_that_names_the_source() -> None:
    assert all(family.label for family in Family)
    assert Family.EVENT.label_of("disk") == "event of disk"
    assert Family.LDAP.label_of("data") == "LDAP code (data)"
    assert Family.STOP.label_of(None) == "Windows stop code"


def test_the_guides_that_a_signal_names_exist() -> None:
    guides = load_guides()
    named = {guide: signal.code for signal in SIGNALS for guide in signal.guides}
    assert {guide: code for guide, code in named.items() if guide not in guides} == {}
