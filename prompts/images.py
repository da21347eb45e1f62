"""An image of a message, as a prompt's input, and what it costs."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict, Field

LONGEST_IMAGE_SIDE = 1_568
MOST_TOKENS_OF_AN_IMAGE = 1_600
_PIXELS_PER_TOKEN = 750


class ImageIn(BaseModel):
    """An image of a message.  It is sent if `content` is there; otherwise the model only learns its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    media_type: str
    width: int
    height: int
    key: str | None = Field(default=None, exclude=True)
    """Where its content is in the file store."""
    content: bytes | None = Field(default=None, exclude=True, repr=False)

    @property
    def tokens(self) -> int:
        """What the vendor counts for an image of this size, after it was scaled to the longest side."""
        scale = min(1.0, LONGEST_IMAGE_SIDE / max(self.width, self.height, 1))
        return min(MOST_TOKENS_OF_AN_IMAGE, math.ceil(self.width * self.height * scale * scale / _PIXELS_PER_TOKEN))
