"""How the Demo AI says what it did with a script, with the script and the marker behind."""

from __future__ import annotations

import json
from typing import Any

from models.scripting.languages import ScriptLanguage
from prompts.marker_tags import MarkerTag
from prompts.script.inputs import ScriptIn

NAMES = {
    ScriptLanguage.POWERSHELL: "PowerShell",
    ScriptLanguage.BASH: "Bash",
    ScriptLanguage.BATCH: "batch",
    ScriptLanguage.PYTHON: "Python",
}
_CAN = (
    "I can take a script of the built-in guides, turn values of the script into parameters, and fill in the names of "
    "machines, people, addresses and folders."
)
NO_NEW_CODE = (
    "I am the Demo AI and write no new code, so I left the script as it is. "
    f"{_CAN} Edit the script by hand for everything else, or connect a language model."
)
NOTHING_FITS = (
    "None of the scripts of the built-in guides fits this, and as the Demo AI I write no new code. Say which problem "
    f"the script should solve, in the words of a ticket. {_CAN}"
)


def cannot_translate(language: ScriptLanguage) -> str:
    return (
        f"The built-in guides have no script for this in {NAMES[language]}, and as the Demo AI I cannot translate one. "
        f"I left the script as it is. {_CAN}"
    )


def written(script: ScriptIn, introduction: str) -> str:
    """The introduction, the whole script, and the marker with what belongs to it."""
    about: dict[str, Any] = {
        "title": script.title,
        "purpose": script.purpose,
        "language": script.language,
        "parameters": [one.model_dump() for one in script.parameters],
    }
    fence = "`" * max(3, _longest_run(script.body) + 1)
    code = f"{fence}{script.language}\n{script.body.rstrip()}\n{fence}"
    return f"{introduction}\n\n{code}\n\n[{MarkerTag.SCRIPT}] {json.dumps(about, ensure_ascii=False)}"


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest
