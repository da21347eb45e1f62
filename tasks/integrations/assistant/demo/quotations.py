"""Takes out of a message what other people wrote: quoted mails, pasted output, and passages in quotation marks."""

from __future__ import annotations

import re

from models.pastes import PasteKind, split

_QUOTED_LINE = re.compile(r"\s{0,8}(?:>|\|)")
# What follows is somebody's mail, up to the end of the message: nothing tells where it ends.
_MAIL = re.compile(
    r"\s{0,8}(?:-{2,20}\s?(?:original|forwarded|urspr\u00fcngliche|weitergeleitete)\b"
    r"|(?:from|von|de|da|van):\s"
    r"|(?:on|am|le|el|op|il)\s.{4,120}\b(?:wrote|schrieb|\u00e9crit|escribi\u00f3|schreef|scritto)\b.{0,80}:\s{0,8}$)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:wrote|writes|says|said|mailed|mails|replied|replies|answered|answers|e-?mail(?:ed)?|mail|message|reply|schreibt|"
    r"sagt)(?: from [^:]{1,60}| (?:me|us|back))?\s?:.*",
    re.IGNORECASE,
)
_IN_MARKS = re.compile(
    '"[^"]{0,400}"|\u201c[^\u201d]{0,400}\u201d|\u201e[^\u201c\u201d]{0,400}[\u201c\u201d]|\u00ab[^\u00bb]{0,400}\u00bb'
)


def without_mails(message: str) -> str:
    """The person's own lines, without quoted lines, mails and pasted output; a line stays as it was written."""
    pasted, headers = _pasted_lines(message)
    kept: list[str] = []
    for line in message.splitlines():
        if _MAIL.match(line) or line.strip() in headers:
            break
        if not _QUOTED_LINE.match(line) and line.strip() not in pasted:
            kept.append(line)
    return "\n".join(kept)


def without_quotes(sentence: str) -> str:
    """The sentence without what stands in quotation marks, or after "she wrote:"."""
    return _INTRODUCED.sub(" ", _IN_MARKS.sub(" ", sentence))


def _pasted_lines(message: str) -> tuple[set[str], set[str]]:
    """The stripped lines of all pastes, and those of mail headers."""
    pasted: set[str] = set()
    headers: set[str] = set()
    for paste in split(message).pastes:
        into = headers if paste.kind == PasteKind.MAIL_HEADER else pasted
        into.update(line.strip() for line in paste.lines if line.strip())
    return pasted, headers
