"""Says which values of a script vary from one use to the next, by rules.

First what is known of the problem (a fact of the session), then what looks like a credential, a mark for a value
(`<user>`), a machine, an address, a person or a path, then what a variable is set to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import ParameterType
from models.scripting.templating.literals import Literal, literals_of
from models.scripting.templating.proposals import Known, Wanted, name_from

_SECRET_NAME = re.compile(
    r"pass(?:word|wd|phrase)?$|^pwd|password|secret|token|api_?key|psk|community|credential$|(?:plain|as)text$",
    re.IGNORECASE,
)
_SECRET_BEFORE = re.compile(r"(?:ConvertTo-SecureString(?:\s+-String)?|-AsPlainText)\s+\Z", re.IGNORECASE)
_MARK = re.compile(r"<(?P<words>[A-Za-z][A-Za-z0-9 '_-]{0,60})>")
_SYSTEM_PATH = re.compile(
    r"(?:HK(?:LM|CU|CR|U)\b|Cert:|IIS:|Env:|WSMan:|root\\|[A-Za-z]:\\(?:Windows|Program Files|ProgramData)\b"
    r"|\.{0,2}[\\/]?$"
    r"|/(?:etc|usr|bin|sbin|dev|proc|sys|lib|System|Library|Applications|var/(?:log|run|lib))\b)",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(r"(?:0|127|255)\.|::1?$|(?:1\.1\.1\.1|8\.8\.[84]\.[84]|9\.9\.9\.9)$")
"""Of every machine, or of a public service."""
_LOOKS = (
    (ParameterType.USER, "User", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[A-Za-z][\w-]{1,14}\\[\w.$-]+")),
    (
        ParameterType.ADDRESS,
        "Address",
        re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?|(?:[0-9a-fA-F]{1,4}:){3,7}\S+"),
    ),
    (ParameterType.PATH, "Path", re.compile(r"\\\\[\w.$-]+(?:\\[^\"'<>|*?]+)?|[A-Za-z]:\\[^\"'<>|*?]+")),
    (ParameterType.HOST, "Host", re.compile(r"[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*-?\d{1,4}")),
    (ParameterType.HOST, "Host", re.compile(r"(?:[A-Za-z0-9-]+\.)+(?:local|lan|internal|corp|test|com|net|org|de)")),
)
_NO_HOST = re.compile(
    r"(?:SHA|AES|RSA|TLS|SSL|HTTP|UTF|MD|RC|WPA|IPV|TCP|UDP|SMB|MS|X|VC|NET|WIN|CP)-?\d", re.IGNORECASE
)
_OF_ARGUMENT = {
    **dict.fromkeys(("computername", "server", "host", "dnshostname", "connectionbroker"), ParameterType.HOST),
    **dict.fromkeys(
        ("user", "userid", "username", "mailbox", "trustee", "member", "samaccountname"), ParameterType.USER
    ),
    **dict.fromkeys(
        ("printername", "printer", "queue", "sharename", "share", "vmname", "taskname", "groupname", "group"),
        ParameterType.TEXT,
    ),
    **dict.fromkeys(("ipaddress", "address", "gateway"), ParameterType.ADDRESS),
}
_OF_FACT = (
    (re.compile(r"user|person|account|mailbox", re.IGNORECASE), ParameterType.USER, "User"),
    (re.compile(r"\bip\b|address", re.IGNORECASE), ParameterType.ADDRESS, "Address"),
    (re.compile(r"path|share|folder|file", re.IGNORECASE), ParameterType.PATH, "Path"),
    (re.compile(r"host|server|device|computer|machine|pc\b|laptop", re.IGNORECASE), ParameterType.HOST, "Host"),
    (re.compile(r"printer|queue", re.IGNORECASE), ParameterType.TEXT, "Printer"),
)
LONGEST_VALUE = 200
_FLAGS = frozenset({"stop", "continue", "silentlycontinue", "true", "false", "yes", "no", "on", "off", "utf8", "utf-8"})
_SETTINGS = re.compile(r"preference$|^(?:lang|lc_all|path|ifs|ps\d)$", re.IGNORECASE)


def wanted_in(language: ScriptLanguage, body: str, known: Sequence[Known] = ()) -> list[Wanted]:
    """The values that vary, each once, as the rules find them: secrets, facts, marks, then by look and by name."""
    literals = literals_of(language, body)
    found = [*_secrets(body, literals), *_facts(literals, known), *_marks(literals)]
    found += [one for literal in literals if (one := _by_look(literal) or _by_name(literal)) is not None]
    return list({(one.text, one.start, one.name if one.start else ""): one for one in reversed(found)}.values())[::-1]


def _secrets(body: str, literals: Sequence[Literal]) -> Iterator[Wanted]:
    for literal in literals:
        if literal.is_number or not literal.value or _MARK.fullmatch(literal.value):
            continue
        named = literal.name is not None and _SECRET_NAME.search(literal.name)
        if named or _SECRET_BEFORE.search(body[max(0, literal.start - 60) : literal.start]):
            name = literal.name if named and literal.name else "Password"
            yield Wanted(text=literal.value, name=name, type=ParameterType.SECRET)


def _facts(literals: Sequence[Literal], known: Sequence[Known]) -> Iterator[Wanted]:
    values = {literal.value for literal in literals}
    for fact in known:
        match = next((value for value in values if value.casefold() == fact.value.strip().casefold()), None)
        if match and len(match) > 1:
            kind, name = _kind_of_fact(fact, match)
            literal = next(one for one in literals if one.value == match)
            yield Wanted(text=match, name=literal.name or name, type=kind)


def _kind_of_fact(fact: Known, value: str) -> tuple[ParameterType, str]:
    for pattern, kind, name in _OF_FACT:
        if pattern.search(fact.kind):
            return kind, name
    looks = _look_of(value)
    return looks or (ParameterType.TEXT, name_from(fact.kind))


def _marks(literals: Sequence[Literal]) -> Iterator[Wanted]:
    for literal in literals:
        if mark := _MARK.fullmatch(literal.value):
            words = mark["words"]
            kind = next((kind for pattern, kind, _ in _OF_FACT if pattern.search(words)), ParameterType.TEXT)
            label = words[:1].upper() + words[1:]
            yield Wanted(text=literal.value, name=literal.name or words, type=kind, label=label, is_mark=True)


def _by_look(literal: Literal) -> Wanted | None:
    if literal.is_number or _SYSTEM_PATH.match(literal.value) or len(literal.value) > LONGEST_VALUE:
        return None
    look = _look_of(literal.value)
    if look is None:
        return None
    kind, name = look
    return Wanted(text=literal.value, name=literal.name if literal.is_assigned and literal.name else name, type=kind)


def _look_of(value: str) -> tuple[ParameterType, str] | None:
    for kind, name, pattern in _LOOKS:
        if pattern.fullmatch(value) and not _is_no_look(kind, value):
            return kind, name
    return None


def _is_no_look(kind: ParameterType, value: str) -> bool:
    if kind == ParameterType.ADDRESS:
        return bool(_NO_ADDRESS.match(value))
    return kind == ParameterType.HOST and bool(_NO_HOST.match(value))


def _by_name(literal: Literal) -> Wanted | None:
    """The value of an argument that names things of one place, or what a variable is set to."""
    if literal.name is None or not literal.value.strip() or len(literal.value) > LONGEST_VALUE:
        return None
    kind = _OF_ARGUMENT.get(literal.name.lower())
    if kind and not literal.is_assigned and not literal.is_number and not _SYSTEM_PATH.match(literal.value):
        return Wanted(text=literal.value, name=literal.name, type=kind)
    if not literal.is_assigned or _SETTINGS.search(literal.name):
        return None
    if literal.is_number:
        return Wanted(text=literal.value, name=literal.name, type=ParameterType.NUMBER, start=literal.start)
    if literal.value.lower() in _FLAGS or _SYSTEM_PATH.match(literal.value) or not re.search(r"\w", literal.value):
        return None
    return Wanted(text=literal.value, name=literal.name, type=kind or ParameterType.TEXT)


def type_of_fact(fact: Known) -> ParameterType:
    """The type of a parameter whose value is this fact."""
    return _kind_of_fact(fact, fact.value.strip())[0]
