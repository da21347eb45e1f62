"""Files as people and attackers send them: what is stored of each, and why others are refused."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from typing import Any

import pytest
from PIL import Image

from models.core.uploads import errors, examining
from models.core.uploads.errors import UPLOAD_ERRORS
from models.core.uploads.examining import Examined, examine
from tests.support.files import image, opened

SCRIPT = b"<html><script>alert(1)</script></html>"
LOCATION = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
GPS = 0x8825


def full(content: bytes, file_name: str = "screen.png") -> Image.Image:
    return opened(examine(content, file_name=file_name).contents["full"])


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_that_claims(width: int, height: int, *more: bytes) -> bytes:
    """A PNG whose header says this size, and which has no pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")]
)
def test_each_format_is_read_whatever_the_file_is_called(kind: str, media_type: str) -> None:
    examined = examine(image(60, 40, kind), file_name="notes.txt")
    assert (examined.kind, examined.width, examined.height) == ("image", 60, 40)
    assert examined.media_types == {"full": media_type}


def test_a_large_image_has_a_picture_for_the_model_and_a_thumbnail() -> None:
    examined = examine(image(3_000, 1_000), file_name="wide.png")
    assert [opened(content).size for content in examined.contents.values()] == [
        (3_000, 1_000),
        (1_568, 523),
        (320, 107),
    ]


def test_where_a_photo_was_taken_is_not_stored() -> None:
    exif = Image.Exif()
    exif.get_ifd(GPS).update(LOCATION)
    exif[0x010F] = "Phone of Jane Roe"
    sent = image(60, 40, "JPEG", exif=exif, comment=b"Jane's desk")
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS)
    stored = full(sent)
    assert (dict(stored.getexif()), stored.info.get("comment")) == ({}, None)
    assert b"Jane" not in examine(sent, file_name="a.jpg").contents["full"]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_no_metadata_of_another_format_is_stored(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of Jane Roe"
    more: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": b"profile of Jane Roe"}
    assert b"Jane" in image(60, 40, kind, **more)
    assert b"Jane" not in examine(image(60, 40, kind, **more), file_name="a").contents["full"]


def test_a_photo_stands_upright_without_its_orientation() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert full(image(60, 40, "JPEG", exif=exif)).size == (40, 60)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_what_hides_behind_an_image_is_gone(kind: str) -> None:
    examined = examine(image(60, 40, kind) + SCRIPT, file_name="both.png")
    assert all(b"script" not in content for content in examined.contents.values())


def test_what_hides_inside_an_image_is_gone() -> None:
    hidden = image().replace(b"IDAT", b"IDAT", 1)[:33] + chunk(b"tEXt", b"Comment\x00" + SCRIPT) + image()[33:]
    assert b"script" in hidden
    assert b"script" not in examine(hidden, file_name="a.png").contents["full"]


def test_the_first_frame_of_an_animation_is_stored() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    stored = full(written.getvalue(), "moving.gif")
    assert (stored.format, getattr(stored, "n_frames", 1)) == ("PNG", 1)
    assert stored.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_stored(mode: str) -> None:
    source = Image.new(mode, (30, 20))
    written = io.BytesIO()
    source.save(written, "PNG")
    assert full(written.getvalue()).size == (30, 20)


def test_a_transparent_image_stays_transparent() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(written, "PNG")
    assert full(written.getvalue()).getpixel((0, 0)) == (255, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(image(8_001, 2), "image_too_many_pixels", id="8001 pixels wide"),
        pytest.param(image(2, 8_001), "image_too_many_pixels", id="8001 pixels high"),
        pytest.param(png_that_claims(8_001, 8_001), "decompression_bomb", id="64 million pixels"),
        pytest.param(png_that_claims(60_000, 60_000), "decompression_bomb", id="3,600 million pixels"),
        pytest.param(
            png_that_claims(4, 4, chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * 50_000_000))),
            "decompression_bomb",
            id="50 MB of comment",
        ),
        pytest.param(image(500, 500)[:600], "image_broken", id="truncated PNG"),
        pytest.param(image(500, 500, "JPEG")[:900], "image_broken", id="truncated JPEG"),
        pytest.param(image(500, 500, "WEBP")[:300], "image_broken", id="truncated WebP"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "image_broken", id="only the beginning of a PNG"),
        pytest.param(b"GIF89a" + b"\x00" * 100, "image_broken", id="only the beginning of a GIF"),
        pytest.param(SCRIPT, "not_an_image", id="HTML"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00", "not_an_image", id="a program"),
        pytest.param(b"", "attachment_empty", id="nothing"),
    ],
)
def test_what_is_no_good_image_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(UPLOAD_ERRORS) as refused:
        examine(content, file_name="screen.png")
    assert refused.value.code == code


def test_a_vector_image_is_text() -> None:
    examined = examine(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", file_name="logo.svg")
    assert (examined.kind, examined.media_types) == ("text", {"full": "text/plain"})


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n\x00\x01\x02",
        b"PK\x03\x04\x14\x00\x00\x00",
        b"MZ\x90\x00\x03",
        bytes(range(256)) * 9,
        b"\x1f\x8b\x08\x00",
    ],
    ids=["PDF", "ZIP", "EXE", "bytes", "gzip"],
)
def test_what_is_neither_image_nor_text_is_refused(content: bytes) -> None:
    with pytest.raises(errors.UnsupportedAttachment):
        examine(content, file_name="file")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_a_text_is_read_in_its_encoding(encoding: str) -> None:
    text = "2026-11-29 10:02 Gerät „getrennt“\r\n" if encoding != "latin-1" else "2026-11-29 10:02 Gerät getrennt\r\n"
    examined = examine((text * 20).encode(encoding), file_name="app.log")
    assert examined.contents["full"].decode() == text * 20


def test_blank_text_is_nothing() -> None:
    with pytest.raises(errors.AttachmentEmpty):
        examine(b" \r\n\t\n", file_name="a.log")


def long_log() -> Examined:
    key = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEowIBAAKCAQEA\n" * 400 + "-----END RSA PRIVATE KEY-----\n"
    filler = "10:00:00 INFO all is well here\n" * 2_000
    lines = f"first line\n{filler}10:02:11 ERROR 0x80070005 denied, password: Hunter2!x\n{filler}{key}last line\n"
    return examine(lines.encode(), file_name="app.log")


def test_the_extract_of_a_long_log_has_its_ends_and_its_errors_without_secrets() -> None:
    examined = long_log()
    assert examined.extract is not None and examined.lines is not None
    assert len(examined.extract) < 25_000
    assert examined.extract.startswith("first line\n") and examined.extract.endswith("last line\n")
    assert "ERROR 0x80070005" in examined.extract
    assert "Hunter2" not in examined.extract and "MIIEow" not in examined.extract
    assert examined.omitted_lines > 3_000 and f"[{examined.omitted_lines} lines omitted]" in examined.extract


def test_the_child_has_no_secrets_and_cannot_write(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def run(*args: Any, **options: Any) -> Any:
        seen.update(options)
        return subprocess.CompletedProcess(args, returncode=-9, stdout=b"", stderr=b"")

    monkeypatch.setattr(examining.subprocess, "run", run)
    with pytest.raises(errors.NotExamined):
        examine(b"line", file_name="a.log")
    assert seen["env"] == {}


def test_a_child_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "DEADLINE_SECONDS", 0.001)
    with pytest.raises(errors.NotExamined):
        examine(image(2_000, 2_000), file_name="a.png")
