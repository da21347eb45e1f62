"""Examines one file: `python -m models.core.uploads.child NAMED_LIKE_AN_IMAGE`, content on standard input.

It runs without environment variables, so that a fault in a decoder finds no secret, and within limits of memory and
CPU time.  Standard output has one line of JSON, then the contents that it names.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from models.core.uploads.texts import looks_like_image, text_of

# The largest image that is accepted has 64 million pixels of 4 bytes, in up to three copies.
MEMORY_BYTES = 1_400 * 1_048_576
CPU_SECONDS = 14


class Refused(Exception):
    """`code` is that of an error in `errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        head, contents = _examined(sys.stdin.buffer.read(), is_named_image=sys.argv[1] == "1")
    except Refused as refused:
        head, contents = {"refused": refused.code}, []
    head["lengths"] = [len(content) for content in contents]
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for content in contents:
        sys.stdout.buffer.write(content)


def _examined(content: bytes, *, is_named_image: bool) -> tuple[dict[str, Any], list[bytes]]:
    """What is said about the file, and what is stored of it.

    Pillow and the redaction rules are imported where they are needed: either takes longer than the rest.
    """
    if looks_like_image(content):
        return _image(content)
    text = text_of(content)
    if is_named_image:
        raise Refused("not_an_image")
    if text is None:
        raise Refused("unsupported_attachment")
    if not text.strip():
        raise Refused("attachment_empty")
    return _text(text)


def _image(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    from models.core.uploads import images  # noqa: PLC0415 -- see `_examined`

    try:
        made = images.pictures_of(content)
    except images.Undecodable as error:
        raise Refused(error.code) from error
    full = made["full"]
    media_types = {name: picture.media_type for name, picture in made.items()}
    head = {"kind": "image", "width": full.width, "height": full.height, "media_types": media_types}
    return head, [picture.content for picture in made.values()]


def _text(text: str) -> tuple[dict[str, Any], list[bytes]]:
    from models.core.uploads.extracts import excerpt_of, extract_of  # noqa: PLC0415 -- see `_examined`

    extract = extract_of(text)
    head = {
        "kind": "text",
        "media_types": {"full": "text/plain"},
        "lines": len(text.splitlines()),
        "excerpt": excerpt_of(text),
        "extract": extract.text,
        "omitted_lines": extract.omitted,
    }
    return head, [text.encode("utf-8", "replace")]


if __name__ == "__main__":
    main()
