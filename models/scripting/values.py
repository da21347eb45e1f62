"""Whether a value fits its parameter, and what it is then.

Every value is one line of at most LONGEST_VALUE characters without control characters, lone surrogates, and the
invisible characters that change the direction of text: a script that shows something else than it does is refused.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from models.scripting.parameter import Parameter, ParameterType
from models.scripting.patterns import PatternUnusable, fits

LONGEST_VALUE = 4_000
MOST_DIGITS = 15
"""Of a number before and after its point: as many as every language keeps exactly."""

Value = str | bool | Decimal
_BOOLEANS = {
    **dict.fromkeys(("true", "$true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "$false", "no", "off", "0"), False),
}
_NUMBER = re.compile(rf"[+-]?\d{{1,{MOST_DIGITS}}}(?:\.\d{{1,{MOST_DIGITS}}})?", re.ASCII)
_LABEL = r"[^\W_](?:[\w-]{0,61}\w)?"
_HOST = re.compile(rf"_?{_LABEL}(?:\.{_LABEL})*\.?")
_ADDRESS = re.compile(r"[^\s@\"'<>(),;:\\\[\]]{1,64}@[^\s@\"'<>(),;:\\\[\]]{1,255}")
_USER = re.compile(r"(?:[^\\\"/\[\]:;|=,+*?<>@]{1,64}\\)?[^\\\"/\[\]:;|=,+*?<>]{1,256}")
_NOT_IN_PATHS = frozenset('"<>|')
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


class Unfit(ValueError):
    """The value does not fit; the message is for the person who typed it and does not repeat the value."""


def value_of(parameter: Parameter, given: object) -> Value | None:
    """The value for `parameter`, or None if it has none: nothing was given, it has no default and is not required.

    `given`: a text as a person types it, a number or a boolean of JSON, or None.  Raises Unfit.
    """
    given = parameter.get("default") if _is_nothing(given) else given
    if _is_nothing(given):
        if parameter["required"]:
            raise Unfit("A value is required.")
        return None
    kind = ParameterType(parameter["type"])
    text = _text(given)
    _check_characters(text)
    value = _READERS[kind](text, parameter) if kind in _READERS else text
    _check_pattern(parameter, text)
    return value


def _is_nothing(given: object) -> bool:
    return given is None or given == ""


def _text(given: object) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str):
        return given
    if isinstance(given, int | float | Decimal):
        return f"{Decimal(str(given)):f}" if Decimal(str(given)).is_finite() else str(given)
    raise Unfit("This is not a value: give a text, a number, true or false.")


def _check_characters(text: str) -> None:
    if len(text) > LONGEST_VALUE:
        raise Unfit(f"A value has at most {LONGEST_VALUE:,} characters.")
    for character in text:
        category = unicodedata.category(character)
        if character == "\0":
            raise Unfit("A value has no NUL character.")
        if category in {"Zl", "Zp"} or character in "\n\r\v\f\x1c\x1d\x1e\x85":
            raise Unfit("A value is one line: it has no line break.")
        if category == "Cs":
            raise Unfit("A value has only whole characters: this one has half of a pair.")
        if (category == "Cc" and character != "\t") or character in _DIRECTIONS:
            raise Unfit(f"A value has no invisible control character (U+{ord(character):04X}).")


def _number(text: str, parameter: Parameter) -> Decimal:
    if not _NUMBER.fullmatch(text.strip()):
        raise Unfit(f"Give a number, such as 8 or -2.5, with at most {MOST_DIGITS} digits.")
    number = Decimal(text.strip())
    return number or Decimal(0)


def _boolean(text: str, parameter: Parameter) -> bool:
    if (key := text.strip().lower()) not in _BOOLEANS:
        raise Unfit("Give true or false.")
    return _BOOLEANS[key]


def _choice(text: str, parameter: Parameter) -> str:
    if text not in (parameter.get("choices") or ()):
        raise Unfit("Give one of the choices.")
    return text


def _host(text: str, parameter: Parameter) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        pass
    if len(text) > 253 or not _HOST.fullmatch(text):
        raise Unfit("Give the name of a machine, such as PRN-02 or srv1.example.com, or an IP address.")
    return text


def _address(text: str, parameter: Parameter) -> str:
    """An IP address, a network in CIDR notation, or an e-mail address."""
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        if not _ADDRESS.fullmatch(text):
            raise Unfit("Give an e-mail address, an IP address or a network such as 10.1.0.0/16.") from None
    return text


def _user(text: str, parameter: Parameter) -> str:
    if text != text.strip() or not _USER.fullmatch(text):
        raise Unfit("Give the name of a user, such as jdoe, CONTOSO\\jdoe or jdoe@example.com.")
    return text


def _path(text: str, parameter: Parameter) -> str:
    if not _NOT_IN_PATHS.isdisjoint(text):
        raise Unfit('A path has none of the characters " < > |.')
    return text


_READERS: dict[ParameterType, Callable[[str, Parameter], Value]] = {
    ParameterType.NUMBER: _number,
    ParameterType.BOOLEAN: _boolean,
    ParameterType.CHOICE: _choice,
    ParameterType.HOST: _host,
    ParameterType.ADDRESS: _address,
    ParameterType.USER: _user,
    ParameterType.PATH: _path,
}


def _check_pattern(parameter: Parameter, text: str) -> None:
    pattern = parameter.get("pattern")
    if not pattern:
        return
    try:
        is_fit = fits(pattern, text)
    except PatternUnusable as error:
        raise Unfit(str(error)) from error
    if not is_fit:
        raise Unfit("The value does not match the parameter's pattern.")
