"""Secrets that follow their name: `password: …` in prose, settings, tables, JSON and XML, in several languages."""

from __future__ import annotations

from models.core.redaction.rule import NamedRule, Rule, named, rule
from models.core.redaction.values import is_random, is_strong, is_value, is_very_strong

_WORD = (
    r"(?:pass(?:word|wd|phrase|code)s?|pwd|passwort|kennwort|wachtwoord|mot de passe|contrase[ñn]as?|senha"
    r"|l[öo]senord|adgangskode|passord|salasana|has[łl]o)"
).replace(" ", r"\x20")
_KIND_OF_KEY = (
    r"(?:api|access|account|client|shared|license|licence|product|encryption|decryption|recovery|bitlocker|signing"
    r"|storage|master|wpa[23]?|wi-?fi|wlan|network|auth|subscription|radius|tacacs\+?|vpn|webhook|app|application"
    r"|consumer|integration|function|host|primary|secondary|admin|service)"
)
_KEY = (
    r"(?:secret[\x20_-]?(?:access[\x20_-]?)?key|secret|token|pre-?shared[\x20_-]?(?:key|secret)|psk"
    r"|community(?:[\x20_-](?:string|name))?|key\x20content|keymaterial"
    rf"|{_KIND_OF_KEY}[\x20_-]?(?:key|secret|token))"
)
_NAME = rf"(?:{_WORD}|{_KEY})"

_END = r"[\"'`*_\]\\]{0,4}+"
"""What may stand between a name and its colon: a quote of JSON, the emphasis of Markdown."""
_NOTE = r"(?: ?\([^()\r\n]{1,40}+\))?"
_COLON = rf"{_END}{_NOTE} ?[*_]{{0,3}}+ ?(?:=>|:=|==|[:=\uff1a\uff1d])[*_]{{0,3}}+ ?[*_]{{0,3}}+"
_OF_SOMETHING = r"(?: (?:for|of|on|from|at|von|für|auf|de|pour|voor) [^\r\n:=]{1,60}?)??"
_SET_TO = r"(?:was |is |has been )?(?:now )?(?:(?:re)?set |changed |updated )?to"
_IS = rf" ?(?:[:=]|->|\u2192|(?<=\s)(?:is(?: now)?:?|was|{_SET_TO}|ist|lautet|est|es|will be)) (?:now )?"
_NEXT_LINE = r" ?\*{0,3}\r?\n ?>{0,3} ?([^\s\"'<>|,;]{6,128}+)(?= ?(?:[\r\n]|\Z))"

_ELEMENT = rf"<[\w:.-]{{0,50}}?{_NAME}(?:\s[^<>]{{0,200}}+)?>"
_INNER_ELEMENT = r"\s{0,200}+(?:<(?:\w{1,20}+:)?(?:value|string)(?:\s[^<>]{0,100}+)?>\s{0,200}+)?"
_NAME_ATTRIBUTE = rf"(?:key|name|setting)=[\"'](?=\w{{0,40}}?{_NAME})\w{{1,60}}+[\"'][^<>\r\n]{{0,80}}?\b"


def _is_phrase(value: str) -> bool:
    """A pass phrase may have several words, but not those that begin a remark."""
    return is_value(value) and any(map(is_value, value.split()[:2]))


RULES: tuple[Rule | NamedRule, ...] = (
    rule(
        "password",
        "passphrase key",
        r"\b(?:passphrase|key content) ?[:=] ?([^\s\"'\u201c<][^\r\n<]{2,128}+)(?=[\r\n<]|\Z)",
        is_secret=_is_phrase,
    ),
    named(
        "password",
        _NAME,
        (rf"{_COLON}<value>", is_value),
        (rf"{_END}{_OF_SOMETHING}{_IS}<value>", is_strong),
        (rf"{_END} ?[|\t][\x20\t|]{{0,40}}+<value>", is_strong),  # cells of a table
        (" <value>", is_random),
    ),
    named(
        "password",
        _WORD,
        (rf"{_END} <value>", is_very_strong),
        (r" (?=[\"'\u201c\u201e`])<value>", is_strong),
        (rf"{_END}{_NOTE} ?[:=]?{_NEXT_LINE}", is_very_strong),
    ),
    named("password", r"private[\x20_-]?key", (rf"{_COLON}<value>", is_very_strong)),
    # DB_PASS=x, requirepass: x
    named(
        "password",
        r"(?:(?<=_)|(?<=require)|(?<=user)|(?<=db)|(?<=smtp)|(?<=admin)|(?<=root)|(?<=mail)|(?<=sql))pass",
        (rf"{_COLON}<value>", is_value),
    ),
    named(
        "password",
        r"(?<![\w/-])(?:passw?|pw|mdp|kw|laps)",
        (rf"{_OF_SOMETHING} ?(?:[:=]|is\b|ist\b) ?<value>", is_strong),
    ),
    # `pass` alone is a verb.
    named("password", r"(?<![\w/-])(?:pw|laps|(?:wifi|wi-fi|wlan) pass)", (" <value>", is_very_strong)),
    # unattend.xml, Wi-Fi profiles, group policy preferences, web.config
    rule("password", "<", rf"{_ELEMENT}{_INNER_ELEMENT}([^<>\r\n]{{2,500}}+)<", is_secret=is_value),
    rule(
        "password",
        "key= name= setting=",
        rf"{_NAME_ATTRIBUTE}(?:value|default)=[\"']([^\"'\r\n]{{2,500}}+)[\"']",
        is_secret=is_value,
    ),
    rule("password", "cpassword", r"\bcpassword=[\"']([^\"'\r\n]{8,999}+)[\"']"),
    # The attribute msLAPS-Password.
    rule("password", '"p"', r"\"n\":\"[^\"]{1,64}+\",\"t\":\"[^\"]{1,40}+\",\"p\":\"((?:[^\"\\]|\\.){4,256}+)\""),
    # Login: admin / Winter2026!
    rule(
        "password",
        "cred login logon anmeld user access account",
        r"(?<![\w/])(?:creds?|credentials?|log[io]n|anmeldung|user(?:name)?(?:/pass(?:word)?)?|account|access)"
        r" ?:? ?(?<=[\s:])[\w.@\\-]{2,64}+ ?[/|] ?<value>",
        is_secret=is_very_strong,
    ),
)
