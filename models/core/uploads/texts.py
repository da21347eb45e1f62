"""Tells images from texts by their content, and reads a text in the encoding that it is written in."""

from __future__ import annotations

import codecs
import re

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tab, line ends, form feed, back space and the escape of terminal colours occur in logs.
_NOT_TEXT = re.compile("[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 4_096


def looks_like_image(content: bytes) -> bool:
    """Whether it begins as one of the formats that are accepted; whether it is one, its decoder says."""
    return content.startswith(_IMAGES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def text_of(content: bytes) -> str | None:
    """The text without a byte order mark, or None if this is no text.

    UTF-16 is known by its mark or by the zero bytes of ASCII characters in it; what is not UTF-8 is Latin-1, as
    Windows writes it (windows-1252).
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content, encoding)
    if wide := _utf_16_without_mark(content):
        return _checked(content, wide)
    text = _checked(content, "utf-8")
    return text if text is not None else _latin(content)


def _checked(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _NOT_TEXT.search(text) else text


def _utf_16_without_mark(content: bytes) -> str | None:
    """The byte order, if nearly every second byte of the beginning is zero and nearly no other byte is."""
    even, odd = content[:_SAMPLE:2], content[1:_SAMPLE:2]
    if len(content) % 2 or len(odd) < 2:
        return None
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) > 0.7 * len(zeros) and others.count(0) < 0.05 * len(others):
            return encoding
    return None


def _latin(content: bytes) -> str | None:
    """Every byte is a character of Latin-1, so that random bytes would be text too: most have to be ASCII."""
    beyond = sum(byte > 0x7F for byte in content[: _SAMPLE * 16])
    if beyond > 0.3 * min(len(content), _SAMPLE * 16):
        return None
    return _checked(content, "cp1252") or _checked(content, "latin-1")
