r"""A value as one literal of a language.  Nothing in it is code, whatever the value is.

| language   | text                                   | number  | true / false     | no value |
| ---------- | -------------------------------------- | ------- | ---------------- | -------- |
| PowerShell | '…', each of its five quotes doubled   | 8, (-8) | $true / $false   | $null    |
| Bash       | '…', a quote as '\''                   | 8, -8   | true / false     | ''       |
| Python     | repr                                   | 8, (-8) | True / False     | None     |
| batch      | "…" without % ! ^ & \| < >  "          | 8, -8   | 1 / 0            | ""       |

A negative number stands in parentheses where a minus before it could otherwise join it (`x-` and `-8`), or a power
after it would bind more tightly.
"""

from __future__ import annotations

import re
from decimal import Decimal

from models.scripting.languages import ScriptLanguage
from models.scripting.quoting.powershell import SINGLE
from models.scripting.values import Unfit, Value

REFUSED_BY_BATCH = '%!^&|<>"'
_QUOTES = re.compile(f"[{SINGLE}]")
_BOOLEANS = {
    ScriptLanguage.POWERSHELL: ("$false", "$true"),
    ScriptLanguage.BASH: ("false", "true"),
    ScriptLanguage.PYTHON: ("False", "True"),
    ScriptLanguage.BATCH: ("0", "1"),
}
_NOTHING = {
    ScriptLanguage.POWERSHELL: "$null",
    ScriptLanguage.BASH: "''",
    ScriptLanguage.PYTHON: "None",
    ScriptLanguage.BATCH: '""',
}
_PARENTHESISED = frozenset({ScriptLanguage.POWERSHELL, ScriptLanguage.PYTHON})


def literal(language: ScriptLanguage, value: Value | None) -> str:
    """The literal of a value, which has passed `values.value_of`.  Raises Unfit if the language has none for it."""
    if value is None:
        return _NOTHING[language]
    if isinstance(value, bool):
        return _BOOLEANS[language][value]
    if isinstance(value, Decimal):
        number = f"{value:f}"
        return f"({number})" if value < 0 and language in _PARENTHESISED else number
    return _text(language, value)


def _text(language: ScriptLanguage, value: str) -> str:
    if language is ScriptLanguage.POWERSHELL:
        return "'" + _QUOTES.sub(r"\g<0>\g<0>", value) + "'"
    if language is ScriptLanguage.BASH:
        return "'" + value.replace("'", "'\\''") + "'"
    if language is ScriptLanguage.PYTHON:
        return repr(value)
    return f'"{batch_text(value)}"'


def batch_text(value: str) -> str:
    """The value as it may stand between quotes of a batch file.  Raises Unfit."""
    if found := next((character for character in value if character in REFUSED_BY_BATCH), None):
        raise Unfit(f"A batch file cannot take the character {found} in a value.")
    if value.endswith("\\"):
        raise Unfit("In a batch file a value cannot end in \\, which would escape the quote behind it.")
    return value
