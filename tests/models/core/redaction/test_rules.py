"""Two hundred secrets go and two hundred harmless lines stay, to the letter."""

from __future__ import annotations

import re

import pytest

from models.core.redaction import Redactor
from tests.models.core.redaction.lines import read_lines, without_marks

SECRETS = read_lines("secrets.txt")
HARMLESS = read_lines("harmless.txt")


def _masked(text: str) -> str:
    return re.sub(r"⟦.*?⟧|\[[a-z-]+-\d+ redacted\]", "█", text, flags=re.DOTALL)


def test_there_are_two_hundred_of_each() -> None:
    assert min(len(set(SECRETS)), len(set(HARMLESS))) >= 200


@pytest.mark.parametrize("line", SECRETS)
def test_exactly_the_secret_goes(line: str) -> None:
    assert _masked(Redactor().redact(without_marks(line))) == _masked(line)


@pytest.mark.parametrize("line", HARMLESS)
def test_what_troubleshooting_needs_stays(line: str) -> None:
    assert Redactor().redact(line) == line


@pytest.mark.parametrize("frame", ["\r\n{}\r\n", "> {}", "Ran this: {} and got nothing", "{} and then {}"])
def test_a_secret_goes_wherever_its_line_stands(frame: str) -> None:
    inline = [line for line in SECRETS if "\n" not in line and not line.startswith(" ")]
    redacted = {line: Redactor().redact(frame.replace("{}", without_marks(line))) for line in inline}
    assert [line for line in inline for secret in re.findall("⟦(.*?)⟧", line) if secret in redacted[line]] == []


def test_redacting_twice_changes_nothing() -> None:
    once = {line: Redactor(contacts=True).redact(without_marks(line)) for line in SECRETS}
    assert [line for line in SECRETS if Redactor(contacts=True).redact(once[line]) != once[line]] == []
