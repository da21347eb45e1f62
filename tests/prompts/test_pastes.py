"""A long paste keeps its beginning, its end and its error lines, and says what is missing."""

from __future__ import annotations

import pytest

from prompts.pastes import PASTE_CHARACTERS, cut_paste, trim_paste

NOISE = [f"10:02:11 svchost[{number}]: closed" for number in range(5_000)]
HOSTILE = {
    "one word": "0123456789abcdef",
    "error words": "error ",
    "error lines": "error\n",
    "line ends": "\n",
    "line ends of Windows": "\r\n",
    "brackets": "[1 lines omitted]\n",
    "invisible": "\u200b",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\n",
    "hexadecimal lines": "0x80070005 deadbeef\n",
    "one digit": "1",
}


def log(*between: str) -> str:
    return "\n".join(["first", *NOISE, *between, *NOISE, "last"])


def test_an_error_line_keeps_the_lines_beside_it() -> None:
    lines = trim_paste(log("before", "disk: ERROR 0x80070005", "after")).split("\n")
    place = lines.index("disk: ERROR 0x80070005")
    assert (lines[place - 1], lines[place + 1]) == ("before", "after")


def test_each_gap_says_how_many_lines_are_missing() -> None:
    text = log("before", "disk: ERROR 0x80070005", "after")
    cut = cut_paste(text)
    told = [int(line[1:].split()[0]) for line in cut.text.split("\n") if line.endswith("lines omitted]")]
    assert len(told) == 2
    assert sum(told) == cut.lines_omitted
    assert cut.lines_omitted + len(cut.text.split("\n")) - len(told) == len(text.split("\n"))


def test_an_error_that_repeats_does_not_hide_another() -> None:
    again = [f"10:03:{number} retry {number} failed" for number in range(900)]
    assert "raid controller: fatal" in trim_paste(log(*again, "raid controller: fatal"))


def test_a_long_line_without_line_ends_keeps_both_ends() -> None:
    cut = cut_paste("begin " + "x" * 40_000 + " end")
    assert cut.text.startswith("begin ")
    assert cut.text.endswith(" end")
    assert "characters omitted]" in cut.text


def test_a_long_line_in_a_log_does_not_crowd_out_the_others() -> None:
    cut = trim_paste("\n".join(["first", "x" * 40_000, *NOISE, "disk: fatal", "last"]))
    assert cut.startswith("first\nxxx")
    assert "disk: fatal" in cut


@pytest.mark.parametrize("limit", [PASTE_CHARACTERS, 600, 150])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=list(HOSTILE))
def test_whatever_the_text_it_is_cut_to_about_the_limit(unit: str, limit: int) -> None:
    cut = cut_paste((unit * 200_000)[:200_000], limit)
    assert len(cut.text) <= limit + 200
    assert cut.characters_omitted >= 200_000 - limit - 200


def test_a_text_within_the_limit_is_left_alone() -> None:
    text = "x" * PASTE_CHARACTERS
    assert cut_paste(text).text is text
    assert not cut_paste(text).characters_omitted
