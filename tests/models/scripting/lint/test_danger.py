"""A script is dangerous for the commands that would run, not for what its comments and texts say."""

from __future__ import annotations

import random
import string

import pytest

from models.scripting.languages import ScriptLanguage
from models.scripting.lint import dangers_of, is_dangerous
from models.scripting.lint.danger import LONGEST_SCRIPT
from tests.models.scripting.lint.examples import HARMLESS, RISKY


@pytest.mark.parametrize(("language", "script"), RISKY, ids=[script for _, script in RISKY])
def test_a_risky_command_is_found_and_a_reason_given(language: str, script: str) -> None:
    assert all(dangers_of(script, language))
    assert dangers_of(script, language)


@pytest.mark.parametrize("script", [script for _, script in RISKY])
def test_a_risky_command_is_found_whatever_the_fence_says_of_its_language(script: str) -> None:
    assert is_dangerous(script)


@pytest.mark.parametrize(("language", "script"), HARMLESS, ids=[script for _, script in HARMLESS])
def test_a_harmless_command_stays_harmless(language: str, script: str) -> None:
    assert dangers_of(script, language) == []


def test_there_are_sixty_of_each() -> None:
    assert len(set(RISKY)) >= 60
    assert len(set(HARMLESS)) >= 60


def test_each_reason_is_given_once_in_the_order_of_the_script() -> None:
    assert dangers_of("shutdown -r now\nrm -rf /a\nrm -rf /b", "bash") == [
        "restarts or stops a machine",
        "deletes files or data",
    ]


def test_commands_hidden_in_commands_are_read_to_a_depth_and_suspected_below() -> None:
    assert dangers_of("cmd /c " * 2 + "dir", "cmd") == []
    assert dangers_of("cmd /c " * 2 + "diskpart", "cmd") == ["erases or changes disks"]
    assert dangers_of("cmd /c " * 7 + "dir", "cmd") == ["hides commands in commands"]


def test_what_cannot_be_decoded_is_dangerous() -> None:
    assert dangers_of("powershell -EncodedCommand %%%", "powershell") == ["runs encoded code that cannot be read"]


def test_a_script_that_is_too_long_is_dangerous() -> None:
    assert dangers_of("ls\n" * LONGEST_SCRIPT, "bash") == ["is too long to be checked"]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    ["({`", "$(", "if a ", "| ", "@{", "<#", "<<EOF\n", "a;", "[a.", "<a>\n", "find -exec a ", "a.", "os.system(a)\n"],
)
def test_a_long_hostile_script_is_read_without_an_error(piece: str) -> None:
    for language in ScriptLanguage:
        dangers_of((piece * LONGEST_SCRIPT)[: LONGEST_SCRIPT // 10], language)


@pytest.mark.parametrize("seed", range(8))
def test_noise_is_read_without_an_error(seed: int) -> None:
    draw = random.Random(seed)
    words = [*string.printable, "\0", "é", "\u202e", "rm -rf ", "| iex", "$(", "powershell -c "]
    dangers_of("".join(draw.choice(words) for _ in range(1_000)))
