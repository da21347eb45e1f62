"""Where a value can stand in a script, and where it cannot."""

from __future__ import annotations

import pytest

from models.scripting.languages import ScriptLanguage
from models.scripting.placeholders import names_in, places_in

POWERSHELL, BASH, BATCH, PYTHON = ScriptLanguage

FREE = (
    (POWERSHELL, "Get-Item {{a}}"),
    (POWERSHELL, "Get-Item -Path:{{a}} | Remove-Item"),
    (POWERSHELL, "$x={{a}}; if ({{a}} -eq 1) { Write-Host {{a}} }"),
    (POWERSHELL, "@{Name={{a}};Other={{a}}}"),
    (POWERSHELL, "Get-X @({{a}},{{a}})"),
    (POWERSHELL, "'it''s' + {{a}} # a comment"),
    (POWERSHELL, '"Total: $(Get-Size {{a}})"'),
    (POWERSHELL, "Write-Host a#b {{a}}"),
    (BASH, "ls {{a}} > {{a}}"),
    (BASH, "name={{a}} dd of={{a}}"),
    (BASH, 'size="$(du -s {{a}})"'),
    (BASH, "echo it\\'s {{a}}"),
    (BASH, "echo $'it\\'s' {{a}}"),
    (BASH, "cat <<-'END'\n\ttext's\n\tEND\necho {{a}}"),
    (BASH, "echo $(( {{a}} + 1 ))"),
    (BASH, "echo a#b {{a}}"),
    (BATCH, "ping {{a}}"),
    (BATCH, 'set "NAME={{a}}"'),
    (BATCH, "net use Z: {{a}} /user:{{a}}"),
    (PYTHON, "x = {{a}}  # text"),
    (PYTHON, "f({{a}}, [{{a}}], k={{a}})"),
    (PYTHON, "x = {{a}}\n'text'\ny = {{a}}\n\n# text\n{{a}}"),
    (PYTHON, "'''it's'''\nx = {{a}}"),
)

MISPLACED = (
    (POWERSHELL, "'{{a}}'", "is inside quotes"),
    (POWERSHELL, '"Hello {{a}}"', "is inside quotes"),
    (POWERSHELL, "\u2018it {{a}}\u2019", "is inside quotes"),
    (POWERSHELL, "@'\n{{a}}\n'@", "is inside a here-document"),
    (POWERSHELL, "# {{a}}", "is inside a comment"),
    (POWERSHELL, "<# x\n{{a}} #>", "is inside a comment"),
    (POWERSHELL, "cmd --% /c {{a}}", "is where the shell takes text as it is"),
    (POWERSHELL, "C:\\{{a}}\\x", "is part of another word"),
    (POWERSHELL, "Get-{{a}}", "is part of another word"),
    (POWERSHELL, "$env:{{a}}", "is part of another word"),
    (POWERSHELL, "Write-Host 'not closed {{a}}", "is inside quotes"),
    (POWERSHELL, '`"x" "{{a}}', "is inside quotes"),
    (BASH, "echo '{{a}}'", "is inside quotes"),
    (BASH, 'echo "x {{a}}"', "is inside quotes"),
    (BASH, "echo a{{a}}", "is part of another word"),
    (BASH, "cat <<END\n{{a}}\nEND", "is inside a here-document"),
    (BASH, "echo `ls {{a}}`", "is inside an expansion"),
    (BASH, "echo ${x:-{{a}}}", "is inside an expansion"),
    (BASH, "# {{a}}", "is inside a comment"),
    (BASH, "echo $((x-{{a}}))", "is part of another word"),
    (BATCH, 'echo "{{a}}"', "is inside quotes"),
    (BATCH, "rem {{a}}", "is inside a comment"),
    (BATCH, "dir & rem {{a}}", "is inside a comment"),
    (BATCH, 'set "NAME=x{{a}}"', "is part of another word"),
    (PYTHON, "'{{a}}'", "is inside quotes"),
    (PYTHON, "f'{ {{a}} }'", "is inside quotes"),
    (PYTHON, "# {{a}}", "is inside a comment"),
    (PYTHON, "r{{a}}", "is part of another word"),
    (PYTHON, "x = 'a' {{a}}", "stands beside a string, which would become one with it"),
    (PYTHON, "x = {{a}} 'a'", "stands beside a string, which would become one with it"),
    (PYTHON, "x = {{a}} \\\n 'a'", "stands beside a string, which would become one with it"),
    (PYTHON, "x = {{a}} {{a}}", "stands beside a string, which would become one with it"),
    (PYTHON, "x = ('a'  # c\n {{a}})", "stands beside a string, which would become one with it"),
    (PYTHON, "x = ({{a}}  # c's\n # d\n f'a')", "stands beside a string, which would become one with it"),
    (PYTHON, "x = '''\n{{a}}", "is where the shell takes text as it is"),
)


@pytest.mark.parametrize(("language", "body"), FREE, ids=[body for _, body in FREE])
def test_a_placeholder_among_words_is_free(language: ScriptLanguage, body: str) -> None:
    assert [place.fault for place in places_in(language, body)] == [None] * body.count("{{a}}")


@pytest.mark.parametrize(("language", "body", "fault"), MISPLACED, ids=[body for _, body, _ in MISPLACED])
def test_a_placeholder_where_no_literal_can_stand_is_a_fault(language: ScriptLanguage, body: str, fault: str) -> None:
    assert fault in {place.fault for place in places_in(language, body)}


def test_names_are_each_given_once_in_order() -> None:
    assert names_in("{{b}} {{a}} {{b}} {{ c }} {{1d}} {{.e}} {{f_1}}") == ["b", "a", "f_1"]


def test_a_place_says_where_it_is() -> None:
    place = places_in(POWERSHELL, "Get-Date\r\nWrite-Host é {{name}}")[0]
    assert (place.line, place.column) == (2, 14)
