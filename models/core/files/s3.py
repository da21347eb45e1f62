"""The file store in an S3-compatible service: for any number of machines.

Imported only when `ATTACHMENTS_URL` names a bucket, because boto3 takes a third of a second and 40 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from models.core.deadline import deadline
from models.core.files.store import DEADLINE_SECONDS, FileMissing, StoreUnavailable, check_key

_MISSING = {"NoSuchKey", "404", "NotFound"}


class S3Store:
    """Objects in `bucket` below `prefix`.  The credentials come from where the AWS SDK looks for them."""

    def __init__(self, bucket: str, prefix: str, *, endpoint: str | None, region: str) -> None:
        self._bucket, self._prefix = bucket, prefix
        self._client: Any = boto3.client("s3", endpoint_url=endpoint, region_name=region, config=_config(endpoint))

    def put(self, key: str, content: bytes, *, media_type: str) -> None:
        with _within_the_deadline():
            self._client.put_object(**self._at(key), Body=content, ContentType=media_type)

    def get(self, key: str) -> bytes:
        with _within_the_deadline():
            content: bytes = self._client.get_object(**self._at(key))["Body"].read()
            return content

    def remove(self, key: str) -> None:
        with _within_the_deadline():
            self._client.delete_object(**self._at(key))

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{check_key(key)}"}


def _config(endpoint: str | None) -> Config:
    """No retries: the caller's deadline is short, and the person or the job tries again.

    Other services than Amazon's do not all know its newer checksums, nor bucket names inside the host name.
    """
    return Config(
        connect_timeout=2,
        read_timeout=DEADLINE_SECONDS,
        retries={"total_max_attempts": 1},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if endpoint else "auto"},
    )


@contextmanager
def _within_the_deadline() -> Iterator[None]:
    """Turns the SDK's errors into the port's, and ends a transfer that drips."""
    try:
        with deadline(DEADLINE_SECONDS, StoreUnavailable()):
            yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _MISSING:
            raise FileMissing from error
        raise StoreUnavailable from error
    except (BotoCoreError, OSError) as error:
        raise StoreUnavailable from error
