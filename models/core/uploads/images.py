"""Decodes an image and encodes its pixels again, without metadata: no EXIF, no location, nothing behind the image.

Runs only in the child process.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps, PngImagePlugin, UnidentifiedImageError

LONGEST_SIDE = 8_000
MODEL_SIDE = 1_568
THUMBNAIL_SIDE = 320
# What the model's provider takes for one image is more; this keeps a request with several images small.
MODEL_BYTES = 1_000_000
STORED_BYTES = 5 * 1_048_576

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/png"}
"""The formats that are read, and the media type that each becomes."""

Image.MAX_IMAGE_PIXELS = LONGEST_SIDE * LONGEST_SIDE
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = 1_048_576
ImageFile.LOAD_TRUNCATED_IMAGES = False
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Undecodable(Exception):
    """`code` is that of an error in `errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """An encoded image.  `width` and `height` are in pixels."""

    media_type: str
    width: int
    height: int
    content: bytes


def pictures_of(content: bytes) -> dict[str, Picture]:
    """`full`, and for a larger image also `model` and `thumbnail`.

    Raises Undecodable: image_broken, image_too_many_pixels, decompression_bomb.
    """
    image, media_type = _decoded(content)
    full = _encoded(image, media_type, at_most=STORED_BYTES)
    made = {"full": full}
    if max(image.size) > MODEL_SIDE or len(full.content) > MODEL_BYTES:
        made["model"] = _encoded(_within(image, MODEL_SIDE), media_type, at_most=MODEL_BYTES)
    if max(image.size) > THUMBNAIL_SIDE:
        made["thumbnail"] = _encoded(_within(image, THUMBNAIL_SIDE), media_type)
    return made


def _decoded(content: bytes) -> tuple[Image.Image, str]:
    """The first frame, turned as its EXIF orientation says, as grey, RGB or RGBA pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=list(FORMATS)) as image:
            if max(image.size) > LONGEST_SIDE:
                raise Undecodable("image_too_many_pixels")
            media_type = FORMATS[str(image.format)]
            image.load()
            return _plain(image), media_type
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise Undecodable("decompression_bomb") from error
    except ValueError as error:
        # Pillow's words for a text chunk that unpacks to more than MAX_TEXT_CHUNK.
        raise Undecodable("decompression_bomb" if "too large" in str(error) else "image_broken") from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, KeyError, IndexError, TypeError) as error:
        raise Undecodable("image_broken") from error


def _plain(image: Image.Image) -> Image.Image:
    """A copy that carries pixels only: `save` would write the profile and the comment of `info` again."""
    turned = ImageOps.exif_transpose(image)
    has_alpha = "A" in turned.getbands() or "transparency" in turned.info
    if turned.mode.startswith(("I", "F")):
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    elif turned.mode not in ("L", "RGB", "RGBA"):
        turned = turned.convert("RGBA" if has_alpha else "RGB")
    elif has_alpha and turned.mode != "RGBA":
        turned = turned.convert("RGBA")
    turned.info = {}
    return turned


def _within(image: Image.Image, side: int) -> Image.Image:
    """The image with at most `side` pixels on its long side."""
    scale = side / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encoded(image: Image.Image, media_type: str, *, at_most: int | None = None) -> Picture:
    """Encode as `media_type`; as JPEG with falling quality if that is larger than `at_most`."""
    content = _saved(image, media_type)
    for quality in (85, 70, 50, 30):
        if at_most is None or len(content) <= at_most:
            break
        media_type, content = "image/jpeg", _saved(_opaque(image), "image/jpeg", quality=quality)
    return Picture(media_type, image.width, image.height, content)


def _saved(image: Image.Image, media_type: str, *, quality: int = 90) -> bytes:
    written = io.BytesIO()
    match media_type:
        case "image/png":
            image.save(written, "PNG", compress_level=4)
        case "image/webp":
            image.save(written, "WEBP", quality=quality, method=2)
        case _:
            _opaque(image).save(written, "JPEG", quality=quality)
    return written.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    """On white, as people see a screenshot."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
