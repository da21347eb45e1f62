"""Guesses the language of a script that does not say it: the draft of a fix is text alone."""

from __future__ import annotations

import re

from models.scripting.languages import ScriptLanguage

_FIRST_LINE = {
    ScriptLanguage.PYTHON: re.compile(r"#!.*\bpython"),
    ScriptLanguage.POWERSHELL: re.compile(r"#!.*\bpwsh|#requires\b", re.IGNORECASE),
    ScriptLanguage.BASH: re.compile(r"#!.*\b(?:ba|da|z|k)?sh\b"),
    ScriptLanguage.BATCH: re.compile(r"\s*@echo off\b", re.IGNORECASE),
}
# Each is a line that only this language has; the first language with one wins.
_SIGNS = {
    ScriptLanguage.POWERSHELL: re.compile(
        r"^\s*(?:\$[\w:]+\s*[+-]?=|param\s*\(|\[CmdletBinding|\[\w+(?:\.\w+)*\]::|[A-Z][a-z]+-[A-Z][A-Za-z0-9]+\b|<#)"
        r"|\|\s*(?:[A-Z][a-z]+-[A-Z]|[?%]\s*\{)|=\s*[A-Z][a-z]+-[A-Z]\w+",
        re.MULTILINE,
    ),
    ScriptLanguage.PYTHON: re.compile(
        r"^\s*(?:def \w+\(.*\)(?:\s*->.*)?:|import \w[\w., ]*$|for \w+(?:, ?\w+)* in [^;\n]*:\s*$"
        r"|from [\w.]+ import |if __name__ == |print\()",
        re.MULTILINE,
    ),
    ScriptLanguage.BATCH: re.compile(
        r"^\s*(?:@?echo off\b|rem\s|::\s|setlocal\b|set /[ap] |goto :?\w|if (?:not )?(?:exist|errorlevel)\b)"
        r"|^\s*@?(?:net (?:start|stop|use)|xcopy|del /\w|rd /\w|rmdir /\w|copy /\w|taskkill /\w|sc (?:config|query)) ?"
        r"|%[A-Za-z_]\w*%|%~\w*\d",
        re.MULTILINE | re.IGNORECASE,
    ),
    ScriptLanguage.BASH: re.compile(
        r"^\s*(?:sudo|apt(?:-get)?|dnf|yum|systemctl|journalctl|chmod|chown|export|set -[a-z]+|fi|done|esac|then|do)\b"
        r"|^\s*(?:rm -[a-zA-Z]*[rf]|mkdir -p|find [/.~$\"]|(?:ls|cp|grep|kill|tar|ln) -\w|sed |awk |cat [/~])"
        r"|\$\(|\$\{\w|(?:^|\s)/(?:bin|boot|dev|etc|home|mnt|opt|root|srv|tmp|usr|var)\b",
        re.MULTILINE,
    ),
}
_READ = 20_000
"""How many characters are looked at."""


def language_of(body: str) -> ScriptLanguage:
    """The language that the text fits; PowerShell, the usual one on this desk's machines, if nothing settles it."""
    text = body[:_READ].lstrip("\ufeff\r\n")
    first = text.partition("\n")[0]
    said = next((language for language, sign in _FIRST_LINE.items() if sign.match(first)), None)
    if said:
        return said
    return next((language for language, sign in _SIGNS.items() if sign.search(text)), ScriptLanguage.POWERSHELL)
