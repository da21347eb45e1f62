"""The query of the live stream."""

from __future__ import annotations

from marshmallow import Schema

from schemas.fields import Str

LONGEST_TOPICS = 1_000


class StreamQuery(Schema):
    """`topics`: a comma-separated list of `escalations`, `notifications`, `session:{id}`, `handoff:{id}`,
    `script:{id}` (a session of the script builder).
    """

    topics = Str(required=True, longest=LONGEST_TOPICS, blank=False)
