"""What a script does, by its parse: the commands that change something, those that only read, and what they act on.

It compares scripts of one language that were written by different people, so `net stop` counts as `Stop-Service` and a
restart as a stop and a start.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from models.scripting.languages import ScriptLanguage
from models.scripting.lint import bash, batch, powershell
from models.scripting.lint.commands import DEFINES, REPEATED, Command
from models.scripting.lint.powershell import METHOD
from models.scripting.lint.trees import TooIntricate

LONGEST = 20_000
"""In characters; of a longer script only the beginning is read."""
PLACE = "fpplace"
"""What stands for a placeholder while the script is parsed."""

_LITERAL = r"(?:'([^'\n]{0,500})'|\"([^\"$`\n]{0,500})\"|([\w.\\/:@-]{1,500}))"
_ASSIGNMENTS = {
    ScriptLanguage.POWERSHELL: re.compile(rf"^[ \t]*\$(\w+)[ \t]*=[ \t]*{_LITERAL}[ \t]*(?:#.*)?$", re.MULTILINE),
    ScriptLanguage.BASH: re.compile(
        rf"^[ \t]*(?:readonly |local |export )?(\w+)={_LITERAL}[ \t]*(?:#.*)?$", re.MULTILINE
    ),
    ScriptLanguage.BATCH: re.compile(
        r"^[ \t]*@?set[ \t]+\"?(\w+)=()()([^\"\n%]{1,500}?)\"?[ \t]*$", re.MULTILINE | re.IGNORECASE
    ),
    ScriptLanguage.PYTHON: re.compile(rf"^[ \t]*(\w+)[ \t]*=[ \t]*{_LITERAL}[ \t]*(?:#.*)?$", re.MULTILINE),
}
_VARIABLE = re.compile(r"\$\{?(\w+)\}?|%(\w+)%")
_PLACEHOLDER = re.compile(r"(['\"]?)\{\{\s*([A-Za-z_]\w{0,49})\s*\}\}\1")
_PLACED = re.compile(rf"{PLACE}_(\w+?)_{PLACE}", re.IGNORECASE)
_PARSERS = {
    ScriptLanguage.POWERSHELL: powershell.commands_of,
    ScriptLanguage.BASH: bash.commands_of,
    ScriptLanguage.BATCH: batch.commands_of,
}
_SAME = {
    "net stop": ("stop-service",),
    "net start": ("start-service",),
    "sc stop": ("stop-service",),
    "sc start": ("start-service",),
    "restart-service": ("stop-service", "start-service"),
    "systemctl restart": ("systemctl stop", "systemctl start"),
    "systemctl reload-or-restart": ("systemctl stop", "systemctl start"),
    "taskkill": ("stop-process",),
    "kill": ("stop-process",),
    "spps": ("stop-process",),
    "sasv": ("start-service",),
    "spsv": ("stop-service",),
    "del": ("remove-item",),
    "erase": ("remove-item",),
    "rd": ("remove-item",),
    "rmdir": ("remove-item",),
    "ipconfig /flushdns": ("clear-dnsclientcache",),
    "shutdown /r": ("restart-computer",),
    "net use": ("net use",),
}
_WITH_VERB = frozenset(
    {
        *("apt", "apt-get", "brew", "certutil", "choco", "cmdkey", "dism", "dnf", "docker", "dsregcmd", "fsutil"),
        *("gpupdate", "ipconfig", "klist", "launchctl", "lpadmin", "net", "netsh", "nltest", "nmcli", "pnputil"),
        *("powercfg", "reg", "repadmin", "sc", "schtasks", "sfc", "shutdown", "snap", "systemctl", "usermod"),
        *("vssadmin", "w32tm", "wbadmin", "wevtutil", "winget", "wmic", "yum"),
    }
)
"""Programs whose first argument says what they do."""
_SAY_NOTHING = re.compile(
    r"(?:write|out|format|select|where|sort|foreach|group|measure|set-strictmode|set-location|import-module|start-sleep)\b"
    r"|(?:echo|cd|exit|pause|rem|set|setlocal|endlocal|timeout|sleep|true|false|print|printf|test|\[|if|goto|call|>>?|property=)\Z"
)
_READS = re.compile(
    r"(?:get|test|find|resolve|compare|convertto|convertfrom|show|search|read|export|join|split|new-object|trace)-"
    r"|(?:ping|nslookup|tracert|whoami|hostname|cat|grep|findstr|type|dir|ls|systeminfo|tasklist|quser|qwinsta|netstat"
    r"|gpresult|df|du|ps|journalctl|tail|head|awk|sed|wc|sort|ip|ss|dig|host|curl|stat|which|find|test)\Z"
    r"|[\w.-]+ (?:[-/]?(?:status|query|show\w*|list\w*|view|get|is-active|is-enabled|displaydns|all|sessions|tickets"
    r"|enum\w*|a|v))\Z"
)
_SAY_WHICH = frozenset(
    {
        *("-identity", "-name", "-path", "-literalpath", "-id", "-computername", "-server", "-credential", "-force"),
        *("-confirm", "-erroraction", "-verbose", "-whatif", "-recurse", "-passthru", "-scope", "-value", "-filter"),
    }
)
"""Options that nearly every command takes: they say which thing, or how, and not what is done."""
_FOR_ANYTHING = frozenset(
    {
        *(
            "rename-item",
            "copy-item",
            "move-item",
            "remove-item",
            "new-item",
            "clear-item",
            "set-content",
            "add-content",
        ),
        *("new-itemproperty", "set-itemproperty", "remove-itemproperty", "start-process", "stop-process", "reg add"),
        *("invoke-command", "rm", "mv", "cp", "mkdir", "copy", "move", "ren", "md", "xcopy", "robocopy"),
    }
)
_WEIGHTS = {"changes": 3.0, "reads": 1.0, "targets": 2.0, "options": 1.0}


@dataclass(frozen=True)
class Actions:
    """`changes` and `reads` are the names of commands; `targets` the fixed words that each change acts on.

    `open`: the changes that act on a value that is only known at run time, or on a placeholder.
    """

    changes: frozenset[str]
    reads: frozenset[str]
    targets: frozenset[tuple[str, str]]
    open: frozenset[str]
    options: frozenset[tuple[str, str]] = frozenset()
    """What each change is told to do: `-LitigationHoldEnabled` of `Set-Mailbox`."""

    @property
    def is_empty(self) -> bool:
        return not (self.changes or self.reads)

    @property
    def says_little(self) -> bool:
        """Whether it only moves files or settings about, or only reads: what it is for is in its words."""
        return self.changes <= _FOR_ANYTHING


def with_places(body: str, language: ScriptLanguage) -> str:
    """The script with a plain word where each placeholder is, so that a parser can read it."""
    quote = "" if language == ScriptLanguage.BATCH else "'"
    return _PLACEHOLDER.sub(lambda match: f"{quote}{PLACE}_{match[2]}_{PLACE}{quote}", body[:LONGEST])


def place_in(word: str) -> str | None:
    """The name of the placeholder that the word is; None if it is something else."""
    match = _PLACED.fullmatch(word)
    return match[1] if match else None


def commands_in(body: str, language: ScriptLanguage) -> list[Command]:
    """The script's commands in their order; of a Python script none."""
    parse = _PARSERS.get(language)
    try:
        return list(parse(with_places(body, language))) if parse else []
    except TooIntricate:
        return []


