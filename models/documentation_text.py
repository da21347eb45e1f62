"""The Markdown of a session's documentation: made from its sections, and read back into them.

Every section has a heading of the second level.  A person who edits the Markdown as a whole keeps or changes these
headings; `sections_in` finds the sections below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.documentation import Section, Sections, whole

_HEADINGS = {
    Section.PROBLEM: "Problem",
    Section.ENVIRONMENT: "Environment",
    Section.FACTS: "Facts",
    Section.ACTIONS: "Actions",
    Section.CAUSE: "Cause",
    Section.RESOLUTION: "Resolution",
    Section.VERIFICATION: "Verification",
    Section.NEXT_STEPS: "Next steps",
}
_SECTIONS = {heading.casefold(): section for section, heading in _HEADINGS.items()}
ATTEMPTS = "Attempts"
_SECTION_HEADING = "## "
_TOP_HEADING = re.compile(r"^( {0,3})(##? )")
_FENCE = re.compile(r"^( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around the sections: the title, lines such as client and time spent, and the attempt ledger."""

    title: str
    lines: Sequence[tuple[str, str]]
    attempts: str
    """Markdown; empty if nothing was tried."""


def markdown_of(sections: Sections, frame: Frame) -> str:
    """The whole document.  Sections without text are left out."""
    head = "\n".join(
        [f"# {one_line(frame.title)}", "", *(f"- **{name}:** {one_line(text)}" for name, text in frame.lines)]
    )
    return "\n\n".join([head.rstrip(), *_blocks(sections, frame)]) + "\n"


def markdown_of_sections(sections: Sections) -> str:
    """The sections that have a text, without what stands around them."""
    return "\n\n".join(_block(section, text) for section in Section if (text := sections[section].strip()))


def sections_in(content: str) -> Sections:
    """The sections of a document, by their headings.  Other headings belong to no section."""
    found: dict[str, list[str]] = {}
    for heading, lines in _parts(content):
        section = _SECTIONS.get(heading.casefold())
        if section:
            found.setdefault(section, []).append("\n".join(lines).strip())
    return whole({section: "\n\n".join(texts) for section, texts in found.items()})


def with_section(content: str, section: Section, text: str) -> str:
    """The document with this text below the section's heading; the heading is added if it is missing."""
    parts = list(_parts(content))
    places = [at for at, (heading, _) in enumerate(parts) if _SECTIONS.get(heading.casefold()) == section]
    if not places:
        return f"{content.rstrip()}\n\n{_block(section, text)}\n"
    kept = [part for at, part in enumerate(parts) if at not in places[1:]]
    kept[places[0]] = (_HEADINGS[section], [_below_heading(text)])
    return "\n\n".join(_written(heading, lines) for heading, lines in kept if heading or any(lines)).strip() + "\n"


def one_line(text: str) -> str:
    return " ".join(text.split())


def _blocks(sections: Sections, frame: Frame) -> Iterator[str]:
    """The attempts stand behind the actions."""
    for section in Section:
        if text := sections[section].strip():
            yield _block(section, text)
        if section == Section.ACTIONS and frame.attempts:
            yield f"## {ATTEMPTS}\n\n{frame.attempts}"


def _block(section: Section, text: str) -> str:
    return f"## {_HEADINGS[section]}\n\n{_below_heading(text)}"


def _below_heading(text: str) -> str:
    """The text without what would end the section or swallow the next: top headings, and an open fenced block."""
    read = list(_lines(text))
    lines = [_TOP_HEADING.sub(r"\1\\\2", line) if is_prose else line for line, is_prose, _ in read]
    closing = [closing for _, _, closing in read[-1:] if closing]
    return "\n".join([*lines, *closing]).strip()


def _parts(content: str) -> Iterator[tuple[str, list[str]]]:
    """(heading, lines below it); the heading of what stands before the first one is empty."""
    heading, lines = "", list[str]()
    for line, is_prose, _ in _lines(content):
        if is_prose and line.startswith(_SECTION_HEADING):
            yield heading, lines
            heading, lines = line.removeprefix(_SECTION_HEADING).strip().rstrip("#").rstrip(), []
        else:
            lines.append(line)
    yield heading, lines


def _written(heading: str, lines: Iterable[str]) -> str:
    text = "\n".join(lines).strip()
    return f"## {heading}\n\n{text}".strip() if heading else text


def _lines(text: str) -> Iterator[tuple[str, bool, str]]:
    """Each line; whether it is prose: not of a fenced block; and the line that would close the block open behind it."""
    closing = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        is_prose = not closing and not mark
        if mark:
            closing = _closing_behind(mark, closing)
        yield line, is_prose, closing


def _closing_behind(mark: re.Match[str], closing: str) -> str:
    """The line that closes the block behind a mark, indented as the block is, which may stand in a list.

    Only a bare mark of the same kind closes a block, if it is long enough.
    """
    indent, fence, rest = mark.groups()
    if not closing:
        return f"{indent}{fence}"
    return "" if fence.startswith(closing.strip()) and not rest.strip() else closing
