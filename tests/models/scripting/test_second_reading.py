"""Texts in which one reader alone would take the inside of a string, a calculation or a comment for code."""

from __future__ import annotations

import time

import pytest

from models.scripting.languages import ScriptLanguage
from models.scripting.placeholders import places_in
from models.scripting.quoting import RegionKind, regions_of
from models.scripting.rendering import ValueRefused, render
from tests.models.scripting.test_parameters import parameter

POWERSHELL, BASH, BATCH, PYTHON = ScriptLanguage

CALCULATIONS = (
    "if(( {{a}} > 5 )); then ls; fi",
    "while(( i < {{a}} )); do ls; done",
    "until(( i > {{a}} )); do ls; done",
    "for((i=0; i < {{a}} ; i++)); do ls; done",
    "echo $[ {{a}} + 1 ]",
    "a[ {{a}} ]=3",
    "[[ $x -gt {{a}} ]]",
    "[[ -v {{a}} ]] && ls",
    "let x={{a}}",
    "declare -i x={{a}}",
    "declare -i x\nx={{a}}",
    "echo $(( {{a}} + 1 ))",
)

REFUSED = (
    (BASH, "cat <<!\nHello {{a}} x\n!"),
    (BASH, "cat <<@@\n {{a}} \n@@"),
    (BASH, "cat <<a'b 'c\n {{a}} \nab c"),
    (BASH, "cat <<$x\n {{a}} \n$x"),
    (BASH, 'x="$(case b in\n b) echo " {{a}} " ;;\nesac)"'),
    (BASH, 'echo "${1:-it\'s empty}"\necho \'done\'; echo }; echo " {{a}} "'),
    (BASH, "ls {{a}}; echo 'never closed"),
    (POWERSHELL, "$x = $y# it's the one\n$z = ' {{a}} '\n"),
    (POWERSHELL, "'a'# it's\n' {{a}} '"),
    (POWERSHELL, "$x = 5# it's\n' {{a}} '"),
    (POWERSHELL, 'cmd --% "a | {{a}} b"'),
    (POWERSHELL, 'cmd --% a | foo "x\n {{a}} \n"'),
    (POWERSHELL, 'Write-Host x--% "\n {{a}} \n"'),
)

READ = (
    (POWERSHELL, "msiexec /i x.msi PROP={{a}} /qn"),
    (POWERSHELL, "Write-Host \u2018it\u2019\u2019s\u2019 {{a}}"),
    (POWERSHELL, "foo -A {{a}} -B c, d"),
    (POWERSHELL, "cmd --% /c dir\nGet-Item {{a}}"),
    (BASH, 'x="$(case b in\n (b) echo {{a}} ;;\nesac)"\nls {{a}}'),
    (BASH, "cat <<!\nit's\n!\nls {{a}}"),
    (BASH, "echo é $(( 1 << 2 )) {{a}}"),
)


@pytest.mark.parametrize("body", CALCULATIONS)
def test_only_a_whole_number_stands_where_bash_calculates(body: str) -> None:
    for kind, value in (("text", "a[$(reboot)]"), ("boolean", "true"), ("number", "2.5")):
        with pytest.raises(ValueRefused):
            render(BASH, body, [parameter("a", kind)], {"a": value})


@pytest.mark.parametrize(("language", "body"), REFUSED, ids=[body for _, body in REFUSED])
def test_a_place_that_is_not_surely_code_is_a_fault(language: ScriptLanguage, body: str) -> None:
    assert all(place.fault for place in places_in(language, body))


@pytest.mark.parametrize(("language", "body"), READ, ids=[body for _, body in READ])
def test_a_place_that_both_readers_see_is_free(language: ScriptLanguage, body: str) -> None:
    assert [place.fault for place in places_in(language, body)] == [None] * body.count("{{a}}")


def test_a_negative_number_behind_an_equals_sign_stays_in_its_word() -> None:
    one = parameter("n", "number")
    assert render(POWERSHELL, "msiexec /i x PROP={{n}}", [one], {"n": -5}).script == "msiexec /i x PROP=-5"
    assert render(POWERSHELL, "Set-X {{n}}", [one], {"n": -5}).script == "Set-X (-5)"


@pytest.mark.parametrize("piece", ["$((", "((\n", "$[", '"${', "case ", "<<a "])
def test_the_quoting_rules_take_time_in_proportion_to_the_text(piece: str) -> None:
    before = time.thread_time()
    assert all(region.kind in RegionKind for region in regions_of(BASH, piece * 30_000))
    assert time.thread_time() - before < 3