def actions_of(body: str, language: ScriptLanguage) -> Actions:
    """What the beginning of the script does; the same script is read once."""
    return _actions_of(body[:LONGEST], language)


@lru_cache(maxsize=1_024)
def _actions_of(body: str, language: ScriptLanguage) -> Actions:
    if language == ScriptLanguage.PYTHON:
        return _of_python(body)
    changes, reads, open_ones = set[str](), set[str](), set[str]()
    targets, options = set[tuple[str, str]](), set[tuple[str, str]]()
    variables = assigned(language, body)
    for command in commands_in(body, language):
        for name in names_of(command):
            if _READS.match(name):
                reads.add(name)
                continue
            changes.add(name)
            words = [resolved(word, variables).lower() for word in words_of(command)]
            options |= {(name, word.lower()) for word in command.words if _says_what(word)}
            fixed = {word for word in words if is_fixed(word)}
            targets |= {(name, word) for word in fixed}
            if len(fixed) < len(words) or REPEATED in command.words:
                open_ones.add(name)
    return Actions(frozenset(changes), frozenset(reads), frozenset(targets), frozenset(open_ones), frozenset(options))


def assigned(language: ScriptLanguage, script: str) -> dict[str, str]:
    """The variables that are set to a fixed word, by their names in lower case; one that is set twice is left out."""
    found: dict[str, str | None] = {}
    for match in _ASSIGNMENTS[language].finditer(with_places(script, language)):
        name = match[1].lower()
        value = next((part for part in match.groups()[1:] if part), "")
        found[name] = value if name not in found else None
    return {name: value for name, value in found.items() if value}


