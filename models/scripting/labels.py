"""The names by which code fences and people call the languages of scripts."""

from __future__ import annotations

from models.scripting.languages import ScriptLanguage

_LABELS = {
    **dict.fromkeys(("powershell", "ps", "ps1", "posh", "pwsh"), ScriptLanguage.POWERSHELL),
    **dict.fromkeys(("bash", "sh", "shell", "zsh"), ScriptLanguage.BASH),
    **dict.fromkeys(("cmd", "bat", "batch", "dos", "batchfile"), ScriptLanguage.BATCH),
    **dict.fromkeys(("python", "py", "python3"), ScriptLanguage.PYTHON),
}


def labelled(label: str) -> ScriptLanguage | None:
    """The language of that name; None if it is none of ours."""
    return _LABELS.get(label.strip().lower())
