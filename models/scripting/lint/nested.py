"""Scripts inside commands: `bash -c "…"`, `powershell -EncodedCommand …`, `cmd /c …`, `find -exec …`."""

from __future__ import annotations

import base64
import binascii
import re
import shlex
from collections.abc import Iterator, Sequence

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import REPEATED, Command

SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ash", "ksh"})
POWERSHELLS = frozenset({"powershell", "pwsh"})
_ELSEWHERE = frozenset({"ssh", "psexec", "psexec64", "paexec", "wsl", "plink", "docker", "podman", "kubectl"})
_CONTAINERS = frozenset({"docker", "podman", "kubectl"})
_BATCH_FOLLOWS = {**dict.fromkeys(("cmd", "%comspec%", "forfiles"), ("/c", "/k", "/r")), "wmic": ("create",)}
_KEEPERS = frozenset({"alias", "trap", "python", "python3"})
_EXECUTES = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
# The options that take a value, by command.
_HOST_OPTIONS = {
    **dict.fromkeys(
        ("ssh", "plink"),
        ("-p", "-l", "-i", "-o", "-F", "-J", "-b", "-c", "-D", "-E", "-L", "-R", "-W", "-m", "-pw", "-P"),
    ),
    **dict.fromkeys(("psexec", "psexec64", "paexec"), ("-u", "-p", "-w", "-n", "-r", "-a")),
    **dict.fromkeys(
        _CONTAINERS, ("-u", "--user", "-e", "--env", "-w", "--workdir", "-n", "--namespace", "--container")
    ),
    "wsl": ("-d", "--distribution", "-u", "--user", "--cd"),
}
_POWERSHELL_OPTIONS = (
    "executionpolicy",
    "ep",
    "windowstyle",
    "version",
    "inputformat",
    "outputformat",
    "workingdirectory",
)
_INTERPRETERS = SHELLS | POWERSHELLS | {"cmd"}

_RUNS_IN_PYTHON = re.compile(
    r"os\.(?:system|popen|exec\w+|spawn\w+|startfile)|subprocess\.\w+|asyncio\.create_subprocess_\w+|commands\.get\w+"
    r"|pty\.spawn|(?:\S*\.)?(?:exec_command|run_cmd|run_command|(?P<powershell>run_ps|execute_ps))"
)
# The keywords of these calls; a list of arguments has the options of its own command.
_KEYWORD = re.compile(
    r"-(?:shell|check|cwd|env|text|timeout|input|stdin|stdout|stderr|capture_output|universal_newlines|encoding|errors"
    r"|args|executable|creationflags|startupinfo|cmd|command|bufsize|close_fds|start_new_session|\*)"
)


class Unreadable(ValueError):
    """An encoded command that cannot be decoded to text."""


def scripts_in(command: Command) -> Iterator[tuple[ScriptLanguage, str]]:
    """(language, text) of every script that `command` is told to run.  Raises Unreadable."""
    words = [word for word in command.words if word != REPEATED]
    if command.name in SHELLS:
        yield from _shell(words)
        yield ScriptLanguage.BASH, command.stdin
    elif command.name in POWERSHELLS:
        yield from _powershell(words)
    elif command.name in _BATCH_FOLLOWS:
        yield ScriptLanguage.BATCH, " ".join(_following(words, _BATCH_FOLLOWS[command.name]))
    elif command.name in {"eval", "su", "runuser"}:
        yield (
            ScriptLanguage.BASH,
            " ".join(words if command.name == "eval" else _following(words, ("-c", "--command", "--"))),
        )
    elif command.name in _KEEPERS:
        yield _kept(command.name, words, command.stdin)
    elif command.name == "find":
        yield from _executed(words)
    elif command.name == "start-process":
        yield from _started_program(words)
    elif command.name in _ELSEWHERE:
        yield from _elsewhere(command, words)
    elif command.language is ScriptLanguage.PYTHON and (run := _RUNS_IN_PYTHON.fullmatch(command.name)):
        yield from _run_by_python(run, words)


def _kept(name: str, words: Sequence[str], stdin: str) -> tuple[ScriptLanguage, str]:
    """What an alias or a trap runs later, or what Python reads from the script."""
    if name == "alias":
        return ScriptLanguage.BASH, "\n".join(word.partition("=")[2] for word in words)
    if name == "trap":
        return ScriptLanguage.BASH, "".join(words[:1])
    return ScriptLanguage.PYTHON, stdin


def _run_by_python(run: re.Match[str], words: Sequence[str]) -> Iterator[tuple[ScriptLanguage, str]]:
    """A text is a script of whatever shell the machine has; a list is one command with its arguments."""
    own = next((place for place, word in enumerate(words) if _KEYWORD.fullmatch(word)), len(words))
    given = [*words[:own], *(words[own + 1 :] if words[own : own + 1] in (["-args"], ["-cmd"], ["-command"]) else ())]
    if run["powershell"]:
        yield ScriptLanguage.POWERSHELL, " ".join(given)
        return
    yield ScriptLanguage.BASH, given[0] if len(given) == 1 else shlex.join(given)
    yield ScriptLanguage.BATCH, " ".join(given)