def resolved(word: str, variables: Mapping[str, str]) -> str:
    match = _VARIABLE.fullmatch(word)
    return variables.get((match[1] or match[2]).lower(), word) if match else word


def names_of(command: Command) -> tuple[str, ...]:
    """What the command does, in the words that scripts of its language share; nothing for one that only shows."""
    name = command.name
    if not name or name.startswith((METHOD, DEFINES)) or _SAY_NOTHING.match(name):
        return ()
    verb = next((word.lower() for word in command.words if word != REPEATED), "")
    full = f"{name} {verb}" if name in _WITH_VERB and verb and not place_in(verb) else name
    return _SAME.get(full, _SAME.get(name, (full,)))


def words_of(command: Command) -> list[str]:
    """Its arguments without options and without the verb of a program that has one."""
    words = [word for word in command.words if word and word != REPEATED and not word.startswith("-")]
    is_program = command.name in _WITH_VERB
    words = words[1:] if is_program else words
    return [word for word in words if not (is_program and re.fullmatch(r"/\w{1,2}", word))]


def is_fixed(word: str) -> bool:
    """Whether the word is the same on every run: no variable, no expression, no placeholder."""
    return (
        PLACE not in word.lower()
        and re.search(r"[$@(){}`<>]|%\w", word.replace("$env:", "").replace("$Env:", "")) is None
    )


def _says_what(word: str) -> bool:
    return word.startswith("-") and word != REPEATED and word.lower() not in _SAY_WHICH


def likeness(draft: Actions, template: Actions) -> float:
    """From 0 to 1: how far the template does what the draft does, and nothing else."""
    if draft.is_empty or template.is_empty or _has_other_target(draft, template):
        return 0.0
    if _share(draft.changes, template.changes) < 0.5:
        return 0.0
    own, other = _comparable(draft, template), _comparable(template, draft)
    both = sum(weight * len(own[part] & other[part]) for part, weight in _WEIGHTS.items())
    either = sum(weight * len(own[part] | other[part]) for part, weight in _WEIGHTS.items())
    return both / either if either else 0.0


def _comparable(one: Actions, other: Actions) -> Mapping[str, frozenset[object]]:
    """Its parts.  A fixed target counts only where the other one has a fixed target as well, or the same."""
    targets = {pair for pair in one.targets if pair[0] not in other.open or pair in other.targets}
    return {
        "changes": frozenset(one.changes),
        "reads": frozenset(one.reads),
        "targets": frozenset(targets),
        "options": frozenset(one.options),
    }


def _has_other_target(draft: Actions, template: Actions) -> bool:
    """Whether a change that both make acts on fixed things, or does things, that have nothing in common."""
    both = draft.changes & template.changes
    if any(_differs(name, draft.targets, template.targets) for name in both - template.open - draft.open):
        return True
    return any(_differs(name, draft.options, template.options) for name in both)


def _differs(name: str, own: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]]) -> bool:
    mine, theirs = ({word for change, word in pairs if change == name} for pairs in (own, other))
    return bool(mine and theirs and not mine & theirs)


def _share(one: Iterable[str], other: Iterable[str]) -> float:
    own, theirs = set(one), set(other)
    return len(own & theirs) / len(own | theirs) if own or theirs else 1.0


def _of_python(body: str) -> Actions:
    """The functions that it calls; which of them change something cannot be told."""
    try:
        tree = ast.parse(with_places(body, ScriptLanguage.PYTHON))
    except (SyntaxError, ValueError, RecursionError):
        return Actions(frozenset(), frozenset(), frozenset(), frozenset())
    calls = {name for node in ast.walk(tree) if isinstance(node, ast.Call) and (name := _called(node.func))}
    names = frozenset(name for name in calls if name not in _PYTHON_BASICS)
    return Actions(names, frozenset(), frozenset(), names)


_PYTHON_BASICS = frozenset(
    {"print", "len", "str", "int", "list", "dict", "set", "range", "open", "format", "join", "split", "strip", "sorted"}
)


def _called(function: ast.expr) -> str:
    return ".".join(reversed(list(_dotted(function))))


def _dotted(function: ast.expr) -> Iterator[str]:
    while isinstance(function, ast.Attribute):
        yield function.attr
        function = function.value
    if isinstance(function, ast.Name):
        yield function.id
