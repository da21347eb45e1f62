"""What the check of a script says: its mistakes with their places, its risk and the reasons."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from models.library import load_guides
from models.scripting.checks import check
from models.scripting.credentials import found_in
from models.scripting.languages import ScriptLanguage, ScriptRisk

POWERSHELL, BASH, BATCH, PYTHON = ScriptLanguage

MISTAKES = (
    (POWERSHELL, "Get-Item C:\\x\nWrite-Host 'it", 2, 12, "This quote is never closed."),
    (POWERSHELL, "if ($x) { Get-Date\n", 1, None, "missing"),
    (POWERSHELL, "$x = @'\nnever", 1, 6, "This here-document is never closed."),
    (POWERSHELL, "<# never", 1, 1, "This comment is never closed."),
    (BASH, 'echo one\necho "two', 2, 6, "This quote is never closed."),
    (BASH, "if true; then\n  echo é\n", 3, None, "fi"),
    (BASH, "cat <<END\ntext", 2, 1, "This here-document is never closed."),
    (BASH, "for x in a b; echo $x; done", 1, None, ""),
    (PYTHON, "x = 1\nif x\n    print(x)", 2, 5, "Expected ':'."),
    (PYTHON, "print('a'", 1, 6, "'(' was never closed."),
    (PYTHON, "(" * 5_000, 1, None, "Too many nested parentheses."),
    (PYTHON, "-" * 90_000 + "1", 1, 1, "Is nested too deeply to be read."),
    (BATCH, "echo a\ngoto missing", 2, 6, "There is no label :missing."),
    (BATCH, "if exist x (\necho a", 1, 12, "This parenthesis is never closed."),
)


BASH_SCRIPTS = (
    "for ((i=0;i<5;i++)); do echo $i; done",
    'while read -r l; do echo "$l"; done < <(ls)',
    "case $x in a|b) c ;; *) d ;; esac",
    "x=$'it\\'s'; echo ${x%%.*} $((1 << 2))",
    "cat <<-'END'\n\tit's\n\tEND\nls",
    "if ls; then echo a; done",
    "echo 'a",
    "f() { echo a",
    "ls | | wc",
)


@pytest.mark.parametrize(("language", "body", "line", "column", "message"), MISTAKES)
def test_a_mistake_is_reported_where_it_is(
    language: ScriptLanguage, body: str, line: int, column: int | None, message: str
) -> None:
    problem = check(language, body).problems[0]
    assert (problem.line, problem.severity) == (line, "error")
    assert column in {None, problem.column}
    assert message in problem.message


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (POWERSHELL, "Get-Process msedge, chrome | Select-Object Name, Id\nif ($x -gt 10MB) { {{action}} }"),
        (POWERSHELL, "Get-Item -Path {{path}} | ForEach-Object { $_.Length / 1GB + {{n}} }"),
        (POWERSHELL, "# Only a comment"),
        (POWERSHELL, "switch ({{a}}) { 'x' { 1 } default { 2 } }"),
        (POWERSHELL, "$x = $a ?? {{b}}\n$y = $x ? 'p ? q : r' : {{c}}"),
        (POWERSHELL, "Copy-Item -Path C:\\a,D:\\b -Destination {{path}}"),
        (BASH, ""),
        (BASH, 'for host in {{hosts}}; do ping -c 1 "$host"; done\ncase $x in a) ls;; *) ls {{a}};; esac'),
        (BATCH, "@echo off\nif exist {{path}} (\n  echo (found)\n) else goto :eof\n:next\ncall :next {{a}}"),
        (PYTHON, "def main(name={{name}}):\n    return {'a': {{b}}, 'c': f'{name:>10}'}\n"),
    ],
)
def test_a_template_without_a_mistake_has_no_problem(language: ScriptLanguage, body: str) -> None:
    assert check(language, body).problems == []


def test_a_misplaced_placeholder_is_the_only_problem() -> None:
    problems = check(POWERSHELL, "Get-Date\nWrite-Host 'Hello {{name}}'").problems
    assert [(problem.line, problem.column, problem.message) for problem in problems] == [
        (2, 19, "The placeholder {{name}} is inside quotes.")
    ]


@pytest.mark.parametrize(
    ("language", "body", "risk", "reasons"),
    [
        (POWERSHELL, "Get-Date\nRestart-Service DHCPServer", "changes", ["Line 2 restarts a service on a server"]),
        (POWERSHELL, "Stop-Service -Name W3SVC -Force", "destroys", ["Line 1 stops a service on a server"]),
        (POWERSHELL, "Restart-Service Spooler", "changes", []),
        (POWERSHELL, "New-NetFirewallRule -DisplayName x -Action Allow", "destroys", ["Line 1 opens the firewall"]),
        (
            POWERSHELL,
            "Get-ADUser -Filter * |\n  Set-ADUser -Office {{office}}",
            "destroys",
            ["Line 2 changes many objects of a directory"],
        ),
        (POWERSHELL, "Get-Item {{path}} | Select-Object Name", "reads", []),
        (POWERSHELL, "Get-Process > C:\\list.txt", "changes", []),
        (POWERSHELL, "$user.Office = {{office}}", "changes", []),
        (POWERSHELL, "function Show-It { Get-Date }\nShow-It 2>$null", "reads", []),
        (POWERSHELL, "Get-Date\nWrite-Host 'never closed", "changes", []),
        (BASH, "df -h | sort > /dev/null", "reads", []),
        (BASH, "df -h >> /tmp/report", "changes", []),
        (BASH, "ls\n\nsudo rm -rf {{path}}", "destroys", ["Line 3 deletes files or data"]),
        (BASH, "ufw allow 22", "destroys", ["Line 1 opens the firewall"]),
        (BATCH, "ipconfig /all\nping -n 4 {{host}} >nul", "reads", []),
        (BATCH, "echo a ^\n& echo b\nshutdown /r /t 0", "destroys", ["Line 3 restarts or stops a machine"]),
        (PYTHON, "import platform\nprint(platform.node().lower())", "reads", []),
        (PYTHON, "open('x', 'w').write('a')", "changes", []),
        (PYTHON, "import shutil as s\n\ns.rmtree({{path}})", "destroys", ["Line 3 deletes files or data"]),
        (PYTHON, "from os import remove as r\nr('x')", "destroys", ["Line 2 deletes files or data"]),
        (
            PYTHON,
            "import subprocess\nsubprocess.run('rm -rf /x', shell=True)",
            "destroys",
            ["Line 2 deletes files or data"],
        ),
        (
            PYTHON,
            "import subprocess\nc = ['rm', '-rf', '/x']\nsubprocess.run(c)",
            "destroys",
            ["Line 3 deletes files or data"],
        ),
        (PYTHON, "import os\nos.system('shutdown /r')", "destroys", ["Line 2 restarts or stops a machine"]),
        (
            PYTHON,
            "import requests\nexec(requests.get('https://example.test/x.py').text)",
            "destroys",
            ["Line 2 runs code that it downloads or builds"],
        ),
        (PYTHON, "for p in paths:\n    p.unlink()", "destroys", ["Line 2 deletes files or data"]),
        (PYTHON, "cursor.execute('DROP TABLE orders')", "destroys", ["Line 1 deletes files or data"]),
        (PYTHON, "# os.remove('x')\nprint('os.remove')", "reads", []),
    ],
)
def test_the_risk_has_reasons_with_their_lines(
    language: ScriptLanguage, body: str, risk: str, reasons: list[str]
) -> None:
    checked = check(language, body)
    assert (checked.risk, checked.risk_reasons) == (ScriptRisk(risk), reasons)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (BATCH, "net user jdoe Passw0rd1 /domain"),
        (POWERSHELL, "Get-ChildItem C:\\Data -Recurse | ForEach-Object Delete"),
        (POWERSHELL, "Get-Service | % Stop"),
        (POWERSHELL, "(Get-CimInstance Win32_Volume).Format('NTFS')"),
        (BATCH, "arp -d"),
        (BASH, "trap 'systemctl restart x' EXIT"),
    ],
)
def test_a_command_that_changes_something_does_not_only_read(language: ScriptLanguage, body: str) -> None:
    assert check(language, body).risk is ScriptRisk.CHANGES


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (BASH, "trap 'rm -rf /x' EXIT"),
        (BASH, "alias x='rm -rf /x'; x"),
        (BASH, "r=rm; $r -rf /x"),
        (BASH, "python3 - <<'EOF'\nimport shutil\nshutil.rmtree('x')\nEOF"),
        (PYTHON, "import os\ngetattr(os, 'system')('rm -rf /x')"),
        (PYTHON, "import os\ngetattr(os, name)('x')"),
        (PYTHON, "import shutil\nr = shutil.rmtree\nr('x')"),
        (POWERSHELL, "& ('Remove'+'-Item') C:\\x -Recurse"),
        (POWERSHELL, "[Diagnostics.Process]::Start('cmd','/c rd /s /q c:\\x')"),
    ],
)
def test_a_danger_behind_another_name_is_one(language: ScriptLanguage, body: str) -> None:
    assert check(language, body).risk is ScriptRisk.DESTROYS


def test_every_script_of_the_library_is_free_of_problems_and_credentials() -> None:
    scripts = [
        (ScriptLanguage(fix.script.language), fix.script.body)
        for guide in load_guides().values()
        for fix in guide.fixes
        if fix.script
    ]
    assert len(scripts) > 100
    for language, body in scripts:
        checked = check(language, body)
        assert checked.problems == [], body
        assert found_in(body) == [], body
        if re.search(r"(?i)it changes nothing\.$", body.split("\n", 1)[0]):
            assert checked.risk is ScriptRisk.READS, body


def test_the_commands_of_the_librarys_checks_are_known_to_read() -> None:
    commands = [(c.language, c.command) for g in load_guides().values() for c in g.checks if c.command]
    found = [check(ScriptLanguage(language), command).risk for language, command in commands]
    assert ScriptRisk.DESTROYS not in found
    assert found.count(ScriptRisk.READS) >= 0.94 * len(found)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no Bash here")
@pytest.mark.parametrize("body", BASH_SCRIPTS)
def test_bash_agrees_about_what_is_a_mistake(body: str) -> None:
    answer = subprocess.run(["bash", "-n"], input=body.encode(), capture_output=True, check=False)
    assert bool(answer.returncode) == bool(check(BASH, body).problems)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("piece", ["${", "a,", "'{{a}}", "a.", "for %i in ("])
def test_a_hostile_script_of_the_longest_length_is_checked_in_time(piece: str) -> None:
    for language in ScriptLanguage:
        checked = check(language, (piece * 100_000)[:100_000])
        assert checked.risk is not ScriptRisk.READS or checked.problems == []