def _shell(words: Sequence[str]) -> Iterator[tuple[ScriptLanguage, str]]:
    """The script of `bash -c "…"` or `sh -euc "…"`."""
    at = next((place for place, word in enumerate(words) if re.fullmatch("-[a-z]*c", word)), None)
    if at is not None and words[at + 1 :]:
        yield ScriptLanguage.BASH, words[at + 1]


def _following(words: Sequence[str], options: Sequence[str]) -> Sequence[str]:
    """The words after the first word that is one of `options`."""
    at = next((place for place, word in enumerate(words) if word.lower() in options), None)
    return words[at + 1 :] if at is not None else ()


def _powershell(words: Sequence[str]) -> Iterator[tuple[ScriptLanguage, str]]:
    for place, word in enumerate(words):
        given, rest = word.lower(), words[place + 1 :]
        if _shortens(given, "-encodedcommand") or given in {"-ec", "-enc"}:
            yield ScriptLanguage.POWERSHELL, _decoded("".join(rest[:1]))
            return
        if _shortens(given, "-command"):
            yield ScriptLanguage.POWERSHELL, " ".join(rest).removeprefix("&").strip(" {}")
            return
    if words and not any(word.lower().endswith(".ps1") for word in words):
        yield ScriptLanguage.POWERSHELL, " ".join(_without_options(words))


def _without_options(words: Sequence[str]) -> Sequence[str]:
    """PowerShell's words after its options: `Stop-Computer` in `powershell -NoProfile -ep bypass Stop-Computer`."""
    rest = list(words)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0).lower().lstrip("-")
        if rest and any(known.startswith(option) for known in _POWERSHELL_OPTIONS):
            rest.pop(0)
    return rest


def _shortens(given: str, whole: str) -> bool:
    return len(given) > 1 and whole.startswith(given.replace("/", "-", 1))


def _decoded(text: str) -> str:
    bare = text.rstrip("=")
    try:
        # The padding may be missing, because cmd treats `=` as a separator.
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-16-le")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Unreadable from error


def _executed(words: Sequence[str]) -> Iterator[tuple[ScriptLanguage, str]]:
    for place, word in enumerate(words):
        if word in _EXECUTES:
            # The command runs for many files, so it counts as recursive.
            yield ScriptLanguage.BASH, shlex.join([*_until_end(words[place + 1 :]), "-r"])


def _until_end(words: Sequence[str]) -> list[str]:
    end = next((place for place, word in enumerate(words) if word in {";", "\\;", "+"} | _EXECUTES), len(words))
    return list(words[:end])


def _started_program(words: Sequence[str]) -> Iterator[tuple[ScriptLanguage, str]]:
    """The program that Start-Process starts, with its arguments but without the cmdlet's own parameters."""
    own = [
        word for word in words if re.fullmatch(r"-(?:[fvwn]\w*|argumentlist|args|credential|passthru)", word.lower())
    ]
    plain = [word for word in words if word not in own]
    if plain:
        yield ScriptLanguage.BATCH, " ".join(plain)


def _elsewhere(command: Command, words: Sequence[str]) -> Iterator[tuple[ScriptLanguage, str]]:
    """The script that a command runs on another machine or in a container.

    It follows an interpreter's name, otherwise the name of the machine or container.
    """
    at = next((place for place, word in enumerate(words) if _is_interpreter(word)), None)
    if at is not None:
        name = words[at].split("/")[-1].lower().removesuffix(".exe")
        inner = Command(language=command.language, name=name, words=tuple(words[at + 1 :]), stdin=command.stdin)
        yield from scripts_in(inner)
    elif command.name in {"ssh", "plink"}:
        yield ScriptLanguage.BASH, "\n".join((" ".join(_behind_options(command.name, words)[1:]), command.stdin))
    elif command.name == "wsl":
        yield ScriptLanguage.BASH, " ".join(_behind_options("wsl", words))
    elif command.name in _CONTAINERS:
        in_container = _behind_options(command.name, _following(words, ("exec",)))[1:]
        yield ScriptLanguage.BASH, shlex.join(in_container[1:] if in_container[:1] == ["--"] else in_container)
    else:
        yield (
            ScriptLanguage.BATCH,
            " ".join(_behind_options(command.name, [word for word in words if word[:2] != "\\\\"])),
        )


def _behind_options(name: str, words: Sequence[str]) -> list[str]:
    rest = list(words)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if rest and (option in _HOST_OPTIONS[name] or rest[0].isdigit()):
            rest.pop(0)
    return rest


def _is_interpreter(word: str) -> bool:
    return word.rsplit("/", maxsplit=1)[-1].lower().removesuffix(".exe") in _INTERPRETERS
